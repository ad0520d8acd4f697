"""Medicines as they are told: the name, known or not, with its dose and how often."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from app.intake.numbers import NUMBER
from app.intake.patterns import Stretch, stretch
from app.intake.reading import Said

_UNIT = (
    r"(?:mg|mcg|ug|g|gm|grams?|ml|units?|iu|puffs?|tablets?|tabs?|pills?|capsules?|drops?|"
    r"ملغ|ملجم|مجم|مليغرام|مليجرام|ملليغرام|ملليجرام|ميكروغرام|ميكروجرام|مكغ|ميكغ|"
    r"ملي|مل|غرام|جرام|وحده|وحدات|وحده دوليه|حبه|حبات|حبتين|قرص|اقراص|بخه|بخات|نقط|نقطه|كبسوله)"
)
_OFTEN = (
    r"(?:once|twice|thrice|three times|four times|\d times|daily|every day|a day|per day|at night|in the morning|"
    r"(?:every|each) (?:morning|night|evening|week|month)|nightly|at bedtime|before bed|after meals|"
    r"every \d+ hours?|every other day|weekly|once a week|od|om|bd|bid|tds|tid|qid|"
    r"qds|nocte|mane|qhs|q\d+h|stat|prn|as needed|when needed|"
    r"يوميا|في اليوم|باليوم|كل يوم|مره|مرتين|تلات مرات|ثلاث مرات|مرات|كل \d+ ساعات?|بالليل|ليلا|صباحا|الصبح|"
    r"قبل النوم|عند اللزوم|اسبوعيا|قبل الاكل|بعد الاكل)"
)
_AMOUNT = rf"(?:\d{{1,3}}(?:[,،٬]\d{{3}})+|{NUMBER})"
"""A number, its thousands parted or not: 50,000."""

_STOPPED = frozenset(
    {
        "stopped", "stop", "quit", "finished", "discontinued", "وقفت", "وقف", "وقفته", "اوقفت", "بطلت", "قطعت",
        "تركت", "خلصت", "توقفت",
    }
)  # fmt: skip
"""What says before a medicine that it is not taken any more."""

_DOSE = re.compile(
    rf"(?:[\s,(]*(?:of|about|around|حوالي|تركيز|عيار)?\s*(?:{_AMOUNT}\s*(?:(?:[/–-]|to|or|الي|او)\s*{_AMOUNT}\s*)?{_UNIT}|{_OFTEN})\)?)+"
)
_UNKNOWN = re.compile(rf"(?<!\w)([a-z]{{4,}}|[\u0621-\u064a]{{4,}})\s+{_AMOUNT}\s*{_UNIT}(?![\w/])(?:[\s,]*{_OFTEN})*")


def medicines(one: Said) -> Iterator[tuple[Stretch, bool]]:
    """Each medicine with its dose, and whether the patient takes it: not denied, not another person's."""
    taken: set[int] = set()
    for match in one.of("drug"):
        if match.first in taken:
            continue
        where = _with_dose(one, _from_where(one, match.first), match.last)
        taken |= set(where.tokens)
        yield where, _current(one, where)
    for found in _UNKNOWN.finditer(one.text.folded):
        place = stretch(one.text, *found.span())
        if place and not taken & set(place.tokens):
            yield place, _current(one, place)


def _from_where(one: Said, first: int) -> int:
    """The token from which a medicine is told: its name, or the "stopped" shortly before it."""
    tokens = one.text.tokens
    for place in range(first - 1, max(first - 4, -1), -1):
        if "," in tokens[place + 1].before or tokens[place].sentence != tokens[first].sentence:
            break
        if tokens[place].text in _STOPPED:
            return place
    return first


def _with_dose(one: Said, first: int, last: int) -> Stretch:
    text = one.text
    start = text.tokens[first].start
    end = text.tokens[last].end
    folded_end = bisect_left(text.places, end)
    dose = _DOSE.match(text.folded, folded_end)
    if dose and dose.group().strip():
        end = text.original_span(folded_end, folded_end + len(dose.group().rstrip(" ,")))[1]
    quote = text.original[start:end].strip()
    within = bisect_right(text.tokens, end, key=lambda token: token.end) - 1
    return Stretch(quote, quote, first, max(within, last))


def _current(one: Said, where: Stretch) -> bool:
    reach = one.scopes
    return not any(reach.any(kind, where.tokens) for kind in ("denied", "family", "other", "supposed", "wondered"))
