"""The note: the same findings in two languages, every line with its source, and the contract's JSON."""

from __future__ import annotations

from dataclasses import replace

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.note import Note, draft, note_json, note_text
from app.intake.redflags import red_flags
from app.values import Language, Message
from tests.intake.conftest import Talk

TURNS: tuple[str | tuple[str, str], ...] = (
    "crushing chest pain and sweating, I'm 58",
    ("dyspnoea", "no"),
    ("sex", "man"),
    ("allergies", "penicillin"),
    ("family_history", "I don't know"),
    ("allergies", "actually no allergies"),
)


def drafted(talk: Talk, knowledge: Knowledge, language: Language) -> tuple[Note, tuple[Message, ...]]:
    """The draft of one conversation, and its messages."""
    messages = talk(*TURNS)
    history = extract(messages, knowledge)
    return draft(history, red_flags(messages, history, knowledge), messages, knowledge, language), messages


def test_both_languages_are_drawn_from_the_same_findings(knowledge: Knowledge, talk: Talk) -> None:
    english, _ = drafted(talk, knowledge, "en")
    arabic, _ = drafted(talk, knowledge, "ar")
    assert [section.id for section in english.sections] == [section.id for section in arabic.sections]
    for one, other in zip(english.sections, arabic.sections, strict=True):
        assert [(line.slot, line.status, line.messages) for line in one.lines] == [
            (line.slot, line.status, line.messages) for line in other.lines
        ]
        assert one.title != other.title


def test_every_line_names_its_message(knowledge: Knowledge, talk: Talk) -> None:
    note, messages = drafted(talk, knowledge, "en")
    ids = {message.id for message in messages}
    lines = [line for section in (*note.sections, note.alarms) for line in section.lines]
    assert len(lines) > 6
    assert all(line.messages and set(line.messages) <= ids for line in lines)


def test_what_the_text_says(knowledge: Knowledge, talk: Talk) -> None:
    text = note_text(drafted(talk, knowledge, "en")[0])
    for expected in (
        "Chief complaint: crushing chest pain and sweating, I'm 58 [1]",
        "Age: 58 years [1]",
        "Sex: male [5]",
        "Allergies: penicillin (corrected later) [7]",
        "Shortness of breath: denied [3]",
        "Family history: not known to the patient [9]",
        "Alarms",
        "Not asked",
        "Assessment\n(for the clinician to write)",
    ):
        assert expected in text, text


def test_what_the_arabic_text_says(knowledge: Knowledge, talk: Talk) -> None:
    text = note_text(drafted(talk, knowledge, "ar")[0])
    for expected in ("العمر: 58 سنة [1]", "الجنس: ذكر [5]", "التنبيهات", "لم يُسأل عنه", "يكتبها الطبيب"):
        assert expected in text, text


def test_a_symptom_with_its_own_question_stands_in_one_place(knowledge: Knowledge, talk: Talk) -> None:
    note, _ = drafted(talk, knowledge, "en")
    lines = [(line.label, line.text) for section in note.sections for line in section.lines]
    assert ("Sweating", "yes") in lines
    assert not [text for label, text in lines if label == "Associated symptoms" and "sweating" in text]


def test_the_json_keeps_the_contract(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(*TURNS)
    history = extract(messages, knowledge)
    row = note_json(history, red_flags(messages, history, knowledge), messages, knowledge)
    assert list(row) == ["complaint", "protocol", "findings", "flags", "asked", "missing"]
    findings = row["findings"]
    assert isinstance(findings, list)
    assert {"slot", "status", "value", "quote", "message"} <= set(findings[0])
    assert {finding["status"] for finding in findings} == {"present", "denied", "unknown"}
    texts = {message.id: message.text for message in messages}
    assert all(finding["quote"] in texts[finding["message"]] for finding in findings)
    assert [finding.get("superseded", False) for finding in findings if finding["slot"] == "allergies"] == [True, False]
    assert row["asked"] == ["dyspnoea", "sex", "allergies", "family_history"]
    assert "concerns" in history.missing


def test_what_was_told_in_the_other_language_stands_in_the_notes_own(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("عندي صداع شديد منذ أمس", "BP today was 150/95")
    history = extract(messages, knowledge)
    noted = draft(history, red_flags(messages, history, knowledge), messages, knowledge, "ar")
    lines = [line.text for section in noted.sections for line in section.lines]
    assert "قراءة ضغط مرتفعة" in lines and "high blood pressure reading" not in lines


def test_the_worst_of_a_life_makes_nothing_worse(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("أسوأ صداع في حياتي مع تيبس في الرقبة"), knowledge)
    assert "exacerbating" not in {finding.slot for finding in history.findings}


def test_a_denial_says_what_is_denied_and_no_more(knowledge: Knowledge, talk: Talk) -> None:
    said = "Sore throat for two days, I take nothing, no allergies, I don't smoke, never had any illness or operation"
    messages = talk(said + ", nobody in my family is ill.")
    noted = draft(extract(messages, knowledge), (), messages, knowledge, "en")
    lines = [(line.label, line.text) for section in noted.sections for line in section.lines]
    for label in ("Medicines", "Allergies", "Surgical history", "Past medical history", "Family history"):
        assert [text for name, text in lines if name == label] == ["denied"], lines
    assert ("Social history", "denies smoke") in lines


def test_what_is_told_is_not_listed_as_not_asked_and_what_was_left_is(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("headache since yesterday", ("neck_stiffness", "no"))
    left = replace(messages[1], id=9, slot="fever", text="Any fever?")
    done = replace(messages[1], id=10, slot=None, text="Thank you.")
    for said, listed in (((*messages, left), False), ((*messages, left, done), True)):
        noted = draft(extract(said, knowledge), (), said, knowledge, "en")
        names = [line.label for line in noted.not_asked.lines]
        assert "Onset" not in names and "Stiff neck" not in names and "Severity" in names
        assert ("Fever (asked, left unanswered)" in names) == listed


def test_an_alarm_says_how_urgent_it_is(knowledge: Knowledge, talk: Talk) -> None:
    languages: tuple[tuple[Language, str], ...] = (("en", "Emergency: "), ("ar", "طارئ: "))
    for language, word in languages:
        assert all(line.label.startswith(word) for line in drafted(talk, knowledge, language)[0].alarms.lines)
