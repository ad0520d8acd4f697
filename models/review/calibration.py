"""How a judge's scores fit what people decide: reliability by tenths of the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Translations whose score lies between `low` and `high`: how many, their mean score, and the share accepted.

    Scores and shares go from 0 to 1; `accepted` counts what a person took as it was, without an edit.
    """

    low: float
    high: float
    count: int
    score: float
    accepted: float


def reliability(judged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The bins that hold something, of pairs (score from 0 to 100, accepted as it was)."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, good in judged:
        groups[min(int(score * BINS / 100), BINS - 1)].append((score / 100, good))
    return [
        Bin(
            at / BINS,
            (at + 1) / BINS,
            len(group),
            sum(score for score, _ in group) / len(group),
            sum(good for _, good in group) / len(group),
        )
        for at, group in enumerate(groups)
        if group
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: the mean distance of score and share, weighted by bin. None without bins."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.score - one.accepted) for one in bins) / total if total else None
