"""Rules about figures: every number with its sign, unit and order is in both texts.

A number may stand as digits of either set or as words ("two", "ثلاثة", a dual). A thing that idiom may
move (a span of time, a number told in words) is only held against a translation where it was changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.text.fold import fold
from app.text.numerals import to_western
from models.translate.figures import Figure, figures
from models.translate.values import Finding, Pair
from models.translate.words import forms, tokens, vocabulary

_DUAL = re.compile(r"\w{2,}(?:تين|تان|ين|ان|يا|تي)$")
_NO_MONTHS = frozenset({"may", "march", "mar", "dec", "اب"})
"""Month names that are everyday words too."""
_DATED = re.compile(r"((?:\d|شهر|month of) ?)?\b([^\W\d_]{3,})\b(?=(,? \d)?)")
"""A word with what makes it a month's name rather than a clinic's: a number beside it, or the word "month"."""
_MOST_TOLD = Decimal(10) ** 12
"""Nobody tells a larger number in words; a model that loops writes hundreds of digits."""
_ROMAN = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}


def check_figures(pair: Pair) -> Iterator[Finding]:
    """Numbers, signs, units and the order of doses."""
    source, target = figures(pair.source), figures(pair.target)
    yield from _lost(source, target, _Told(pair.target))
    yield from _added(source, target, _Told(pair.source))
    yield from _months(pair, source)
    yield from _signs(source, target)
    yield from _units(source, target)
    yield from _order(source, target)


class _Told:
    """The numbers that a text tells in words: in either language, since names and quotes mix them."""

    def __init__(self, text: str) -> None:
        words = tokens(text)
        known = vocabulary()
        self._values: set[Decimal] = set()
        self.dual = any(_DUAL.search(word) for word in words)
        for word in words:
            for form in forms(word, "ar") | {word.replace("'", "")}:
                self._values |= known.numbers["en"].get(form, frozenset()) | known.numbers["ar"].get(form, frozenset())
                if form in known.months:
                    self._values.add(known.months[form])
        self._values |= {Decimal(value) for roman, value in _ROMAN.items() if re.search(rf"\b{roman}\b", text)}

    def has(self, value: Decimal) -> bool:
        """Whether the words can make this value: 25 is told where both 20 and 5 are."""
        if value in self._values or (value == 2 and self.dual):
            return True
        return any(all(part in self._values for part in parts) for parts in _compounds(value))


def _compounds(value: Decimal) -> Iterator[tuple[Decimal, ...]]:
    """How words put a number together: 25 = 20 + 5, 300 = 3 x 100, 1930 = 1900 + 30, 2.5 = 2 + half."""
    if value >= _MOST_TOLD:
        return
    tens, ones = divmod(value, 10)
    if 10 < value < 20 and ones == ones.to_integral_value():
        yield Decimal(10), ones
    if 20 < value < 100 and ones:
        yield tens * 10, ones
    for scale in (Decimal(100), Decimal(1000), Decimal(1000000)):
        if value > scale and value % scale == 0:
            yield value / scale, scale
    if value % 1 in (Decimal("0.5"), Decimal("0.25")) and value > 1:
        yield value - value % 1, value % 1
    if 1800 <= value < 2100 and value % 10 == 0:  # a decade: the thirties
        yield (value % 100,)


def _lost(source: Sequence[Figure], target: Sequence[Figure], told: _Told) -> Iterator[Finding]:
    there = {figure.value for figure in target}
    for figure in _once(source):
        if figure.value not in there and not told.has(figure.value):
            yield Finding("number-lost", "doubt" if figure.tied and figure.value < 10 else "fault", source=figure.words)
    for value, missing in (Counter(one.value for one in source) - Counter(one.value for one in target)).items():
        if value in there and not told.has(value):
            yield Finding("number-lost", "fault", source=f"{value.normalize():f} ({missing})")


def _added(source: Sequence[Figure], target: Sequence[Figure], told: _Told) -> Iterator[Finding]:
    there = {figure.value for figure in source}
    for figure in _once(target):
        if figure.value not in there and not told.has(figure.value):
            yield Finding("number-added", "fault", target=figure.words)


def _months(pair: Pair, source: Sequence[Figure]) -> Iterator[Finding]:
    """A month that the translation names and the source does not, by name or by number."""
    known = vocabulary().months
    words = {word for word in tokens(pair.source) if word in known}
    named = {known[word] for word in words}
    if words <= _NO_MONTHS:  # the date may stand in digits: 3/4
        named |= {figure.value for figure in source}
    for before, word, after in _DATED.findall(to_western(fold(pair.target))):
        if (before or after) and word in known and word not in _NO_MONTHS and known[word] not in named:
            yield Finding("number-added", "fault", target=word)


def _once(found: Sequence[Figure]) -> list[Figure]:
    """The first figure of each value."""
    return list({figure.value: figure for figure in reversed(found)}.values())


def _signs(source: Sequence[Figure], target: Sequence[Figure]) -> Iterator[Finding]:
    """A comparison turned round. One that is told in words on one side is not seen."""
    for figure in source:
        same = [other for other in target if other.value == figure.value]
        if figure.sign and same and all(other.sign and other.sign != figure.sign for other in same):
            yield Finding("number-sign", "fault", figure.sign + figure.words, same[0].sign + same[0].words)


def _units(source: Sequence[Figure], target: Sequence[Figure]) -> Iterator[Finding]:
    """The same value with another unit is a fault; a unit of measure that is gone, a doubt."""
    times = vocabulary().times
    begins = {id(before) for before, _ in _ranges(source)}
    for figure in source:
        same = [other for other in target if other.value == figure.value]
        units = {other.unit for other in same}
        if not figure.unit or not same or figure.unit in units:
            continue
        other = next((one for one in same if one.unit), None)
        if other is not None and not _alike(figure.unit, other.unit) and "" not in units:
            yield Finding("unit", "fault", figure.words, other.words)
        elif figure.unit not in times and other is None and id(figure) not in begins:
            yield Finding("unit-lost", "doubt", figure.words, same[0].words)


def _alike(one: str, other: str) -> bool:
    """Units of which one says more than the other: `mg` and `mg/kg`."""
    return one.split("/")[0] == other.split("/")[0] and ("/" in one) != ("/" in other)


def _order(source: Sequence[Figure], target: Sequence[Figure]) -> Iterator[Finding]:
    """Ranges turned round, and doses of one unit that changed places."""
    for before, figure in _ranges(source):
        if (figure.value, before.value) in {(one.value, two.value) for one, two in _ranges(target)}:
            yield Finding("number-order", "fault", f"{before.words}-{figure.words}", f"{figure.words}-{before.words}")
    for unit in sorted({figure.unit for figure in source if figure.unit}):
        ours, theirs = _doses(source, unit), _doses(target, unit)
        if sorted(ours) == sorted(theirs) and ours != theirs:
            yield Finding("number-order", "fault", _listed(ours, unit), _listed(theirs, unit))


def _ranges(found: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    return [(found[at - 1], figure) for at, figure in enumerate(found) if figure.after_range]


def _doses(found: Sequence[Figure], unit: str) -> list[Decimal]:
    return [figure.value for figure in found if figure.unit == unit]


def _listed(values: Sequence[Decimal], unit: str) -> str:
    return ", ".join(f"{value.normalize():f} {unit}" for value in values)
