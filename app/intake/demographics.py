"""Age, sex and who the conversation is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.content import Sex
from app.intake.numbers import NUMBER, number
from app.intake.patterns import Stretch, stretch
from app.intake.tokens import Text

_YEARS = r"(?:years?|yrs?|yr|سنه|سنين|سنوات|عام|عاما|اعوام|sana|sneen|sinin)"
_MONTHS = r"(?:months?|mos?|mths?|شهر|شهور|اشهر|شهرا|shahr|shhoor)"
_WEEKS = r"(?:weeks?|wks?|اسبوع|اسابيع)"
_DAYS = r"(?:days?|يوم|ايام|يوما)"
_UNIT = rf"(?:(?P<y>{_YEARS})|(?P<m>{_MONTHS})|(?P<w>{_WEEKS})|(?P<d>{_DAYS}))"
_DUALS = {
    "سنتين": 2.0,
    "عامين": 2.0,
    "شهرين": 2 / 12,
    "اسبوعين": 14 / 365,
    "يومين": 2 / 365,
    "سنه ونص": 1.5,
    "سنه ونصف": 1.5,
}
_DUAL = "|".join(sorted(_DUALS, key=len, reverse=True))
_SINGLE = r"(?:سنه|شهر|اسبوع|يوم)"
_PATTERNS = (
    re.compile(rf"(?P<n>{NUMBER})[\s-]*{_UNIT}[\s-]*(?:old|of age|من العمر|العمر)"),
    re.compile(r"(?<![\d.])(?P<n>\d{1,3})[\s-]*(?P<y>y/?o|yo|y\.o\.?|yrs? old|years? old)\b"),
    re.compile(r"(?<![\d.])(?P<n>\d{1,3})\s*-?\s*(?P<y>y?)(?:ear old )?(?:m|f|male|female|man|woman)\b(?! *[/.]?\d)"),
    re.compile(rf"(?:\bage[d]?|\bage is|(?<!\w)(?:و)?(?:عمر|العمر|عمري|عمره|عمرها|عمرو|سني|سنه|سنها|3omri|3omry|omri|3omro|3omra))\s*(?:[:=]|is|about|حوالي|تقريبا|الان)?\s*(?P<n>{NUMBER})\s*{_UNIT}?(?!\w)"),
    re.compile(rf"(?:(?<!\w)(?:و)?(?:عمر|العمر|عمري|عمره|عمرها|عمرو|ابن|بنت|طفل|طفله|رضيع))\s*(?P<dual>{_DUAL})(?!\w)"),
    re.compile(r"\b(?:i am|i'm|im|he is|he's|she is|she's)\s+(?P<n>\d{1,3})\b(?!\s*(?:weeks?|months? pregnant|days?|hours?|min|kg|cm|lbs?|%|/|\.|percent|am|pm|times))"),
    re.compile(rf"(?<!\w)(?:انا|انا عندي|عندي|عنده|عندها|رجل|امراه|سيده|شاب|مريض|مريضه|ابن|بنت|طفل|طفله|ولد|ana|andi|3andi)\s+(?:عمر\w*\s+)?(?P<n>{NUMBER})\s*(?P<y>{_YEARS})(?!\w)"),
    re.compile(r"\bin (?:my|his|her) (?:early |mid |late )?(?P<n>\d0)s\b"),
)  # fmt: skip
_ALONE = re.compile(rf"(?:(?P<dual>{_DUAL})|(?P<n>{NUMBER})[\s-]*(?:{_UNIT})?|(?P<one>{_SINGLE}))(?!\w)")
_FACTORS = {"y": 1.0, "m": 1 / 12, "w": 7 / 365, "d": 1 / 365}
_ONES = {"سنه": 1.0, "شهر": 1 / 12, "اسبوع": 7 / 365, "يوم": 1 / 365}
OLDEST = 125

_FEMALE = re.compile(
    r"\b(?:female|woman|women|girl|lady|wife|daughter|mother|pregnant|she|her|mum|mom|gal|granddaughter|mrs|ms)\b|\d\s*f\b"
    r"|(?<!\w)(?:و|ال)?(?:انثي|امراه|مره|بنت|بنتي|ابنتي|سيده|ست|فتاه|حامل|حرمه|طفله|طفلتي|مريضه|انسه|زوجه|شابه|رضيعه|رضيعتي)(?!\w)|\b(?:ontha|unsa|onsa|sit|benti|binti|bint|mara)\b"
)
_MALE = re.compile(
    r"\b(?:male|man|men|boy|guy|gentleman|husband|son|father|he|his|him|dad|grandson|mr)\b|\d\s*m\b"
    r"|(?<!\w)(?:و|ال)?(?:ذكر|رجل|راجل|رجال|ولد|ولدي|ابني|صبي|شاب|طفلي|مريض|زلمه|ريال)(?!\w)|\b(?:thakar|zakar|dakar|ragel|rajol|rajul|ibni|ebni|walad)\b"
)
_SELF_FEMALE = re.compile(
    r"\b(?:i(?:'m| am) (?:a )?(?:\d+[- ]year[- ]old )?(?:female|woman|girl|lady|mother|pregnant)|female patient)\b|\b\d{1,3}[\s-]*(?:y/?o|yo|years?[\s-]old|year[\s-]old)?[\s-]*(?:f|female|woman|girl|lady)\b|\b(?:my|our) (?:\w+ )?(?:daughter|baby girl|little girl|granddaughter|girl)\b|\bi(?:'m| am) (?:\d+ )?(?:\w+ ){0,3}pregnant"
    r"|(?<!\w)(?:و)?(?:انا (?:امراه|بنت|سيده|ست|انثي|فتاه)|بنتي|ابنتي|طفلتي|رضيعتي|امراه عمر\w*|سيده عمر\w*|المريضه|حفيدتي|انا حامل|اني حامل|وانا حامل)(?!\w)|\b(?:benti|binti)\b"
)
_SELF_MALE = re.compile(
    r"\b(?:i(?:'m| am) (?:a )?(?:\d+[- ]year[- ]old )?(?:male|man|boy|guy|father)|male patient)\b|\b\d{1,3}[\s-]*(?:y/?o|yo|years?[\s-]old|year[\s-]old)?[\s-]*(?:m|male|man|boy|gentleman)\b|\b(?:my|our) (?:\w+ )?(?:son|baby boy|little boy|grandson|boy)\b"
    r"|(?<!\w)(?:و)?(?:انا (?:رجل|راجل|شاب|ولد|ذكر|رجال)|ابني|ولدي|ابننا|حفيدي|رجل عمر\w*)(?!\w)|\b(?:ibni|ebni|waladi)\b"
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years (fractions for months, weeks and days) and where it was said."""

    years: float
    where: Stretch


def ages(text: Text) -> Iterator[Age]:
    """Every age stated in a message, as the speaker's, the child's or the patient's."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            years = _years(match)
            where = stretch(text, *match.span())
            if years is not None and where:
                yield Age(years, where)


def answered_age(said: str) -> float | None:
    """The age in years of a folded answer to "how old": a bare number counts."""
    match = _ALONE.search(said)
    return _years(match) if match else None


def stated_sex(text: Text) -> tuple[Sex, Stretch] | None:
    """The sex that a message states in passing: "54 year old man", "my daughter", "I'm pregnant"."""
    for sex, pattern in (("female", _SELF_FEMALE), ("male", _SELF_MALE)):
        match = pattern.search(text.folded)
        where = stretch(text, *match.span()) if match else None
        if where:
            return ("female" if sex == "female" else "male"), where
    return None


def answered_sex(said: str) -> Sex | None:
    """The sex named in a folded answer to the question for it."""
    if _FEMALE.search(said) or said.strip() in ("f", "fem", "w"):
        return "female"
    return "male" if _MALE.search(said) or said.strip() in ("m", "mal") else None


def _years(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if groups.get("dual"):
        return _DUALS[groups["dual"]]
    if groups.get("one"):
        return _ONES[groups["one"]]
    value = number(groups["n"])
    if value is None:
        return None
    unit = next((key for key in _FACTORS if groups.get(key)), "y")
    years = value * _FACTORS[unit]
    return years if 0 < years <= OLDEST else None
