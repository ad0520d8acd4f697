"""Shared by the tests of the intake: the shipped content, read once, and conversations written short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from app.intake.knowledge import Knowledge, load_knowledge
from app.text.language import detect
from app.values import Message

Talk = Callable[..., tuple[Message, ...]]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The clinical content that is shipped."""
    return load_knowledge()


@pytest.fixture(scope="session")
def talk() -> Talk:
    """Makes a conversation: a text is said unasked, a pair (slot, text) answers the question for that slot."""

    def make(*turns: str | tuple[str, str]) -> tuple[Message, ...]:
        messages: list[Message] = []
        for turn in turns:
            slot, text = turn if isinstance(turn, tuple) else (None, turn)
            if slot:
                messages.append(_message(len(messages) + 1, "assistant", f"({slot})?", slot))
            messages.append(_message(len(messages) + 1, "user", text, None))
        return tuple(messages)

    return make


def _message(number: int, role: str, text: str, slot: str | None) -> Message:
    seen = detect(text, fallback="en")
    said_at = datetime(2026, 11, 22, tzinfo=timezone.utc)
    return Message(number, "abcdefghij", role, text, seen.language or "en", seen.direction, said_at, slot=slot)  # type: ignore[arg-type]
