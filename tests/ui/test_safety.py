"""What people and models write stays text, and nothing crosses from one conversation to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.errors import RecordProblem

Come = Callable[..., Any]

ATTACKS = (
    '<img src="http://evil.example/a.png" onerror="alert(1)">',
    "![x](http://evil.example/b.png) [click](http://evil.example)",
    "<script>fetch('http://evil.example')</script><style>*{display:none}</style>",
    "<a href=javascript:alert(1)>x</a><iframe src=http://evil.example></iframe>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${7*7}` @children",
    "\"><svg/onload=alert(1)> ' onmouseover=alert(1) x='",
)


def test_messages_stay_text(person: Any) -> None:
    for attack in ATTACKS:
        person.say(attack)
    said = person.page.locator("#messages .said .text")
    assert said.all_inner_texts() == list(ATTACKS)
    assert person.page.locator("#talk, #panel").locator("img, iframe, script, a, style").count() == 0


def test_a_models_words_stay_text(person: Any) -> None:
    person.ask_mode()
    person.say("an attack, please")
    reply = person.page.locator("#messages .asked .text")
    for part in ("<img", "![x](http://evil.example/i.png)", "javascript:alert(1)", "${alert(1)}", "{{7*7}}"):
        expect(reply).to_contain_text(part)
    assert reply.locator("img, a").count() == 0


def test_a_title_and_a_label_stay_text(person: Any, desk: Any) -> None:
    person.say("A headache")
    desk.record.rename(person.conversation, ATTACKS[0])
    desk.record.set_patient(person.conversation, ATTACKS[2])
    row = person.page.locator("#rows .row.on")
    expect(row.locator(".title")).to_have_text(ATTACKS[0])
    expect(row.locator(".patient")).to_have_text(ATTACKS[2])
    expect(person.page.locator("#heading .title")).to_have_text(ATTACKS[0])
    assert person.page.locator("#rows img, #heading img, #rows script").count() == 0


def test_direction_overrides_cannot_turn_text_round(person: Any) -> None:
    person.say("dose \u202e01-5\u202c mg \u2067stop")
    shown = person.page.locator("#messages .said .text").inner_text()
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_two_people_stream_at_once_and_nothing_crosses(people: Come) -> None:
    one, two = people().arrive(), people().arrive("ar")
    for person in (one, two):
        person.ask_mode()
    one.send("tell me slowly about the left hand")
    two.send("ما هي جرعة الدواء؟")
    expect(two.page.locator("#messages .asked .text")).to_contain_text("5-10 mg")
    expect(one.page.locator("#live .msg .text")).to_contain_text("word by word")
    expect(one.page.locator("#talk")).not_to_contain_text("الجرعة")
    expect(two.page.locator("#talk")).not_to_contain_text("word by word")
    assert one.conversation != two.conversation


def test_a_stream_does_not_follow_into_another_conversation(person: Any) -> None:
    person.say("My elbow is swollen")
    other = person.conversation
    person.page.locator("#new").click()
    expect(person.page.locator(".welcome")).to_be_visible()
    person.ask_mode()
    person.send("tell me slowly about the elbow")
    expect(person.page.locator("#live .msg .text")).to_contain_text("long")
    person.page.locator(f"#rows [data-conversation='{other}']").click()
    expect(person.page.locator("#messages .said .text").first).to_have_text("My elbow is swollen")
    for _ in range(6):
        person.page.wait_for_timeout(400)
        expect(person.page.locator("#messages .said")).to_have_count(1)
        expect(person.page.locator("#live .msg")).to_have_count(0)
        assert person.conversation == other


def test_two_pages_on_one_conversation_agree(people: Come) -> None:
    one = people().arrive()
    one.say("I feel dizzy")
    two = people().arrive("ar", one.conversation)
    expect(two.page.locator("#messages .said .text")).to_have_text("I feel dizzy")
    one.say("It began this morning")
    expect(two.page.locator("#messages .said")).to_have_count(2)
    expect(two.page.locator("html")).to_have_attribute("lang", "ar")


def test_the_page_says_that_it_may_load_from_here_only(person: Any) -> None:
    headers = person.page.request.get(person.url).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http://" not in person.page.request.get(person.url).text().replace(person.url, "")
    assert person.page.request.get(person.url, headers={"host": "evil.example"}).status == 400


def test_a_full_disk_is_said_in_one_sentence_and_the_draft_stays(
    fresh: Any, people: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, url = fresh
    person = people(at=url).arrive("ar")

    def full(*_: object, **__: object) -> None:
        raise RecordProblem("record-full", path="record.sqlite", reason="database or disk is full")

    monkeypatch.setattr(desk.record, "append", full)
    person.send("عندي صداع")
    notice = person.page.locator("#notice .notice.error")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("record.sqlite")
    expect(person.page.locator("#draft textarea")).to_have_value("عندي صداع")
    monkeypatch.undo()
    person.page.locator("#send").click()
    expect(person.page.locator("#messages .said")).to_have_count(1)
    expect(person.page.locator("#messages .asked")).to_have_count(1)


def test_a_label_cannot_turn_the_list_round(person: Any, desk: Any) -> None:
    person.say("A sore throat")
    desk.record.rename(person.conversation, "\u202eabc 5-10 mg")
    desk.record.set_patient(person.conversation, "\u2067P\u202e-1")
    row = person.page.locator("#rows .row.on")
    expect(row.locator(".title")).to_have_text("abc 5-10 mg")
    shown = row.inner_text() + person.page.locator("#heading").inner_text() + person.page.title()
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068")
