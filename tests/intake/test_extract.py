"""From what was said to findings: what is told unasked, corrections, and what is left to ask."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.values import Finding, History
from tests.intake.conftest import Talk

FULL = (
    "عندي ألم في الصدر من ساعتين، بدأ فجأة، شديد ٩ من ١٠ وبيسمع في دراعي الشمال. "
    "باخد كونكور ٥ مجم مرة يوميا. معنديش حساسية. بدخن علبة في اليوم"
)


def facts(history: History) -> set[tuple[str, str, str]]:
    """Slot, status and quote of every finding."""
    return {(one.slot, one.status, one.quote) for one in history.findings}


def of(history: History, slot: str) -> list[Finding]:
    """The findings of one slot."""
    return [one for one in history.findings if one.slot == slot]


def test_one_message_fills_several_slots(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(FULL), knowledge)
    assert history.protocol == "chest_pain"
    assert history.complaint == FULL
    expected = {
        ("duration", "present", "من ساعتين"),
        ("onset", "present", "فجأة"),
        ("severity", "present", "٩ من ١٠"),
        ("medications", "present", "كونكور ٥ مجم مرة يوميا"),
        ("allergies", "denied", "معنديش حساسية"),
        ("social_history", "present", "بدخن علبة في اليوم"),
    }
    found = facts(history)
    missing = {
        (slot, status, quote)
        for slot, status, quote in expected
        if not any(one[0] == slot and one[1] == status and quote in one[2] for one in found)
    }
    assert not missing
    assert {"duration", "severity", "allergies", "medications", "social_history"} <= set(history.settled)


def test_a_parent_tells_of_a_child(knowledge: Knowledge, talk: Talk) -> None:
    text = "my 3 year old daughter has had a fever of 39.2 for two days, no rash, she is allergic to amoxicillin"
    history = extract(talk(text), knowledge)
    assert history.protocol == "fever_child"
    assert {("age", "present", "3 year old"), ("sex", "present", "my 3 year old daughter")} <= facts(history)
    assert ("allergies", "present", "allergic to amoxicillin") in facts(history)
    assert not [one for one in of(history, "medications") if one.status == "present"]
    assert any(one.status == "denied" and one.quote == "rash" for one in history.findings)


@pytest.mark.parametrize("text", ["hello", "good morning doctor", "السلام عليكم", "مرحبا يا دكتور"])
def test_a_greeting_is_no_complaint(text: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(text), knowledge)
    assert history.complaint is None
    assert "chief_complaint" in history.missing


def test_the_complaint_after_a_greeting(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("hello", ("chief_complaint", "sore throat since yesterday")), knowledge)
    assert (history.protocol, history.complaint) == ("sore_throat", "sore throat since yesterday")


def test_a_correction_wins_and_both_stay_visible(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(
        talk("I have a headache", ("allergies", "none"), ("onset", "Sorry, I meant: I am allergic to penicillin")),
        knowledge,
    )
    first, later = of(history, "allergies")[:2]
    assert (first.status, first.superseded) == ("denied", True)
    assert (later.status, later.superseded) == ("present", False)
    current = history.current("allergies")
    assert current is not None and current.status == "present"


def test_an_age_said_anew_replaces_the_old_one(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I'm 45 and have a cough", "sorry, I'm 54"), knowledge)
    assert [(one.value, one.superseded) for one in of(history, "age")] == [("45", True), ("54", False)]


def test_every_quote_is_in_its_message(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(FULL, ("past_history", "ضَغط وسكّر"), ("allergies", "لا"), ("associated", "sweating, غثيان"))
    texts = {message.id: message.text for message in messages}
    findings = extract(messages, knowledge).findings
    assert len(findings) > 8
    assert all(one.quote and one.quote in texts[one.message] for one in findings)


def test_a_relatives_illness_is_family_history(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I have a cough", ("onset", "slowly, and my mother has diabetes")), knowledge)
    assert [(one.status, one.quote) for one in of(history, "family_history")] == [("present", "mother has diabetes")]
    assert not [one for one in of(history, "past_history") if "diabetes" in one.quote]


def test_what_an_allergy_did_is_no_symptom_of_today(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I have a cough", ("allergies", "penicillin, it gave me a rash")), knowledge)
    assert not [one for one in history.findings if one.slot in ("associated", "medications")]


def test_what_stands_in_the_answer_itself_settles_nothing_else(knowledge: Knowledge, talk: Talk) -> None:
    beside = extract(talk("I have a headache", ("exacerbating", "it is worse at night")), knowledge)
    assert "timing" not in beside.settled
    apart = extract(talk("I have a headache", ("exacerbating", "bending. I take warfarin every day")), knowledge)
    assert "medications" in apart.settled


def test_skipped_slots_are_settled(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I have a headache"), knowledge, skipped=["family_history"])
    assert "family_history" in history.settled
    assert "family_history" not in history.missing


def test_suggestions_fill_only_what_nothing_else_filled(knowledge: Knowledge, talk: Talk) -> None:
    suggested = [
        Finding("allergies", "present", "nuts", "nuts", 1, "model"),
        Finding("concerns", "present", "work", "work", 1, "model"),
    ]
    messages = talk("I have a headache, allergic to latex, nuts at work")
    history = extract(messages, knowledge, suggested=suggested)
    assert [one.origin for one in of(history, "allergies")] == ["mention"]
    assert [one.origin for one in of(history, "concerns")] == ["model"]


def test_the_protocol_follows_the_age_once_it_is_known(knowledge: Knowledge, talk: Talk) -> None:
    assert extract(talk("high fever since yesterday"), knowledge).protocol == "fever_adult"
    assert extract(talk("high fever since yesterday", ("age", "4")), knowledge).protocol == "fever_child"


def test_the_general_protocol_gives_way_to_a_better_one(knowledge: Knowledge, talk: Talk) -> None:
    assert extract(talk("I don't feel right"), knowledge).protocol == "general"
    later = extract(talk("I don't feel right", ("associated", "my chest hurts when I walk")), knowledge)
    assert later.protocol == "chest_pain"
