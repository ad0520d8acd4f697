"""How sure a score is, and whether two differ. Every draw is seeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

DRAWS = 10_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its bootstrap interval (percentiles, 95 %), and the number of items behind it."""

    value: float
    low: float
    high: float
    items: int


def estimate(correct: Sequence[bool], seed: int = 0) -> Estimate:
    """The share of true values. Items are drawn with replacement; 0 of 0 is 0."""
    return average({"": [correct]}, seed)


def average(tasks: Mapping[str, Sequence[Sequence[bool]]], seed: int = 0) -> Estimate:
    """The mean over tasks of each one's share, as the paper's tables have it: every task counts the same.

    A task has one list of outcomes, or one for each language. Languages whose lists are of the same length
    hold the same items in the same order, and are drawn together.
    """
    filled = {name: [list(each) for each in lists if each] for name, lists in tasks.items()}
    filled = {name: lists for name, lists in filled.items() if lists}
    if not filled:
        return Estimate(0.0, 0.0, 0.0, 0)
    random = np.random.default_rng(seed)
    shares = [np.mean([np.mean(each) for each in lists]) for lists in filled.values()]
    drawn = np.mean([_drawn(lists, random) for lists in filled.values()], axis=0)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(float(np.mean(shares)), float(low), float(high), sum(len(x) for y in filled.values() for x in y))


def _drawn(lists: Sequence[Sequence[bool]], random: np.random.Generator) -> np.ndarray:
    """The bootstrap draws of one task's share, averaged over its languages."""
    if len({len(each) for each in lists}) == 1:
        return _resample(np.mean(np.asarray(lists, dtype=float), axis=0), random)
    return np.mean([_resample(np.asarray(each, dtype=float), random) for each in lists], axis=0)


def _resample(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Means of samples of the same size: how often each item is drawn is multinomial."""
    count = len(values)
    return random.multinomial(count, np.full(count, 1 / count), size=DRAWS) @ values / count


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models on the same items: how many only one of them has right, and how likely that is by chance."""

    items: int
    only_first: int
    only_second: int
    p: float


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> Difference:
    """McNemar's test, exact and two-sided, on the items that exactly one model has right.

    Source: Q. McNemar, Psychometrika 12 (1947), 153-157; exact form by the binomial distribution.
    """
    if len(first) != len(second):
        raise ValueError("both models must have answered the same items")
    only_first = sum(one and not other for one, other in zip(first, second, strict=True))
    only_second = sum(other and not one for one, other in zip(first, second, strict=True))
    apart, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(comb(apart, hits) for hits in range(fewer + 1)) / 2**apart
    return Difference(len(first), only_first, only_second, min(1.0, 2 * tail))
