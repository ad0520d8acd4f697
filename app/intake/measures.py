"""Numbers with units: temperature, blood pressure, pulse, breathing, oxygen, glucose, creatinine, weeks of pregnancy.

Units of the values: temperature degrees Celsius, pressures mmHg, rates a minute, spo2 percent, glucose
mg/dL (18 mg/dL are 1 mmol/L), creatinine micromoles a litre, gestation weeks. What no body can
have is not read as a measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.intake.numbers import NUMBER, number
from app.intake.patterns import WORD_END, WORD_START, Stretch, any_of, find_all, stretch
from app.intake.temperatures import degrees
from app.intake.tokens import Text

WEEKS_A_MONTH = 4.345
MG_DL_A_MMOL_L = 18.0
MOST_MMOL_L = 33.0
"""A glucose below this without a unit is taken as mmol/L: no meter shows it in mg/dL to a person who talks."""

UMOL_L_A_MG_DL = 88.4
MOST_MG_DL = 20.0
"""A creatinine below this is taken as mg/dL, any other as micromoles a litre."""

_NUMBER = r"(?<![a-z])(?![235679](?!mg|mm|[cfwkh]\b)[a-z])(\d{1,3}(?:[.,]\d{1,2})?)"
"""A number; the digit of an Arabic word in Latin letters is none ("sukkar 3ndi")."""
_FILLER = any_of(
    "is was of at around about to up reached reading level rate went now it measured reads says shows showing read",
    "said showed",
    "came back as dropped fell down just only today this morning test result gone been has",
    "كانت كان وصلت وصل حوالي تقريبا الي ل عند عندي عنده عندها هي هو درجه نسبه مستوي قياس قست طلع طلعت نازل نازله",
    "بلغت بلغ صارت has_been been went_up_to dropped_to",
)
_BETWEEN = rf"[\s:=,]*(?:{_FILLER}[\s:=]+){{0,4}}"
_PRESSURE = re.compile(r"(?<![\d./])(\d{2,3})\s*(?:/|\\|over|علي|على)\s*(\d{2,3})(?![\d/])")
_WEEK = any_of("weeks week wks wk اسبوع اسابيع اسبوعا")
_PREGNANT = any_of("pregnant gestation gravid of_pregnancy along حامل حمل من_الحمل")
_WEEKS = re.compile(
    rf"(?<!born at )({NUMBER})\s*-?\s*{_WEEK}\s*(?:\+\s*\d\s*)?{_PREGNANT}"
    rf"|{any_of('pregnant gestation حامل حمل حملي')}\D{{0,24}}?({NUMBER})\s*{_WEEK}"
    r"|(?:اسبوع|week)\s*(?:ال)?(\d{1,2})\b"
    rf"|(?:^|{any_of('baby pregnancy twins primip gravida first_time_mum')}[\s,(:]*)([1-4]\d)\s*{_WEEK}{WORD_END}"
    rf"(?![\s-]*{any_of('old post after since ago of on into early prem premature later now today of_age')}\b)"
    r"|(?<![\d/.])(?<!score )(?<!scored )(?<!got )(\d{1,2})(?:\+\d)?/40(?![\d/])"
)
_MONTHS = re.compile(
    rf"({NUMBER})\s*-?\s*months? (?:pregnant|along)"
    rf"|(?:حامل|حمل)\D{{0,20}}?(?:شهر|الشهر)\s*(?:ال)?(\w+)|حامل\D{{0,12}}?({NUMBER})\s*(?:شهور|اشهر)"
)
_ORDINALS = {
    "اول": 1, "تاني": 2, "ثاني": 2, "ثالث": 3, "تالت": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8,
    "تامن": 8, "تاسع": 9,
}  # fmt: skip
_SUGAR = re.compile(
    rf"diabet|sugar|glucose|insulin|gliclazide|metformin|glimepiride|type (?:2|1|two|one)\b|finger ?prick"
    rf"|\bhypo\b|sokkar|ansoulin|thirst"
    rf"|{WORD_START}\w{{0,3}}{any_of('سكر~ انسولين~ الانسولين~ جلوكوفاج ميتفورمين دياميكرون اماريل')}"
)
_DEVICE = any_of(
    "machine meter glucometer monitor finger_prick fingerprick finger-prick sensor libre dexcom pricker",
    "الجهاز جهازه جهازها جهازي الفحص المقياس الحساس الليبري شكه_الاصبع الشكه",
    "el_gihaz el_jihaz el_gehaz el_jehaz gihaz jihaz",
)
_METER = re.compile(
    rf"{WORD_START}[وب]?{_DEVICE}{WORD_END}{_BETWEEN}{_NUMBER}"
    rf"|\b(?:checked|tested|pricked) (?:him|her|it|me|myself|his|them)\b[^.;!?]{{0,40}}?"
    rf"\b(?:it was|was|is|it's|says|said|reads|got) {_NUMBER}(?! (?:hours|minutes|times|days))"
)
_HEART = re.compile(rf"\bheart|\bpulse\b|\bticker\b|{WORD_START}\w{{0,3}}{any_of('قلب~ نبض~ دقات~ albi 2albi galbi')}")
_COUNTED = re.compile(
    r"watch|monitor|oximeter|fitbit|app\b|machine|racing|pounding|beating|going|goes|slow|thumping|fluttering"
    r"|a minute|per minute"
    rf"|{any_of('ساعه_ايدي ساعتي الساعه_الذكيه ساعه_ابل الجهاز يدق بيدق تدق بتدق دقه في_الدقيقه بالدقيقه سريع~')}"
)
_RATE = re.compile(
    r"(?<![\d./:-])(?<!over )(\d{2,3})(?![\d/:%-]|[.,]\d)(?!\s*(?:over|mg|mcg|kg|cm|ml)\b)"
    r"(?!\s*(?:years?|yrs?|days?|weeks?|months?|hours?|mins?|minutes?|seconds?"
    r"|times|steps|tablets?|سنه|سنين|يوم|ايام|دقيقه|دقايق|ساعات|ملغ|مجم)\b)"
)
_OTHER_UNIT = any_of(
    "days day hours hour weeks week months month years year pints times tablets units mg spoons teaspoons cups",
    "ايام يوم ساعات سنين سنه سنوات شهور اسابيع معالق ملاعق وحدات حبات",
)
_FRACTION = re.compile(rf"\s*/\s*\d|\s*(?:out of|من)\s*(?:10|عشره)|\d|\s*(?!mg ?/ ?dl){_OTHER_UNIT}")


_NOT_SITTING = "".join(
    rf"(?<!{word} )" for word in ("has", "have", "had", "it", "he", "she", "i", "we", "they", "just")
)
"""What stands before a "sat" that is no saturation: "my eGFR has sat at 52"."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure by its name (as in `content.Measure`), its value in the unit above, and where it was said."""

    name: str
    value: float
    where: Stretch


_CHANGED = rf"(?:\s+(?:{any_of('صاعد صعد ارتفع مرتفع عالي واصل زاد وصل زايد rose risen raised high up')}))?"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A measure: the words that name it, the units that do, and the range in which it can be at all."""

    name: str
    words: str
    low: float
    high: float
    unit: str = ""

    def pattern(self) -> re.Pattern[str]:
        """A number after the name, or before the unit."""
        after = rf"|(?<![\d/.]){_NUMBER}\s*(?:{self.unit})" if self.unit else ""
        return re.compile(rf"{WORD_START}(?:ال|و|وال)?{self.words}{WORD_END}{_BETWEEN}{_NUMBER}{after}")


_KINDS = (
    _Kind(
        "temperature",
        any_of("temp temperature fever t حراره حرارت~ الحراره بحراره سخونه سخونيه سخونت~ حمي 7arara 7araret~ skhoone"),
        low=30,
        high=43.5,
        unit=r"°\s*c?|degrees?(?:\s*(?:celsius|c))?|celsius|c\b|درجه(?:\s*ميويه)?|ميويه",
    ),
    _Kind(
        "heart_rate",
        any_of("heart_rate heartrate pulse hr beats نبض نبضي نبضه نبضها النبض دقات_قلب~ دقات_القلب ضربات_القلب"),
        low=20,
        high=280,
        unit=r"bpm|beats? (?:per|a) min(?:ute)?|نبضه|دقه في الدقيقه|ضربه في الدقيقه",
    ),
    _Kind(
        "respiratory_rate",
        any_of("respiratory_rate resp_rate rr breathing_rate معدل_التنفس"),
        low=4,
        high=90,
        unit=r"breaths? (?:per|a) min(?:ute)?",
    ),
    _Kind(
        "spo2",
        _NOT_SITTING
        + any_of(
            "spo2 sp_o2 sat sats saturation saturations oxygen oxygen_level oxygen_saturation o2 o2_sat o2_sats",
            "الاكسجين اكسجين اوكسجين الاوكسجين تشبع التشبع",
        ),
        low=40,
        high=100,
    ),
    _Kind(
        "glucose",
        any_of("glucose blood_sugar sugar sugars bm cbg bsl hgt سكر السكر سكري السكري سكره سكرها الجلوكوز جلوكوز"),
        low=1,
        high=1500,
        unit=r"mg/?dl|mmol(?:/l)?|ملغ/دل|مجم/ديسيلتر",
    ),
    _Kind(
        "creatinine",
        any_of("creatinine creat cr الكرياتينين كرياتينين الكرياتنين كرياتنين وظائف_الكلي") + _CHANGED,
        low=20,
        high=2500,
    ),
)
_PATTERNS = tuple((kind, kind.pattern()) for kind in _KINDS)


@lru_cache(maxsize=64)
def measures(text: Text) -> tuple[Measured, ...]:
    """Every measure in a message."""
    if not any(character.isdigit() for character in text.folded) and "حامل" not in text.folded:
        return ()
    return (*_pressures(text), *_named(text), *_pulse(text), *_degrees(text), *_meter(text), *gestations(text))


def gestations(text: Text) -> Iterator[Measured]:
    """How far a pregnancy is, in weeks; months are turned into weeks."""
    for pattern, factor in ((_WEEKS, 1.0), (_MONTHS, WEEKS_A_MONTH)):
        for match in pattern.finditer(text.folded):
            said = next(group for group in match.groups() if group)
            yield from _weeks(stretch(text, *match.span()), said, factor)


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
            if kind.name == "creatinine" and value < MOST_MG_DL:
                value *= UMOL_L_A_MG_DL
            if kind.low <= value <= kind.high and not _FRACTION.match(text.folded, match.end()):
                yield Measured(kind.name, value, where)


def _pulse(text: Text) -> Iterator[Measured]:
    """A heart rate that is told in a whole sentence: "my heart is racing, about 180 on my watch"."""
    if _HEART.search(text.folded) and _COUNTED.search(text.folded):
        for match, where in find_all(_RATE, text):
            if 30 <= float(match[1]) <= 250:
                yield Measured("heart_rate", float(match[1]), where)


def _degrees(text: Text) -> Iterator[Measured]:
    return (Measured("temperature", value, where) for value, where in degrees(text))


def _meter(text: Text) -> Iterator[Measured]:
    """A blood sugar that is told by the device: "he takes insulin, and the machine said 2.6"."""
    if not _SUGAR.search(text.folded):
        return
    for match, where in find_all(_METER, text):
        said = float(next(group for group in match.groups() if group).replace(",", "."))
        if 1 <= said <= 800 and not _FRACTION.match(text.folded, match.end()):
            yield Measured("glucose", _glucose(said, text.folded[match.start() : match.end() + 12]), where)


def _glucose(value: float, around: str) -> float:
    """In mg/dL."""
    if "mmol" in around or "مليمول" in around or (value < MOST_MMOL_L and "mg" not in around):
        return value * MG_DL_A_MMOL_L
    return value


def _weeks(where: Stretch | None, said: str, factor: float) -> Iterator[Measured]:
    value = number(said)
    if value is None:
        value = _ORDINALS.get(said.removeprefix("ال"))
    if where and value is not None and 1 <= value * factor <= 44:
        yield Measured("gestation_weeks", round(value * factor, 1), where)
