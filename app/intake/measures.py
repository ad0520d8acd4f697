"""Numbers with units: temperature, blood pressure, pulse, oxygen, glucose, weeks of pregnancy.

Units of the values: temperature degrees Celsius, pressures mmHg, rates a minute, spo2 percent, glucose
mg/dL (18 mg/dL are 1 mmol/L), gestation weeks. What no body can have is not read as a measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.numbers import NUMBER, number
from app.intake.patterns import Stretch, find_all, stretch
from app.intake.tokens import Text

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_BETWEEN = r"[\s:=،,]*(?:(?:is|was|of|at|around|about|to|up|reached|reading|level|rate|went|now|it|measured|كانت|كان|وصلت|وصل|حوالي|تقريبا|الي|ل|عند|عندي|عنده|عندها|هي|هو|درجه|نسبه|مستوي|قياس|قست|طلع|طلعت|نازل|نازله|بلغت|بلغ)[\s:=]+){0,4}"
_PRESSURE = re.compile(r"(?<![\d./])(\d{2,3})\s*(?:/|\\|over|علي|على)\s*(\d{2,3})(?![\d/])")
_WEEKS = re.compile(
    rf"({NUMBER})\s*-?\s*(?:weeks?|wks?|اسبوع|اسابيع|اسبوعا)\s*(?:\+\s*\d\s*)?(?:pregnant|gestation|gravid|of pregnancy|into|along|حامل|حمل|من الحمل)"
    rf"|(?:pregnant|gestation|حامل|حمل|حملي)\D{{0,24}}?({NUMBER})\s*(?:weeks?|wks?|اسبوع|اسابيع)"
    r"|(?:اسبوع|week)\s*(?:ال)?(\d{1,2})\b"
)
_MONTHS = re.compile(
    rf"({NUMBER})\s*-?\s*months? (?:pregnant|along)|(?:حامل|حمل)\D{{0,20}}?(?:شهر|الشهر)\s*(?:ال)?(\w+)|(?:حامل)\D{{0,12}}?({NUMBER})\s*(?:شهور|اشهر)"
)
_ORDINALS = {
    "اول": 1, "تاني": 2, "ثاني": 2, "ثالث": 3, "تالت": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8,
    "تامن": 8, "تاسع": 9,
}  # fmt: skip
WEEKS_A_MONTH = 4.345
MG_DL_A_MMOL_L = 18.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure by its name (as in `content.Measure`), its value in the unit above, and where it was said."""

    name: str
    value: float
    where: Stretch


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a measure is named and what it can be at all."""

    name: str
    words: str
    low: float
    high: float
    unit: str = ""

    def pattern(self) -> re.Pattern[str]:
        named = rf"(?:{self.words})\b{_BETWEEN}{_NUMBER}"
        after = rf"|(?<![\d/.]){_NUMBER}\s*(?:{self.unit})" if self.unit else ""
        return re.compile(named + after)


_KINDS = (
    _Kind("temperature",
          r"temp(?:erature)?|fever|t|حراره|حرارت\w*|حرارته|الحراره|بحراره|سخونه|سخونيه|سخونت\w*|حمي|حرارتي|7arara|7araret\w*|skhoone", 30, 43.5,
          r"°\s*c?|degrees?(?:\s*(?:celsius|c))?|celsius|c\b|درجه(?:\s*ميويه|\s*مويه)?|ميويه"),
    _Kind("heart_rate", r"heart ?rate|pulse|hr|beats|نبض|نبضي|نبضه|نبضها|النبض|دقات قلب\w*|دقات القلب|ضربات القلب", 20, 280,
          r"bpm|beats? (?:per|a) min(?:ute)?|نبضه|دقه في الدقيقه|ضربه في الدقيقه"),
    _Kind("respiratory_rate", r"resp(?:iratory)? ?rate|rr|breathing rate|معدل التنفس", 4, 90, r"breaths? (?:per|a) min(?:ute)?"),
    _Kind("spo2", r"spo2|sp o2|sats?|saturations?|oxygen(?: sat\w*| level\w*)?|o2(?: sat\w*)?|الاكسجين|اكسجين|اوكسجين|الاوكسجين|تشبع|التشبع", 40, 100),
    _Kind("glucose", r"glucose|blood sugar|sugars?|bm|cbg|bsl|hgt|سكر|السكر|سكري|السكري|سكره|سكرها|الجلوكوز|جلوكوز", 1, 1500,
          r"mg/?dl|mmol(?:/l)?|ملغ/دل|مجم/ديسيلتر"),
)  # fmt: skip
_PATTERNS = tuple((kind, kind.pattern()) for kind in _KINDS)
_FAHRENHEIT = re.compile(r"(?<![\d/.])(9[4-9]|10[0-9])(?:[.,](\d))?\s*(?:°\s*f?|degrees?|f\b|fahrenheit|فهرنهايت)?")
_FEVERISH = re.compile(r"temp|fever|fahrenheit|°|degrees|\d\s*f\b|فهرنهايت")


def measures(text: Text) -> list[Measured]:
    """Every measure in a message."""
    return [*_pressures(text), *_named(text), *_fahrenheit(text), *_gestation(text)]


def _pressures(text: Text) -> Iterator[Measured]:
    for match, where in find_all(_PRESSURE, text):
        systolic, diastolic = float(match[1]), float(match[2])
        if 50 <= systolic <= 300 and 20 <= diastolic <= 200 and systolic > diastolic:
            yield Measured("systolic", systolic, where)
            yield Measured("diastolic", diastolic, where)


def _named(text: Text) -> Iterator[Measured]:
    for kind, pattern in _PATTERNS:
        for match, where in find_all(pattern, text):
            found = next(group for group in match.groups() if group)
            value = float(found.replace(",", "."))
            if kind.name == "glucose":
                value = _glucose(value, text.folded[match.start() : match.end() + 12])
            if kind.low <= value <= kind.high and not _is_fraction(text.folded, match.end()):
                yield Measured(kind.name, value, where)


def _glucose(value: float, around: str) -> float:
    """In mg/dL. Without a unit, what no meter shows in mg/dL for a person who talks is taken as mmol/L."""
    if "mmol" in around or "مليمول" in around or (value < 33 and "mg" not in around):
        return value * MG_DL_A_MMOL_L
    return value


def _is_fraction(folded: str, end: int) -> bool:
    return bool(
        re.match(r"\s*/\s*\d|\s*(?:out of|من)\s*(?:10|عشره)|\d|\s*(?:days?|hours?|weeks?|ايام|يوم|ساعات)", folded[end:])
    )


def _fahrenheit(text: Text) -> Iterator[Measured]:
    if not _FEVERISH.search(text.folded):
        return
    for match, where in find_all(_FAHRENHEIT, text):
        value = float(match[1]) + float(match[2] or 0) / 10
        if not _is_fraction(text.folded, match.end()):
            yield Measured("temperature", round((value - 32) / 1.8, 1), where)


def _gestation(text: Text) -> Iterator[Measured]:
    for match in _WEEKS.finditer(text.folded):
        yield from _weeks(text, match, next(group for group in match.groups() if group), 1.0)
    for match in _MONTHS.finditer(text.folded):
        yield from _weeks(text, match, next(group for group in match.groups() if group), WEEKS_A_MONTH)


def _weeks(text: Text, match: re.Match[str], said: str, factor: float) -> Iterator[Measured]:
    where = stretch(text, *match.span())
    value = number(said)
    if value is None:
        value = _ORDINALS.get(said.removeprefix("ال"))
    if where and value is not None and 1 <= value * factor <= 44:
        yield Measured("gestation_weeks", round(value * factor, 1), where)
