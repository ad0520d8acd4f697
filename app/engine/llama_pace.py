"""How many prompt tokens to read in one step, and whose."""

from __future__ import annotations

from collections.abc import Sequence

_ALONE_S = 0.25
_SHARED_S = 0.12
_LEAST = 16
_FIRST = 64
_SMOOTHING = 0.3


class Pace:
    """Keeps a step short: a quarter of a second where one prompt is read alone, half of that in company.

    Learns from the steps how long a prompt token takes on this machine.
    """

    def __init__(self, most: int) -> None:
        """`most` tokens can be read in one step."""
        self._most = most
        self._seconds: float | None = None

    def learn(self, tokens: int, seconds: float) -> None:
        """A step of so many prompt tokens took so long."""
        if tokens < _LEAST:
            return  # mostly overhead
        each = seconds / tokens
        self._seconds = each if self._seconds is None else self._seconds + _SMOOTHING * (each - self._seconds)

    def chunk(self, in_company: bool) -> int:
        """Prompt tokens for the next step."""
        if self._seconds is None:
            return min(_FIRST, self._most)
        wanted = int((_SHARED_S if in_company else _ALONE_S) / self._seconds)
        return max(min(_LEAST, self._most), min(wanted, self._most))


def shares(budget: int, wanted: Sequence[int]) -> list[int]:
    """Deal `budget` tokens out to prompts that want so many, in the order in which they came.

    The first gets at least half, the others what they want of the rest in turn, so that a short
    question behind a long prompt is read beside it; what they leave goes to the first again.
    """
    dealt = [0] * len(wanted)
    if not wanted:
        return dealt
    dealt[0] = min(wanted[0], (budget + 1) // 2 if len(wanted) > 1 else budget)
    left = budget - dealt[0]
    for index in range(1, len(wanted)):
        dealt[index] = min(wanted[index], left)
        left -= dealt[index]
    dealt[0] += min(wanted[0] - dealt[0], left)
    return dealt
