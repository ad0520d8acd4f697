"""Answers as people give them in a talk: a no that grants something, a sign that is over, a word taken back."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.values import Finding
from tests.intake.conftest import Talk

CHEST = "my chest hurts a bit"
CHILD = "my child has a fever"
BELLY = "بطني يعورني"


def told(opening: str, slot: str, said: str, knowledge: Knowledge, talk: Talk) -> list[Finding]:
    """What an answer tells, of whatever slot."""
    history = extract(talk(opening, (slot, said)), knowledge)
    return [finding for finding in history.findings if finding.message == 3]


@pytest.mark.parametrize(
    ("opening", "slot", "said", "status"),
    [
        (CHEST, "dyspnoea", "not really, well on the stairs", "present"),
        (CHEST, "dyspnoea", "no, except when I run", "present"),
        (CHEST, "dyspnoea", "مو كثير بس لما أطلع الدرج", "present"),
        (CHEST, "dyspnoea", "no, he breathes well", "denied"),
        (CHEST, "dyspnoea", "no, but sometimes I get headaches", "denied"),
        (CHILD, "lethargy", "she was sleepy but perked up after Calpol", "denied"),
        (CHILD, "lethargy", "كان خامل بس صحصح بعد الدوا", "denied"),
        (CHILD, "lethargy", "she perked up for a bit but is floppy again", "present"),
        (CHILD, "past_history", "born at 37 weeks, all fine since", "present"),
        (CHILD, "past_history", "all fine, never ill", "denied"),
        ("I have a headache", "social_history", "never smoked, nursery nurse", "present"),
        ("I have a headache", "social_history", "no smoking, no alcohol", "denied"),
        (BELLY, "site", "no dear", "unknown"),
        (CHEST, "radiation", "dunno, maybe the jaw a bit", "present"),
        (CHEST, "radiation", "dunno, maybe", "unknown"),
        (BELLY, "radiation", "لا بس هني", "denied"),
        (BELLY, "radiation", "no, just here", "denied"),
    ],
)
def test_how_an_answer_is_meant(
    opening: str, slot: str, said: str, status: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert [one.status for one in told(opening, slot, said, knowledge, talk) if one.slot == slot] == [status]


@pytest.mark.parametrize(
    ("said", "value"), [("استفرغ شي ست مرات", "استفرغ شي ست مرات"), ("six", "6/10"), ("about 7 today", "7/10")]
)
def test_what_is_counted_is_no_degree(said: str, value: str, knowledge: Knowledge, talk: Talk) -> None:
    assert [one.value for one in told(BELLY, "severity", said, knowledge, talk) if one.slot == "severity"] == [value]


def test_a_parent_who_smokes_is_of_the_child_s_home(knowledge: Knowledge, talk: Talk) -> None:
    said = "بالروضة، وأنا بدخن برا البيت"
    findings = told("ابني عم يستفرغ من مبارح", "social_history", said, knowledge, talk)
    assert [one.quote for one in findings if one.slot == "social_history"] == [said]


def test_swollen_feet_in_pregnancy_leave_the_face_to_be_asked(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("I am 30 weeks pregnant, I have a headache and my feet are like balloons")
    history = extract(messages, knowledge)
    assert history.protocol == "pregnancy_problems"
    assert "swelling_face" not in {one.slot for one in history.findings}


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("she is 18 months, sorry no, 16 months", "16 months"),
        ("45, I mean 46", "46"),
        ("عمري ٤٥ لا قصدي ٤٦", "46"),
        ("50, no kids", "50"),
        ("تمنية وعشرين", "28"),
    ],
)
def test_of_two_ages_the_one_that_corrects_counts(said: str, age: str, knowledge: Knowledge, talk: Talk) -> None:
    assert [one.value for one in told("I have a cough", "age", said, knowledge, talk) if one.slot == "age"] == [age]


def test_a_question_about_the_question_tells_nothing(knowledge: Knowledge, talk: Talk) -> None:
    assert told(CHILD, "rash_non_blanching", "what kind of rash do you mean?", knowledge, talk) == []


def test_a_sign_that_is_over_or_granted_is_weighed(knowledge: Knowledge, talk: Talk) -> None:
    over = talk(CHILD, ("lethargy", "she was sleepy but perked up after Calpol"))
    odd = talk("my chest feels a bit off", ("sweating", "bit clammy I suppose"))
    assert red_flags(odd, extract(odd, knowledge), knowledge)
    granted = talk(CHEST, ("dyspnoea", "not really, well on the stairs"))
    assert not red_flags(over, extract(over, knowledge), knowledge)
    assert red_flags(granted, extract(granted, knowledge), knowledge)


@pytest.mark.parametrize(
    ("slot", "said"), [("hearing_loss", "la2 bas fi wesh bi deni"), ("family_history", "baba ma3o 2alb")]
)
def test_two_consonants_are_no_medicine(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert "medications" not in {one.slot for one in told("3am dokh ktir", slot, said, knowledge, talk)}


def test_a_birth_of_old_is_no_birth_of_late(knowledge: Knowledge, talk: Talk) -> None:
    findings = told("I feel low", "past_history", "had postnatal depression once", knowledge, talk)
    assert [one.slot for one in findings] == ["past_history"]
