"""Writing and reading in both languages: the stream, Stop, reload, search, and each message in its own direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from app.errors import RecordProblem

Come = Callable[..., Any]

GLYPHS = """([selector, part]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(part);
    if (at < 0) continue;
    return [...part].map((_, i) => {
      range.setStart(node, at + i); range.setEnd(node, at + i + 1);
      const box = range.getClientRects()[0];
      return [Math.round(box.left), Math.round(box.right), Math.round(box.top)];
    });
  }
}"""
"""The boxes of the glyphs of a part of a text, in the order of its letters."""


def test_each_message_has_its_language_and_direction(person: Any) -> None:
    told = (
        ("I have had a headache since yesterday", "en", "ltr"),
        ("عندي صداع شديد منذ أمس", "ar", "rtl"),
        ("أخذت panadol 500mg مرتين", "ar", "rtl"),
    )
    for number, (said, language, direction) in enumerate(told):
        person.say(said)
        bubbles = person.page.locator("#messages .msg")
        for bubble in (bubbles.nth(2 * number), bubbles.nth(2 * number + 1)):
            expect(bubble).to_have_attribute("lang", language)
            expect(bubble).to_have_attribute("dir", direction)
        expect(bubbles.nth(2 * number).locator(".text")).to_have_text(said)


def test_a_bubbles_text_starts_on_its_own_side(person: Any) -> None:
    """In a bubble of two lines the shorter, second line shows the side where text begins."""
    person.say("The pain began in the chest. " * 6 + "End.")
    person.say("بدأ الألم في منتصف الصدر. " * 6 + "نهاية.")
    sides = person.script(
        """() => [...document.querySelectorAll('#messages .said .text')].map((text) => {
            const range = document.createRange(); range.selectNodeContents(text);
            const lines = [...range.getClientRects()], box = text.getBoundingClientRect();
            const low = lines.filter((line) => Math.abs(line.top - lines.at(-1).top) < 3);
            const left = Math.min(...low.map((line) => line.left));
            const right = Math.max(...low.map((line) => line.right));
            return [Math.round(left - box.left), Math.round(box.right - right)];
        })"""
    )
    (english_left, english_right), (arabic_left, arabic_right) = sides
    assert english_left <= 2 < english_right
    assert arabic_right <= 2 < arabic_left


def test_a_dose_in_arabic_is_read_left_to_right(person: Any) -> None:
    person.say("يأخذ أملوديبين 5-10 mg يوميا منذ 2024-05-12 والضغط 150/95")
    for part in ("5-10 mg", "2024-05-12", "150/95"):
        boxes = person.script(GLYPHS, ["#messages .said .text", part])
        lefts = [left for left, _, _ in boxes]
        assert lefts == sorted(lefts), part
        assert len({top for _, _, top in boxes}) == 1


def test_the_stream_grows_before_the_answer_is_whole(person: Any) -> None:
    person.ask_mode()
    person.send("Please tell me slowly")
    live = person.page.locator("#live .msg .text")
    expect(live).to_contain_text("word by word")
    first = len(live.inner_text())
    person.page.wait_for_timeout(500)
    assert len(live.inner_text()) > first
    expect(person.page.locator("#messages .asked")).to_have_count(0)
    person.page.locator("#stop").click()
    expect(person.page.locator("#live .msg")).to_have_count(0)


def test_stop_stops_and_the_record_says_so(person: Any, desk: Any) -> None:
    person.ask_mode()
    ways = (lambda: person.page.locator("#stop").click(), lambda: person.page.keyboard.press("Escape"))
    for number, stop in enumerate(ways):
        person.send("tell me slowly")
        expect(person.page.locator("#live .msg .text")).to_contain_text("long")
        stop()
        expect(person.page.locator("#messages .asked .tag.cut").nth(number)).to_have_text("stopped")
        expect(person.page.locator("#send")).to_be_visible()
        last = desk.record.messages(person.conversation)[-1]
        assert last.status == "stopped"
        assert 0 < len(last.text) < 1000


def test_a_reload_in_the_middle_of_an_answer_loses_nothing(person: Any, desk: Any) -> None:
    person.ask_mode()
    person.send("tell me slowly, and reload")
    expect(person.page.locator("#live .msg .text")).to_contain_text("long")
    turn = desk.live.current(person.conversation)
    person.page.reload()
    live = person.page.locator("#live .msg .text")
    expect(live).to_contain_text("word by word")
    first = len(live.inner_text())
    person.page.wait_for_timeout(500)
    assert len(live.inner_text()) > first
    turn.wait(20)
    expect(person.page.locator("#messages .asked .text")).to_contain_text("word by word")
    assert desk.record.messages(person.conversation)[-1].status == "complete"


def test_an_empty_message_is_not_sent(person: Any) -> None:
    person.send("   ")
    person.page.wait_for_timeout(300)
    expect(person.page.locator(".welcome")).to_be_visible()
    assert person.conversation == ""


def test_shift_enter_breaks_the_line(person: Any) -> None:
    field = person.page.locator("#draft textarea")
    field.fill("first")
    field.press("Shift+Enter")
    field.type("second")
    assert field.input_value() == "first\nsecond"


def test_conversations_are_listed_opened_and_found(person: Any) -> None:
    person.say("My knee hurts when I climb stairs")
    first = person.conversation
    person.page.locator("#new").click()
    expect(person.page.locator(".welcome")).to_be_visible()
    person.say("أشعر بدوخة عند الوقوف")
    assert person.conversation not in ("", first)
    person.page.locator(f"#rows [data-conversation='{first}']").click()
    expect(person.page.locator("#messages .said .text").first).to_have_text("My knee hurts when I climb stairs")
    person.page.locator("#search input").fill("دوخه")
    hit = person.page.locator("#rows .snippet mark")
    expect(hit.first).to_have_text("بدوخة")
    hit.first.click()
    expect(person.page.locator("#messages .said .text").first).to_have_text("أشعر بدوخة عند الوقوف")


def test_a_models_lists_and_tables_are_set(person: Any) -> None:
    person.ask_mode()
    person.say("give me a list")
    reply = person.page.locator("#messages .asked .text")
    expect(reply.locator("ul li")).to_have_count(2)
    expect(reply.locator("ol li")).to_have_count(2)
    expect(reply.locator("td")).to_have_count(2)
    expect(reply.locator("strong")).to_have_text("Two")


def test_a_first_message_that_cannot_be_kept_leaves_nothing_but_the_draft(
    fresh: tuple[Any, str], people: Come, monkeypatch: Any
) -> None:
    desk, url = fresh
    person = people(at=url).arrive()

    def full(*_: Any, **__: Any) -> None:
        raise RecordProblem("record-full", path="record.sqlite")

    with monkeypatch.context() as broken:
        broken.setattr(desk.record, "append", full)
        person.send("My knee hurts")
        expect(person.page.locator("#notice .error")).to_be_visible()
    assert desk.record.list() == []
    expect(person.page.locator("#rows .row")).to_have_count(0)
    expect(person.page.locator("#draft textarea")).to_have_value("My knee hurts")
    person.page.locator("#draft textarea").press("Enter")
    expect(person.page.locator("#messages .said .text")).to_have_text("My knee hurts")
    assert [one.title for one in desk.record.list()] == ["My knee hurts"]


def test_a_new_conversation_on_an_empty_page_stays_when_it_is_begun(person: Any) -> None:
    person.page.locator("#new").click()
    person.page.wait_for_timeout(500)
    person.say("My ear hurts")
    person.page.wait_for_timeout(1000)
    expect(person.page.locator("#messages .said .text")).to_have_text("My ear hurts")


def test_what_is_sent_while_the_page_turns_belongs_to_the_conversation_it_turns_to(person: Any, desk: Any) -> None:
    person.say("I have had a headache since yesterday")
    first = person.page.locator("#document-state").get_attribute("data-conversation")
    person.page.fill("#draft textarea", "My knee hurts on the stairs")
    person.script("() => { document.querySelector('#new').click(); document.querySelector('#send').click(); }")
    expect(person.page.locator("#messages .said .text")).to_have_text("My knee hurts on the stairs")
    second = person.page.locator("#document-state").get_attribute("data-conversation")
    assert second and second != first
    assert [one.text for one in desk.record.messages(first) if one.role == "user"] == [
        "I have had a headache since yesterday"
    ]


def test_the_note_is_opened_again_as_it_was_and_a_refusal_keeps_what_was_written(person: Any) -> None:
    person.say("My ear hurts")
    person.page.locator("#tabs [role=tab]").nth(1).click()
    opener, editor = person.page.locator("#note [data-do=edit_note]").first, person.page.locator("#dialog-note")
    opener.click()
    drafted = editor.locator("textarea").input_value()
    editor.locator("textarea").fill("Something else")
    person.page.keyboard.press("Escape")
    expect(editor).not_to_be_visible()
    opener.click()
    expect(editor.locator("textarea")).to_have_value(drafted)
    editor.locator("textarea").fill("  ")
    editor.locator("[type=submit]").click()
    expect(person.page.locator("#notice .error")).to_be_visible()
    expect(editor).to_be_visible()
    editor.locator("textarea").fill("Otitis externa suspected")
    editor.locator("[type=submit]").click()
    expect(editor).not_to_be_visible()
    expect(person.page.locator("#note .version")).to_have_count(1)
