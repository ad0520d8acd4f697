"""A plain "no, nothing like that" is no finding, whatever was asked: words for an answer must not be found in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.intake.understanding import concepts_of
from app.values import Message

Talk = Callable[..., tuple[Message, ...]]


@pytest.mark.parametrize(
    "said",
    [
        "No, none of that.", "No, nothing like that.", "Nothing like that", "None", "Not at all.",
        "لا، ولا شيء من هذا.", "لا، مفيش حاجة من دي", "ما في شي من هيك", "لا أبدًا",
    ],
)  # fmt: skip
def test_a_bare_denial_denies_every_sign_and_raises_nothing(said: str, knowledge: Knowledge, talk: Talk) -> None:
    asked = {
        ask.slot
        for protocol in knowledge.protocols.values()
        for ask in protocol.ask
        if concepts_of(ask.slot, protocol.id, knowledge)
    }
    assert len(asked) > 150
    for slot in asked:
        messages = talk("I feel unwell since yesterday", (slot, said))
        history = extract(messages, knowledge)
        here = [one for one in history.findings if one.message == 3]
        assert not [one for one in here if one.status == "present"], slot
        assert not red_flags(messages, history, knowledge), slot
