"""A reply as it is written, cut into slices of time.

The page is told of a growing reply a few times a second, however fast the engine speaks, and only
of that one bubble: so the cost does not grow with the conversation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from app.live import LiveTurn
from app.values import Delta, Event

SLICE_S = 0.1
"""Seconds between two slices: quick enough to look fluent, slow enough for a weak machine."""


def heard(turn: LiveTurn) -> None:
    """Wait until a turn has its message on record and its alarms judged. Raises the DeskError that kept it from it."""
    next(turn.follow(), None)


def slices(
    events: Iterable[Event], slice_s: float = SLICE_S, clock: Callable[[], float] = time.monotonic
) -> Iterator[str]:
    """The text so far: at the first piece, at most once every `slice_s` seconds after it, and whole at the end."""
    text, told, due = "", "", 0.0
    for event in events:
        if not isinstance(event, Delta):
            continue
        text += event.text
        if clock() >= due:
            yield text
            told, due = text, clock() + slice_s
    if told != text:
        yield text
