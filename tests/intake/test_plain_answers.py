"""Plain answers to every fixed slot: a bare yes names nothing, a no denies, "maybe" and "next" leave it unknown."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.intake.redflags import red_flags
from app.intake.slots import LISTS, VALUES
from app.values import Finding, Message
from tests.intake.conftest import Talk

OPENING = "I feel unwell"
DENIED = LISTS | {"severity", "timing"}
"""Slots of which a no says something."""

YES = ("yes", "Yeah.", "of course", "نعم", "ايه", "آه", "ايوه", "aywa")
NO = (
    "no", "Never", "Not at all", "none", "nothing like that", "No, nothing like that", "no I can't say I have",
    "can't say that I do", "not that I'd noticed", "not to speak of", "not to my knowledge", "لا", "أبدا", "ولا شي",
    "ما في", "مفيش", "لا شيء", "مفيش حاجة", "mafi", "la2",
)  # fmt: skip
UNSURE = (
    "I don't know", "not sure", "maybe", "could be, not sure", "it depends", "ما أعرف", "مش متأكد", "يمكن",
    "ربما، لست متأكدة", "احتمال", "madri",
)  # fmt: skip
LEFT = (
    "skip", "next question", "I'd rather not say", "same as before", "as I said", "تخطى", "ما بدي جاوب", "زي ما قلت",
)  # fmt: skip


def told(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> list[Finding]:
    """What an answer tells of the slot that was asked for."""
    history = extract(talk(OPENING, (slot, said)), knowledge)
    return [finding for finding in history.findings if finding.message == 3 and finding.slot == slot]


@pytest.mark.parametrize("said", NO)
def test_a_bare_no_denies_or_says_nothing(said: str, knowledge: Knowledge, talk: Talk) -> None:
    for slot in sorted(VALUES | LISTS):
        status = "denied" if slot in DENIED else "unknown"
        assert [finding.status for finding in told(slot, said, knowledge, talk)] == [status], slot


@pytest.mark.parametrize("said", [*UNSURE, *LEFT])
def test_maybe_and_next_leave_it_unknown(said: str, knowledge: Knowledge, talk: Talk) -> None:
    for slot in sorted(VALUES | LISTS):
        assert [finding.status for finding in told(slot, said, knowledge, talk)] == ["unknown"], slot


@pytest.mark.parametrize("said", YES)
def test_a_bare_yes_asks_once_more(said: str, knowledge: Knowledge, talk: Talk) -> None:
    for slot in sorted((VALUES | LISTS) - {"pregnancy", "chief_complaint"}):
        expected = [] if slot in VALUES else ["present"]
        assert [finding.status for finding in told(slot, said, knowledge, talk)] == expected, slot
        assert _asked_next(talk(OPENING, (slot, said)), knowledge) == slot
        assert _asked_next(talk(OPENING, (slot, said), (slot, said)), knowledge) != slot


def test_what_is_told_takes_the_place_of_the_yes(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(OPENING, ("allergies", "yes"), ("allergies", "penicillin")), knowledge)
    assert [finding.value for finding in history.findings if finding.slot == "allergies"] == ["penicillin"]


@pytest.mark.parametrize("said", ["could be, not sure", "Maybe", "ربما، لست متأكدة", "skip", "as I said"])
@pytest.mark.parametrize("slot", ["hearing_loss", "amnesia", "urinary_retention", "neck_stiffness", "dyspnoea"])
def test_maybe_is_no_sign(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(OPENING, (slot, said))
    history = extract(messages, knowledge)
    assert [one.status for one in history.findings if one.message == 3 and one.slot == slot] == ["unknown"]
    assert not red_flags(messages, history, knowledge)


def _asked_next(messages: tuple[Message, ...], knowledge: Knowledge) -> str | None:
    return next_step(extract(messages, knowledge), (), messages, knowledge).slot
