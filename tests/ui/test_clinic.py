"""The work itself, by clicking and typing: alarms, the history with its sources, steering, note, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

Come = Callable[..., Any]

ALARMING = "ألم شديد في الصدر يمتد إلى الذراع اليسرى مع تعرق"


def tab(person: Any, number: int) -> None:
    """Open a tab of the other side: 0 history, 1 note, 2 export."""
    person.page.locator("#tabs [role=tab]").nth(number).click()


def test_an_alarm_is_seen_first_and_acknowledged_with_a_reason(person: Any, desk: Any) -> None:
    person.say(ALARMING)
    alarm = person.page.locator("#alarms .alarm.emergency").first
    expect(alarm).to_be_in_viewport()
    expect(alarm.locator("q")).to_have_attribute("dir", "rtl")
    rule = alarm.get_attribute("data-rule")
    alarm.locator("[data-ask=acknowledge]").click()
    dialog = person.page.locator("#dialog-acknowledge")
    dialog.locator("textarea").fill("ECG done, seen by the team")
    dialog.locator("input[name=who]").fill("Duty doctor")
    dialog.locator("[type=submit]").click()
    expect(person.page.locator(f"#alarms .alarm[data-rule={rule}]")).to_have_count(0)
    expect(person.page.locator(f"#alarms .seen [data-rule={rule}]")).to_be_visible()
    kept = desk.record.acknowledgements(person.conversation)[-1]
    assert (kept.rule, kept.reason, kept.who) == (rule, "ECG done, seen by the team", "Duty doctor")


def test_an_alarm_is_not_acknowledged_without_a_reason(person: Any, desk: Any) -> None:
    person.say(ALARMING)
    person.page.locator("[data-ask=acknowledge]").first.click()
    person.page.locator("#dialog-acknowledge [type=submit]").click()
    expect(person.page.locator("#dialog-acknowledge")).to_be_visible()
    person.page.keyboard.press("Escape")
    expect(person.page.locator("#dialog-acknowledge")).not_to_be_visible()
    assert desk.record.acknowledgements(person.conversation) == []


def test_a_finding_leads_to_where_it_was_said(person: Any) -> None:
    person.say("I have chest pain")
    for text in ("It began an hour ago", "Nothing else", "No", "I am 54 years old"):
        person.say(text)
    source = person.page.locator("#history .fact .source").first
    source.click()
    first = person.page.locator("#messages .said").first
    expect(first).to_be_in_viewport()
    expect(first).to_be_focused()
    expect(first).to_have_class("msg said shown")


def test_the_history_shows_what_is_open_and_asks_it_at_once(person: Any, desk: Any) -> None:
    person.say("I have chest pain")
    ask = person.page.locator("#history .fact.todo .ask").last
    slot = ask.get_attribute("data-slot")
    ask.click()
    expect(person.page.locator("#messages .asked")).to_have_count(2)
    assert desk.record.messages(person.conversation)[-1].slot == slot


def test_a_question_is_skipped_and_not_asked_again(person: Any, desk: Any) -> None:
    person.say("I have a headache")
    skipped = desk.record.messages(person.conversation)[-1].slot
    person.page.locator("#quick .skip").click()
    expect(person.page.locator("#messages .asked")).to_have_count(2)
    assert desk.record.messages(person.conversation)[-1].slot != skipped
    assert skipped in desk.record.skipped(person.conversation)


def test_a_quick_reply_is_said_in_the_questions_language(people: Come, desk: Any) -> None:
    person = people().arrive("en")
    person.say("عندي صداع")
    reply = person.page.locator("#quick button[data-draft]").first
    expect(reply).to_have_attribute("dir", "rtl")
    words = reply.get_attribute("data-draft")
    reply.click()
    expect(person.page.locator("#messages .said")).to_have_count(2)
    assert desk.record.messages(person.conversation)[2].text == words


def test_a_message_is_taken_up_again_and_a_question_put_anew(person: Any) -> None:
    person.say("I have a sore trhoat")
    person.page.locator(".said [data-edit]").click()
    field = person.page.locator("#draft textarea")
    assert field.input_value() == "I have a sore trhoat"
    field.fill("")
    person.page.locator(".asked [data-do=again]").click()
    expect(person.page.locator("#messages .asked")).to_have_count(2)


def test_an_interview_ends_with_its_summary(person: Any, desk: Any) -> None:
    person.say("I have had a cough for three days")
    person.page.locator("#heading .finish").click()
    expect(person.page.locator("#messages .asked")).to_have_count(2)
    assert desk.record.messages(person.conversation)[-1].slot is None


def test_the_note_is_drafted_edited_signed_and_kept_in_versions(person: Any, desk: Any) -> None:
    person.say("I have chest pain and take amlodipine 5-10 mg")
    tab(person, 1)
    note = person.page.locator("#note .note")
    expect(note.locator(".draft-mark")).to_be_visible()
    expect(note).to_contain_text("amlodipine")
    note.locator("[data-do=edit_note]").click()
    area = person.page.locator("#dialog-note textarea")
    expect(area).to_be_visible()
    area.fill(area.input_value() + "\nPlan: admit.")
    person.page.locator("#dialog-note [type=submit]").click()
    expect(note.locator(".version")).to_have_count(1)
    note.locator("[data-ask=sign]").click()
    person.page.locator("#dialog-sign input[name=who]").fill("Duty doctor")
    person.page.locator("#dialog-sign [type=submit]").click()
    expect(note.locator(".version.signed")).to_have_count(1)
    saved = desk.record.notes(person.conversation)
    assert [one.signed_by for one in saved] == [None, "Duty doctor"]
    assert saved[-1].text.rstrip().endswith("Plan: admit.")


def test_the_note_is_shown_in_both_languages_side_by_side(person: Any) -> None:
    person.say("I have chest pain")
    tab(person, 1)
    person.page.locator("#note-language input[value=both]").check()
    notes = person.page.locator("#note .note")
    expect(notes).to_have_count(2)
    expect(notes.nth(0)).to_have_attribute("dir", "ltr")
    expect(notes.nth(1)).to_have_attribute("dir", "rtl")
    left, right = notes.nth(0).bounding_box(), notes.nth(1).bounding_box()
    assert abs(left["y"] - right["y"]) < 3
    assert left["x"] + left["width"] <= right["x"] + 1


def test_exports_arrive_as_files(person: Any, tmp_path: Path) -> None:
    person.say("عندي ألم في الركبة")
    tab(person, 2)
    for format, beginning in (("pdf", b"%PDF"), ("docx", b"PK"), ("fhir", b"{"), ("markdown", b"")):
        with person.page.expect_download(timeout=60_000) as waiting:
            person.page.locator(f".file[value={format}]").click()
        waiting.value.save_as(tmp_path / format)
        content = (tmp_path / format).read_bytes()
        assert content.startswith(beginning) and len(content) > 200
    assert "عندي ألم في الركبة" in (tmp_path / "markdown").read_text(encoding="utf-8")
    assert "ركبة" in waiting.value.suggested_filename


def test_a_conversation_is_named_pinned_deleted_and_brought_back(person: Any, desk: Any) -> None:
    person.say("I have a rash")
    here = person.conversation
    person.page.locator("#heading [data-ask=rename]").click()
    person.page.locator("#dialog-rename input[name=title]").fill("طفح جلدي")
    person.page.locator("#dialog-rename input[name=patient]").fill("P-104")
    person.page.locator("#dialog-rename [type=submit]").click()
    row = person.page.locator(f"#rows [data-conversation='{here}']")
    expect(row.locator(".title")).to_have_text("طفح جلدي")
    expect(row.locator(".title")).to_have_attribute("dir", "rtl")
    expect(row.locator(".patient")).to_have_text("P-104")
    person.page.locator("#heading [data-do=pin]").click()
    expect(person.page.locator("#group-pinned")).to_be_visible()
    person.page.locator("#heading [data-ask=delete]").click()
    person.page.locator("#dialog-delete [type=submit]").click()
    expect(row).to_have_count(0)
    assert desk.record.get(here).deleted is not None
    person.page.locator("#notice [data-do=restore]").click()
    expect(row).to_have_count(1)
    assert person.conversation == here
    person.page.locator("#heading [data-do=pin]").click()


def test_an_archived_conversation_is_put_away_and_found_again(person: Any) -> None:
    person.say("I have hiccups")
    here = person.conversation
    person.page.locator("#heading [data-do=archive]").click()
    archive = person.page.locator("#rows details")
    expect(archive.locator(f"[data-conversation='{here}']")).to_have_count(1)
    archive.locator("summary").click()
    archive.locator(f"[data-conversation='{here}']").click()
    person.page.locator("#heading [data-do=archive]").click()
    expect(archive.locator(f"[data-conversation='{here}']")).to_have_count(0)


def test_the_mode_may_change_within_a_conversation(person: Any) -> None:
    person.say("I have a headache")
    person.ask_mode()
    person.say("give me a list")
    expect(person.page.locator("#messages .asked ul li").first).to_be_visible()
    person.page.locator("#mode input[value=interview]").check()
    person.say("It began yesterday")
    expect(person.page.locator("#messages .asked").last.locator(".slot")).to_be_visible()


def test_a_conversation_is_opened_in_its_own_mode(person: Any, desk: Any) -> None:
    asked = desk.begin("en", "ask").id
    desk.record.append(asked, "user", "What is a migraine?", "en", "ltr")
    person.say("I have a headache")
    interview, free = (person.page.locator(f"#mode input[value={mode}]") for mode in ("interview", "ask"))
    person.page.locator(f"#rows [data-conversation='{asked}']").click()
    expect(free).to_be_checked()
    person.swap()
    interview.check()
    person.swap()
    expect(interview).to_be_checked()
    person.arrive("en", asked)
    expect(free).to_be_checked()
