"""A correction of something told before: which fact it is of, and its new value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.durations import bare_times, times
from app.intake.numbers import NUMBER, number
from app.intake.patterns import Stretch, stretch
from app.intake.reading import Said
from app.intake.severity import severities
from app.intake.sites import sites

LONGEST = 14
"""Words up to which a message that takes something back says nothing else."""

WHEN = ("onset", "duration", "timing")
_OPENS = 3
_INSTEAD_OF = frozenset({"not", "than", "مش", "مو", "مب", "ليس", "ليست", "وليس", "ومش", "مهو", "mish", "mesh", "mo"})
_ALONE = re.compile(rf"(?<![\w/.-])({NUMBER})(?![\w/.-])")
_VAGUE = ("a", "an", "one", "واحد", "واحده", "مره")


def is_correction(one: Said) -> bool:
    """Whether a short message begins by taking something back: "sorry, I meant the right knee"."""
    begins = any(cue.first < _OPENS for cue in one.cues("correct"))
    return begins and len(one.text.tokens) <= LONGEST


def corrected(one: Said) -> Iterator[tuple[str, Stretch]]:
    """What a correction puts right, each with its slot; what it says "not" of is the old value and left out."""
    timed = [time.where for time in times(one.text)] or list(bare_times(one.text))
    for where in _kept(one, timed):
        yield "duration", where
        return
    for where in _kept(one, list(sites(one))):
        yield "site", where
        return
    yield from (("severity", where) for where in severities(one.text))
    yield from (("severity", where) for where in _number(one) if not any(severities(one.text)))


def corrects_another(one: Said, slot: str) -> bool:
    """Whether an answer puts right something else than what was asked for."""
    if not is_correction(one):
        return False
    slots = {corrects for corrects, _ in corrected(one)}
    return bool(slots) and slot not in slots and not (slot in WHEN and "duration" in slots)


def _kept(one: Said, found: list[Stretch]) -> Iterator[Stretch]:
    """The stretches with no "not" right before them."""
    for where in found:
        before = one.text.tokens[max(where.first - 2, 0) : where.first]
        if not any(token.text in _INSTEAD_OF for token in before):
            yield where


def _number(one: Said) -> Iterator[Stretch]:
    """A number of ten that stands alone: "actually make that an 8"."""
    for match in _ALONE.finditer(one.text.folded):
        value = number(match[1])
        where = stretch(one.text, *match.span(), f"{value:g}/10") if value is not None and value <= 10 else None
        if where and match[1] not in _VAGUE:
            yield where
            return
