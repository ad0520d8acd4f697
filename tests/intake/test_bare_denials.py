"""A plain "no, nothing like that" or "I have no idea" is no finding, whatever was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.intake.understanding import concepts_of
from app.values import Message

Talk = Callable[..., tuple[Message, ...]]
ANSWERED_BY_IT = {"amnesia", "urinary_retention"}
"""Signs that "I don't remember" and مش عارف ("I can't") may tell."""


@pytest.mark.parametrize(
    "said",
    [
        "No, none of that.", "No, nothing like that.", "Nothing like that", "None", "Not at all.", "Of course not.",
        "No, I can't say I have", "Can't say that I do", "Not that I'd noticed", "Not to speak of",
        "لا، ولا شيء من هذا.", "لا، مفيش حاجة من دي", "ما في شي من هيك", "لا أبدًا",
    ],
)  # fmt: skip
def test_a_bare_denial_denies_every_sign(said: str, knowledge: Knowledge, talk: Talk) -> None:
    for slot, told in answers(said, knowledge, talk):
        assert "present" not in told, slot


@pytest.mark.parametrize(
    "said",
    [
        "I can't remember", "I have no idea", "I really don't know", "Hard to tell", "I forget", "أنا مش عارف",
        "والله ما أدري", "مو متذكر",
    ],
)  # fmt: skip
def test_who_does_not_know_tells_of_no_sign(said: str, knowledge: Knowledge, talk: Talk) -> None:
    for slot, told in answers(said, knowledge, talk):
        assert told == ["unknown"] or slot in ANSWERED_BY_IT, slot


def answers(said: str, knowledge: Knowledge, talk: Talk) -> Iterator[tuple[str, list[str]]]:
    """Every sign that is asked for, with what this answer tells of it; it raises no alarm."""
    asked = {
        ask.slot
        for protocol in knowledge.protocols.values()
        for ask in protocol.ask
        if concepts_of(ask.slot, protocol.id, knowledge)
    }
    assert len(asked) > 150
    for slot in sorted(asked):
        messages = talk("I feel unwell since yesterday", (slot, said))
        history = extract(messages, knowledge)
        assert slot in ANSWERED_BY_IT or not red_flags(messages, history, knowledge), slot
        yield slot, [one.status for one in history.findings if one.message == 3 and one.slot == slot]
