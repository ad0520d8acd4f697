"""The figures of a text: values of either digit set with sign, scale, range and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from app.text.fold import fold, stems
from app.text.numerals import to_western
from models.translate.words import vocabulary

_NUMBER = r"\d+(?:[.,]\d+)*"
_FIGURE = re.compile(rf"(?P<sign>(?:[<>]=?|[≤≥±~≈])\s?|(?<![\w\d)])[-+](?=\d))?(?P<value>{_NUMBER})")
_JOIN = re.compile(r"\s?(?:-|to|إلى|الى|حتى)\s?")
_SPACE = re.compile(r"[\s\-]{0,2}")
_WORD = re.compile(r"%|°\s?[CcFfمف](?![^\W\d_])|[℃℉]|[µμ]?[^\W\d_]+(?:\s?°)?")
_SIGNS = {"<": "<", ">": ">", "<=": "≤", "≤": "≤", ">=": "≥", "≥": "≥", "±": "±", "-": "-"}
_PUNCTUATION = str.maketrans("٫٬٪−–—‑‐،", ".,%-----,")
_DISEASE = re.compile(
    r"(?<=covid)[\s\-]?19(?!\d)|(?<=كوفيد)[\s\-]?19(?!\d)|(?<=cov)[\s\-]?2(?!\d)|(?<=كوف)[\s\-]?2(?!\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a text: its value, its sign or comparison, its unit, and where.

    `after_range` says that it ends a range whose beginning is the figure before it. `words` are as written.
    `tied` figures are part of a name such as H1N1.
    """

    value: Decimal
    words: str
    start: int
    end: int
    sign: str = ""
    unit: str = ""
    after_range: bool = False
    tied: bool = False


def figures(text: str) -> list[Figure]:
    """The figures of `text` in order. Digits of the names COVID-19 and SARS-CoV-2 are no figures."""
    plain = to_western(text).translate(_PUNCTUATION)
    plain = _DISEASE.sub(lambda found: " " * len(found[0]), plain)
    found = [figure for match in _FIGURE.finditer(plain) for figure in _read(plain, match)]
    return _with_ranges(plain, found)


def _read(plain: str, match: re.Match[str]) -> list[Figure]:
    start, end = match.start("value"), match.end("value")
    sign = _SIGNS.get((match["sign"] or "").strip(), "")
    tied = bool(re.search(r"[A-Za-z]-?$", plain[max(0, start - 2) : start]))
    values = _values(match["value"])
    if len(values) > 1:  # a date or a list: 12.03.2020
        return [Figure(value, str(value), start, end) for value in values]
    scale, end = _scale(plain, end)
    unit, end = _unit(plain, end)
    return [Figure(values[0] * scale, plain[start:end], start, end, sign, unit, tied=tied)]


def _values(written: str) -> list[Decimal]:
    """`1,000` is a thousand, `1,5` one and a half, `12.03.2020` three numbers."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        return [Decimal(written.replace(",", ""))]
    if re.fullmatch(r"\d+[.,]\d+", written):
        return [Decimal(written.replace(",", "."))]
    return [Decimal(part) for part in re.split("[.,]", written)]


def _scale(plain: str, end: int) -> tuple[Decimal, int]:
    """A word such as "million" behind a number multiplies it."""
    space = _SPACE.match(plain, end)
    at = space.end() if space else end
    word = re.compile(r"[^\W\d_]+").match(plain, at)
    if word:
        for form in stems(fold(word[0])):
            if form in vocabulary().scales:
                return vocabulary().scales[form], word.end()
    return Decimal(1), end


def _unit(plain: str, end: int) -> tuple[str, int]:
    """The unit behind a number, composed ones as `mg/kg/day`, and where it ends."""
    names: list[str] = []
    at = at_end = end
    while True:
        name, after = _one_unit(plain, at)
        if not name:
            return "/".join(names), at_end
        names.append(name)
        at_end = after
        slash = re.compile(r"\s?(?:/|per|لكل|في)\s?").match(plain, after)
        if not slash or len(names) == 3:
            return "/".join(names), at_end
        at = slash.end()


def _one_unit(plain: str, at: int) -> tuple[str, int]:
    """One unit at this place, written in up to two words; "" where there is none."""
    known = vocabulary().units
    space = _SPACE.match(plain, at)
    first = _WORD.match(plain, space.end() if space else at)
    if not first:
        return "", at
    second = re.compile(r"[ .]{0,2}([^\W\d_]+)").match(plain, first.end())
    if second:
        both = fold(first[0]).replace(" ", "") + fold(second[1])
        if both in known:
            return known[both], second.end()
    word = fold(first[0]).replace(" ", "")
    for form in (word, *sorted(stems(word), key=len, reverse=True)):
        if form in known and (len(form) > 2 or form == word):
            return known[form], first.end()
    return "", at


def _with_ranges(plain: str, found: list[Figure]) -> list[Figure]:
    """Ends of ranges are marked, and a range's unit holds for its beginning too."""
    ranged = found[:1]
    for before, figure in pairwise(found):
        joined = before.end <= figure.start and _JOIN.fullmatch(plain, before.end, figure.start)
        if joined and not before.unit and not before.tied:
            ranged[-1] = replace(ranged[-1], unit=figure.unit)
        ranged.append(replace(figure, after_range=bool(joined)))
    return ranged
