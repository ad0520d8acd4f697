"""The answer to the question that was asked: its status and its value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.values import Finding, FindingStatus
from tests.intake.conftest import Talk


def answered(slot: str, text: str, knowledge: Knowledge, talk: Talk) -> Finding:
    """The finding that an answer leaves."""
    history = extract(talk("I have a headache", (slot, text)), knowledge)
    return next(one for one in history.findings if one.slot == slot and one.origin == "answer")


ANSWERS: dict[str, dict[FindingStatus, tuple[str, ...]]] = {
    "allergies": {
        "denied": (
            "no",
            "None",
            "no known drug allergies",
            "NKDA",
            "I don't have any",
            "لا",
            "معنديش حساسية",
            "ما عندي حساسية",
            "لا شيء",
            "la",
        ),
        "present": (
            "penicillin",
            "yes, to nuts",
            "no, only penicillin",
            "أيوه من البنسلين",
            "لا بس من الفول",
        ),
        "unknown": (
            "I don't know",
            "لا أعرف",
            "مدري",
            "ma ba3ref",
        ),
    },
    "medications": {
        "denied": (
            "nothing",
            "not on any",
            "ولا حاجة",
            "لا آخذ أي أدوية",
        ),
        "present": (
            "metformin 500",
            "No, just paracetamol sometimes",
            "باخد كونكور",
        ),
    },
    "past_history": {
        "denied": (
            "no, I'm healthy",
            "سليم الحمد لله",
        ),
        "present": (
            "diabetes and asthma",
            "عنده عدم انتظام في القلب",
        ),
    },
    "surgical_history": {
        "denied": ("ما سويت عمليات",),
        "present": ("appendix out in 2010",),
    },
    "family_history": {
        "present": ("my father had a heart attack",),
        "denied": ("لا أحد",),
    },
    "social_history": {
        "present": (
            "I don't smoke or drink, I teach",
            "ربة بيت ومبدخنش",
        ),
        "denied": ("no",),
    },
    "radiation": {
        "denied": ("it stays in one place",),
        "present": (
            "to my left arm",
            "بيسمع في دراعي",
        ),
    },
    "associated": {
        "denied": (
            "nothing else",
            "ما في",
        ),
        "present": (
            "I can't sleep",
            "غثيان وعرق",
        ),
    },
    "exacerbating": {
        "present": (
            "when I bend",
            "لما باكل من غير خضار",
            "المشي",
        ),
        "denied": ("nothing really",),
    },
    "relieving": {
        "denied": ("Paracetamol did not help",),
        "present": (
            "شرب الماء",
            "rest, nothing else",
        ),
    },
    "concerns": {
        "present": (
            "I don't want a scar",
            "is it my heart?",
        ),
        "denied": ("no",),
    },
    "pregnancy": {
        "denied": (
            "no",
            "مو حامل",
            "Not pregnant, my period was last week",
        ),
        "present": ("My period was last week",),
    },
    "review_of_systems": {
        "denied": ("everything else is normal",),
        "present": ("I sleep badly",),
    },
    "onset": {
        "present": (
            "suddenly, two hours ago",
            "not sure, maybe three days ago",
        ),
        "unknown": (
            "I don't know",
            "مدري",
        ),
    },
    "timing": {
        "present": ("لا يزول",),
    },
    "site": {
        "present": ("forehead",),
    },
    "neck_stiffness": {
        "denied": (
            "no",
            "My neck moves fine",
            "رقبتي عادية",
            "I have no stiffness",
            "not that I noticed",
        ),
        "present": (
            "yes",
            "a little",
        ),
    },
}
ROWS = [(slot, text, status) for slot, rows in ANSWERS.items() for status, texts in rows.items() for text in texts]


@pytest.mark.parametrize(("slot", "text", "status"), ROWS)
def test_status_of_an_answer(slot: str, text: str, status: str, knowledge: Knowledge, talk: Talk) -> None:
    finding = answered(slot, text, knowledge, talk)
    assert finding.status == status
    assert finding.quote == text


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("age", "I'm 58", "58"),
        ("age", "عمري ثلاثين", "30"),
        ("age", "six months", "six months"),
        ("sex", "راجل", "male"),
        ("sex", "I'm a woman", "female"),
        ("severity", "eight out of ten", "8/10"),
        ("severity", "٧", "7/10"),
        ("severity", "quite bad", "quite bad"),
        ("duration", "about a week", "about a week"),
        ("allergies", "I don't know", ""),
    ],
)
def test_value_of_an_answer(slot: str, text: str, value: str, knowledge: Knowledge, talk: Talk) -> None:
    assert answered(slot, text, knowledge, talk).value == value


@pytest.mark.parametrize("slot", ["site", "character", "chest_pain_tearing"])
@pytest.mark.parametrize("said", ["I take amlodipine 5-10 mg", "BP was 150/95", "أخذت panadol 500mg مرتين"])
def test_a_medicine_or_a_reading_answers_nothing_else(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I have chest pain", (slot, said)), knowledge)
    assert [one.status for one in history.findings if one.slot == slot] == []


@pytest.mark.parametrize(
    ("slot", "text", "dose"),
    [
        ("site", "I take amlodipine 5-10 mg every day", "amlodipine 5-10 mg every day"),
        ("site", "آخذ amlodipine 5-10 mg كل يوم", "amlodipine 5-10 mg كل يوم"),
        ("onset", "أخذت panadol 500mg مرتين", "panadol 500mg مرتين"),
        ("duration", "I took panadol twice", "panadol twice"),
    ],
)
def test_a_medicine_keeps_its_whole_dose_and_tells_nothing_of_the_complaints_time(
    slot: str, text: str, dose: str, knowledge: Knowledge, talk: Talk
) -> None:
    history = extract(talk("I have a headache", (slot, text)), knowledge)
    told = [(one.slot, one.value) for one in history.findings if one.message == 3]
    assert [name for name, _ in told] == ["medications"] and dose in told[0][1]


def test_a_medicine_may_be_when_it_began(knowledge: Knowledge, talk: Talk) -> None:
    assert answered("onset", "It began after I took ibuprofen", knowledge, talk).status == "present"


@pytest.mark.parametrize("text", ["ما مرت علي أفكار كذا", "لا، ما مرت علي أفكار كذا"])
def test_a_thought_that_never_came_is_denied(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert answered("suicidal_thoughts", text, knowledge, talk).status == "denied"


CHEST = "I have chest pain"


@pytest.mark.parametrize("text", ["No tearing pain", "I told you, no fever", "ما في حرارة"])
def test_a_denial_of_another_thing_is_no_answer(text: str, knowledge: Knowledge, talk: Talk) -> None:
    once = extract(talk(CHEST, ("dyspnoea", text)), knowledge)
    assert "dyspnoea" not in once.settled and not any(one.slot == "dyspnoea" for one in once.findings)
    twice = extract(talk(CHEST, ("dyspnoea", text), ("dyspnoea", text)), knowledge)
    kept = [one for one in twice.findings if one.slot == "dyspnoea"]
    assert [(one.status, one.value) for one in kept] == [("unknown", text)] and "dyspnoea" in twice.settled


@pytest.mark.parametrize("text", ["No", "no, no pain when I breathe", "no pain, no", "nothing, no fever either"])
def test_a_no_of_its_own_is_an_answer(text: str, knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk(CHEST, ("dyspnoea", text)), knowledge).findings
    assert [one.status for one in found if one.slot == "dyspnoea"] == ["denied"]


def test_a_bare_no_describes_nothing(knowledge: Knowledge, talk: Talk) -> None:
    assert answered("character", "no!", knowledge, talk).status == "unknown"
    assert answered("relieving", "no", knowledge, talk).status == "denied"


def test_a_time_told_as_the_beginning_is_how_long_it_lasts(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(CHEST, ("onset", "as I told you, two weeks")), knowledge)
    assert "two weeks" in [one.value for one in history.findings if one.slot == "duration"]
    assert "duration" in history.settled


def test_a_no_before_a_statement_denies_only_what_was_asked(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(CHEST, ("pregnancy", "no I'm on the pill")), knowledge)
    assert [one.status for one in history.findings if one.slot == "medications"] == ["present"]


def test_a_question_to_the_model_answers_no_question_of_the_desk(knowledge: Knowledge, talk: Talk) -> None:
    messages = list(talk(CHEST, ("onset", "which foods are rich in iron?")))
    reply = replace(messages[1], id=9, text="Lentils, meat and spinach.", slot=None, generated=True)
    history = extract([*messages, reply], knowledge)
    assert not [one for one in history.findings if one.slot == "onset"] and "onset" not in history.settled
    assert next_step(history, (), [*messages, reply], knowledge).slot == "onset"
