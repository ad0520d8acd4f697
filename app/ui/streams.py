"""A reply as it is written, cut into slices of time.

The page is told of a growing reply a few times a second, however fast the engine speaks, and only
of that one bubble: so the cost does not grow with the conversation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from app.values import Delta, Done, Event, Flags

SLICE_S = 0.07
"""Seconds between two slices: quick enough to look fluent, slow enough for a weak machine."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What is known of the reply at one moment. `fresh` says that the alarms have just been judged."""

    text: str
    fresh: bool = False
    done: Done | None = field(default=None)


def slices(
    events: Iterable[Event], slice_s: float = SLICE_S, clock: Callable[[], float] = time.monotonic
) -> Iterator[Slice]:
    """The text so far at the first piece, then at most once every `slice_s` seconds, and always at the end."""
    text, due = "", 0.0
    for event in events:
        if isinstance(event, Flags):
            yield Slice(text, fresh=True)
        elif isinstance(event, Done):
            yield Slice(event.text, done=event)
        elif isinstance(event, Delta):
            text += event.text
            if clock() >= due:
                yield Slice(text)
                due = clock() + slice_s
