"""Several at once: two accounts in two browsers, two pages on one conversation. Nothing crosses, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from app.desk import Desk
from app.engine.base import EngineInfo, Request
from app.engine.scripted import ScriptedEngine
from app.ui import parts
from app.ui.here import Here

Come = Callable[..., Any]
PEOPLE = {"amal": "a long enough password", "omar": "another good password"}


def echo(asked: Request) -> str:
    """A long answer made of the name in the last question alone."""
    last = next(turn.text for turn in reversed(asked.turns) if turn.role == "user")
    name = next(name for name in ("leftknee", "rightelbow") if name in last)
    return f"{name} " * 90


@pytest.fixture
def clinic(fresh: tuple[Desk, str], people: Come) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """A desk with two accounts, each signed in in a browser of its own."""
    desk, url = fresh
    desk.engines.load(lambda _: ScriptedEngine(echo, 0.03, EngineInfo("scripted", context=4096)))
    desk.engines.engine(10)
    for name, password in PEOPLE.items():
        desk.record.accounts.add(name, password, "administrator" if name == "amal" else "clinician")
    yield desk, {name: signed_in(people(at=url), name) for name in PEOPLE}


def signed_in(person: Any, name: str) -> Any:
    """The person, past the gate, in the mode of free questions."""
    person.page.goto(f"{person.url}/?lang={'en' if name == 'amal' else 'ar'}")
    gate = person.page.locator("#dialog-gate")
    gate.locator("input[name=name]").fill(name)
    gate.locator("input[name=secret]").fill(PEOPLE[name])
    gate.locator("[type=submit]").click()
    expect(gate).not_to_be_visible()
    expect(person.page.locator("#messages .welcome")).to_be_visible()
    person.ask_mode()
    return person


def test_two_accounts_stream_at_once_and_nothing_crosses(clinic: tuple[Desk, dict[str, Any]]) -> None:
    desk, visits = clinic
    words = {"amal": "leftknee", "omar": "rightelbow"}
    for name, person in visits.items():
        person.send(f"Please speak of the {words[name]}")
    for name, person in visits.items():
        expect(person.page.locator("#live .msg .text")).to_contain_text(words[name])
    for _ in range(8):
        for name, person in visits.items():
            other = words["omar" if name == "amal" else "amal"]
            assert other not in person.page.content()
        visits["amal"].page.wait_for_timeout(150)
    for name, person in visits.items():
        expect(person.page.locator("#messages .asked .text")).to_contain_text(words[name])
        (reply,) = [one for one in desk.record.messages(person.conversation) if one.role == "assistant"]
        assert set(reply.text.split()) == {words[name]} and reply.status == "complete"
        assert desk.record.get(person.conversation).owner == name
        expect(person.page.locator("#rows .row")).to_have_count(1)


def test_an_answer_outlives_its_page(clinic: tuple[Desk, dict[str, Any]]) -> None:
    desk, visits = clinic
    amal = visits["amal"]
    amal.send("Please speak of the leftknee")
    expect(amal.page.locator("#live .msg .text")).to_contain_text("leftknee")
    turn = desk.live.current(amal.conversation)
    assert turn is not None
    conversation = amal.conversation
    amal.page.goto("about:blank")
    turn.wait(20)
    assert desk.record.messages(conversation)[-1].text.count("leftknee") == 90
    amal.arrive("en", conversation)
    assert amal.page.locator("#messages .asked .text").inner_text().count("leftknee") == 90


def test_two_pages_on_one_conversation_follow_one_answer(people: Come, desk: Any) -> None:
    one = people().arrive()
    one.say("I feel dizzy")
    two = people().arrive("en", one.conversation)
    for person in (one, two):
        person.ask_mode()
    one.send("tell me slowly")
    for person in (one, two):
        expect(person.page.locator("#live .msg .text")).to_contain_text("word by word")
    two.page.locator("#stop").click()
    for person in (one, two):
        expect(person.page.locator("#live .msg")).to_have_count(0)
        expect(person.page.locator("#messages .asked .tag.cut")).to_have_count(1)
    shown = [person.page.locator("#messages .text").all_inner_texts() for person in (one, two)]
    assert shown[0] == shown[1]
    assert len(desk.record.messages(one.conversation)) == len(shown[0])


def test_what_one_page_changes_the_other_shows(people: Come, desk: Any) -> None:
    one = people().arrive()
    one.say("My back is stiff")
    two = people().arrive("ar", one.conversation)
    two.page.locator("#heading [data-ask=rename]").click()
    two.page.locator("#dialog-rename input[name=title]").fill("ظهر متيبس")
    two.page.locator("#dialog-rename [type=submit]").click()
    expect(one.page.locator("#heading .title")).to_have_text("ظهر متيبس")
    desk.record.delete(one.conversation)


def test_the_other_language_waits_for_a_conversations_first_message(
    fresh: tuple[Desk, str], people: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The switch is clicked while the message is being judged: the page shows the conversation, in that language."""
    desk, url = fresh
    person = people(at=url).arrive()
    begin = Desk.begin

    def slow(*about: Any, **more: Any) -> Any:
        time.sleep(0.7)
        return begin(*about, **more)

    monkeypatch.setattr(Desk, "begin", slow)
    person.send("I have a cough")
    person.page.locator("#swap").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "ar")
    expect(person.page.locator("#messages .said .text")).to_have_text("I have a cough")
    person.page.wait_for_timeout(800)
    expect(person.page.locator("#messages .said .text")).to_have_text("I have a cough")
    assert person.conversation == desk.record.list()[0].id
    expect(person.page.locator("#send")).to_have_text("إرسال")


def test_an_answer_in_the_language_that_was_left_does_not_bring_it_back(
    fresh: tuple[Desk, str], people: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is being painted in English just as Arabic is chosen, and the English one comes last."""
    _, url = fresh
    person = people(at=url).arrive()
    person.say("I have a cough")
    opened, late = parts.opened, threading.Event()

    def slow(here: Here) -> dict[str, Any]:
        if here.language == "en":
            time.sleep(1.5)
            late.set()
        return opened(here)

    monkeypatch.setattr(parts, "opened", slow)
    person.page.evaluate(
        "(conversation) => deskTrigger('arrive', { conversation, language: 'en' })", person.conversation
    )
    person.page.locator("#swap").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "ar")
    assert late.wait(10)
    person.page.wait_for_timeout(2000)
    expect(person.page.locator("html")).to_have_attribute("lang", "ar")
    expect(person.page.locator("#send")).to_have_text("إرسال")


def test_a_look_that_was_under_way_does_not_hide_the_first_message(
    fresh: tuple[Desk, str], people: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The empty page asks for the list anew just as its first message is sent, and the list comes last."""
    desk, url = fresh
    person = people(at=url).arrive()
    listed = parts.rows

    def late(here: Here) -> str:
        if not here.conversation:
            time.sleep(0.8)
        return listed(here)

    monkeypatch.setattr(parts, "rows", late)
    person.send("I have a cough")
    person.page.evaluate("deskTrigger('refresh', {})")
    expect(person.page.locator("#messages .asked .text")).to_contain_text("cough")
    person.page.wait_for_timeout(1500)
    expect(person.page.locator("#messages .asked .text")).to_contain_text("cough")
    assert desk.record.messages(person.conversation)[0].text == "I have a cough"
    expect(person.page.locator("#rows .row")).to_have_count(1)


def test_an_empty_page_and_a_conversation_are_never_in_the_same_state(fresh: tuple[Desk, str]) -> None:
    """Else the news of a finished answer, told first to the empty page, would be none to the conversation's."""
    desk, _ = fresh
    conversation = desk.begin("en", "ask").id
    assert parts.revision(Here(desk)) != parts.revision(Here(desk, conversation))


def test_what_was_painted_over_comes_back(people: Come, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A late answer leaves the page in an older state than it was, and nothing new happens afterwards."""
    person = people().arrive()
    person.say("I have a cough")
    opened, late = parts.opened, [parts.opened(Here(desk, person.conversation, "en"))]
    person.say("Since Monday")
    monkeypatch.setattr(parts, "opened", lambda here: late.pop() if late else opened(here))
    person.page.evaluate("deskTrigger('refresh', {conversation: new URLSearchParams(location.search).get('c')})")
    expect(person.page.locator("#messages .msg")).to_have_count(2)
    expect(person.page.locator("#messages .msg")).to_have_count(4, timeout=10_000)


def test_a_list_that_comes_late_gives_way_to_what_is_sought_now(
    people: Come, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sought first is found last, and nothing else happens afterwards."""
    person = people().arrive()
    person.say("I have a cough")
    listed = parts.rows

    def late(here: Here) -> str:
        if here.search == "cough":
            time.sleep(1.5)
        return listed(here)

    monkeypatch.setattr(parts, "rows", late)
    search = person.page.locator("#search input")
    search.fill("cough")
    person.page.wait_for_timeout(300)
    person.page.evaluate("deskTrigger('refresh', {conversation: ''})")
    search.fill("zebra")
    person.page.wait_for_timeout(2000)
    expect(person.page.locator("#rows .empty")).to_be_visible(timeout=10_000)
    person.page.wait_for_timeout(3000)
    expect(person.page.locator("#rows .empty")).to_be_visible()
