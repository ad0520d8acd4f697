"""Mixing: how much of each task, and one part Arabic to two parts English, by items or by tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.dataset.order import number_of
from models.dataset.record import Form, Task
from models.dataset.settings import MixSettings, Unit
from models.dataset.tokens import Count

ROUNDS = 4
"""Shares and ratio disturb each other; both only take away, so a few rounds settle them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What mixing looks at: an item's forms, each with its tokens."""

    id: str
    task: Task
    tokens: Mapping[Form, Count]

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that it still has."""
        return tuple(self.tokens)


def weigh(form: Form, tokens: Count, unit: Unit) -> Count:
    """One interaction's weight: its tokens, or one item. A mixed item is half of each language."""
    if unit == "tokens":
        return tokens
    return {"en": Count(1, 0), "ar": Count(0, 1), "mixed": Count(0.5, 0.5)}[form]


def total(candidates: Iterable[Candidate], unit: Unit) -> Count:
    """The weight of all their interactions."""
    weights = (weigh(form, tokens, unit) for each in candidates for form, tokens in each.tokens.items())
    return sum(weights, Count())


def mix(candidates: Sequence[Candidate], settings: MixSettings, seed: int) -> list[Candidate]:
    """Those that stay, with the forms in which they stay, in the order given."""
    place = {each.id: at for at, each in enumerate(candidates)}
    kept = sorted(candidates, key=lambda each: (number_of(seed, "mix", each.id), each.id))
    for _ in range(ROUNDS):
        kept = _ratio(_shares(kept, settings), settings)
    return sorted(kept, key=lambda each: place[each.id])


def _shares(candidates: list[Candidate], settings: MixSettings) -> list[Candidate]:
    """As much of each task as its share of the whole allows; the scarcest one decides."""
    if not settings.shares:
        return candidates
    there: Counter[Task] = Counter()
    for each in candidates:
        there[each.task] += total([each], settings.unit).total  # type: ignore[assignment]
    wanted = {task: share / sum(settings.shares.values()) for task, share in settings.shares.items() if share}
    whole = min(there[task] / share for task, share in wanted.items())
    left = {task: share * whole for task, share in wanted.items()}
    kept = []
    for each in candidates:
        weight = total([each], settings.unit).total
        if weight <= left.get(each.task, 0.0) + 1e-9:
            left[each.task] -= weight
            kept.append(each)
    return kept


def _ratio(candidates: list[Candidate], settings: MixSettings) -> list[Candidate]:
    """Take forms of the language that is too much, those first that cost no pair.

    Where there is nothing of one language, no ratio can be had, and everything stays.
    """
    weight = total(candidates, settings.unit)
    if not weight.en or not weight.ar:
        return candidates
    too_much: Form = "en" if weight.en > settings.english * weight.ar else "ar"
    surplus = weight.en - settings.english * weight.ar if too_much == "en" else weight.ar - weight.en / settings.english

    def alone(each: Candidate) -> bool:
        return each.forms == (too_much,)

    # English that stands alone goes first: its pairs are what the dataset is for. Arabic that stands alone goes
    # last, since it was written in Arabic.
    for may_go in (alone, _not(alone)) if too_much == "en" else (_not(alone), alone):
        candidates, surplus = _without(candidates, too_much, surplus, settings.unit, may_go)
    return candidates


def _not(condition: Callable[[Candidate], bool]) -> Callable[[Candidate], bool]:
    return lambda each: not condition(each)


def _without(
    candidates: list[Candidate], form: Form, surplus: float, unit: Unit, may_go: Callable[[Candidate], bool]
) -> tuple[list[Candidate], float]:
    """The candidates without as many of one form as fit into the surplus, and what is left of it."""

    def go() -> Iterator[Candidate]:
        nonlocal surplus
        for each in candidates:
            weight = weigh(form, each.tokens[form], unit).total if form in each.tokens else 0.0
            if not weight or not may_go(each) or weight > surplus:
                yield each
                continue
            surplus -= weight
            rest = {other: tokens for other, tokens in each.tokens.items() if other != form}
            if rest:
                yield replace(each, tokens=rest)

    return list(go()), surplus
