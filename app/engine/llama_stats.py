"""How busy the engine is, for people to look at."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

_WINDOW_S = 3.0


@dataclass(frozen=True, slots=True)
class Stats:
    """A moment of the engine.

    `queue` are the conversations that wait, first come first ("" for those without a name); `running`
    counts replies under way and `tokens_per_second` what all of them together got lately. `kept`
    conversations are warm in the model's memory, `saved` ones in RAM outside it. `cells` of the
    memory's tokens `used` are taken.
    """

    queue: tuple[str, ...] = ()
    running: int = 0
    tokens_per_second: float = 0.0
    kept: int = 0
    saved: int = 0
    saved_bytes: int = 0
    used: int = 0
    cells: int = 0

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self.queue)

    def position(self, conversation: str) -> int:
        """The place of a conversation in the queue, from 1; 0 where it does not wait."""
        return self.queue.index(conversation) + 1 if conversation in self.queue else 0


class Rate:
    """Tokens a second over the last three seconds."""

    def __init__(self) -> None:
        self._seen: deque[float] = deque()

    def tick(self) -> None:
        """Note a token just now."""
        self._seen.append(time.monotonic())

    def now(self) -> float:
        """The rate; 0 where hardly anything happened lately."""
        earliest = time.monotonic() - _WINDOW_S
        while self._seen and self._seen[0] < earliest:
            self._seen.popleft()
        span = self._seen[-1] - self._seen[0] if self._seen else 0.0
        return (len(self._seen) - 1) / span if span > 0 else 0.0
