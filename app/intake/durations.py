"""Times as people say them: since when, for how long, how long ago, and whether it came suddenly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.intake.numbers import NUMBER
from app.intake.patterns import Stretch, find_all
from app.intake.tokens import Text

Kind = Literal["start", "length", "since"]
"""`start` says when it began, `length` for how long, `since` both."""

_UNIT_EN = r"(?:second|sec|minute|min|hour|hr|day|night|week|wk|month|year|yr)s?"
_UNIT_AR = r"(?:ثانيه|ثواني|دقيقه|دقايق|دقايق|دقيقتين|ساعه|ساعات|ساعتين|يوم|ايام|يومين|يوما|ليله|ليالي|ليلتين|اسبوع|اسابيع|اسبوعين|شهر|شهور|اشهر|شهرين|سنه|سنين|سنوات|سنتين|عام|اعوام|عامين|جمعه)"
_UNIT_LATN = r"(?:yom|yomen|yomein|yoom|ayam|ayyam|eyam|sa3a|sa3at|sa3ten|sa3tein|osbo3|esbo3|osboo3|osbo3en|shahr|shahren|shhor|sana|snin|senin|sneen)"
_ABOUT = r"(?:about|around|roughly|nearly|almost|approximately|maybe|the last|the past|more than|over|less than|at least|only|just|like|حوالي|تقريبا|نحو|قرابه|يمكن|اكثر من|اقل من|شي|يجي)?\s*"
_AMOUNT_EN = rf"{_ABOUT}(?:(?:a|one) )?{NUMBER}(?:\s+of)?(?:\s*-?\s*(?:to|or|-)\s*{NUMBER})?\s*-?\s*{_UNIT_EN}(?:\s+and\s+a\s+half)?"
_BARE_EN = rf"{_ABOUT}(?:many |some )?{_UNIT_EN}"
_AMOUNT_AR = rf"{_ABOUT}(?:{NUMBER}\s*(?:(?:الي|او|ل|-)\s*{NUMBER}\s*)?)?{_UNIT_AR}(?:\s+(?:ونص|ونصف|وشوي|تقريبا|ماضيه|الماضيه|متواصله|كامله))?"
_AMOUNT_LATN = rf"(?:{NUMBER}\s+)?{_UNIT_LATN}"
_POINT_EN = r"(?:yesterday(?: (?:morning|afternoon|evening|night))?|last (?:night|week|month|year|summer|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend)|this (?:morning|afternoon|evening|week|month)|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|the weekend|birth|childhood|(?:early |late )?(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?|today|tonight|earlier today|midnight|noon|dawn|\d{1,2} ?(?:am|pm)|(?:19|20)\d\d)"
_POINT_AR = r"(?:امس|امبارح|مبارح|البارحه|اول امس|اول امبارح|اول مبارح|الصبح|صباح اليوم|هذا الصباح|الصباح|اليوم|النهارده|الليله|الليل|البارح|بالليل|الاسبوع (?:الماضي|اللي فات|الفايت|اللي راح)|الشهر (?:الماضي|اللي فات|اللي راح)|السنه (?:الماضيه|اللي فاتت)|(?:يوم )?(?:السبت|الاحد|الاثنين|الاتنين|الثلاثا|التلات|الاربعا|الاربع|الخميس|الجمعه)|الظهر|العصر|المغرب|العشا|الفجر|رمضان|العيد|الولاده|صغري|زمان|مده|فتره|شوي|شويه)"
_POINT_LATN = r"(?:embare7|imbare7|mbareh|ams|el sob7|elsob7|elyom|el yom|zaman)"

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("start", re.compile(
        rf"(?:it |this |they |pain |all )?(?:has )?(?:start(?:ed)?|began|begun|came on|commenced|onset)\b(?:\s+\w+){{0,3}}?\s+(?:{_AMOUNT_EN}\s+(?:ago|back|before)|{_POINT_EN})(?:\s+(?:morning|afternoon|evening|night))?"
        rf"|(?:بدا|بدات|بد|بلش|بلشت|ابتدا|ابتدت|ابتدي|صار|صارت|ظهر|ظهرت|بديت)\b(?:\s+\w+){{0,3}}?\s+(?:(?:قبل|من|منذ)\s+)?(?:{_AMOUNT_AR}|{_POINT_AR})(?!\w)"
    )),
    ("start", re.compile(rf"{_AMOUNT_EN}\s+(?:ago|back)\b|(?<!\w)قبل\s+(?:{_AMOUNT_AR}|{_POINT_AR})(?!\w)|\b(?:2abl|abl|gabl|gabel|qabl)\s+{_AMOUNT_LATN}")),
    ("since", re.compile(
        rf"\b(?:ever )?since\s+(?:{_POINT_EN}|{_AMOUNT_EN}(?:\s+ago)?|(?:the|my|i|last|we|he|she)\b(?:\s+\w+){{1,5}})"
        rf"|(?<!\w)(?:و)?(?:من|منذ|مند|من حوالي)\s+(?:{_AMOUNT_AR}|{_POINT_AR})(?!\w)"
        rf"|(?<!\w)(?:و)?(?:صار لي|صارلي|صارله|صار له|صارلها|صار لها|بقالي|بقاله|بقالها|بقالنا|بقي لي|لي|له|لها|الي|اله|الها|الو)\s+(?:{_AMOUNT_AR}|{_POINT_AR})(?!\w)"
        rf"|\b(?:men|min|mn|sarli|sar li|ba2ali|ba2aly|mundhu|monzo)\s+(?:{_AMOUNT_LATN}|{_POINT_LATN}|{NUMBER}\s+{_UNIT_LATN})"
    )),
    ("length", re.compile(
        rf"\b(?:for|lasting|lasts?|lasted|over|during|in)\s+(?:the\s+)?(?:past\s+|last\s+)?(?:{_AMOUNT_EN}|{_BARE_EN}|a while|ages|a long time)\b(?!\s+ago)"
        rf"|(?<!\w)(?:لمده|مده|خلال|طوال|طول|يستمر|استمر|بيستمر|يدوم|مستمر|تستمر|بتستمر|استمرت)\s+(?:ل)?{_AMOUNT_AR}(?!\w)"
        rf"|{NUMBER}\s*-?\s*(?:day|week|month|hour|year)s?(?:'s)?(?:[- ]old)?\s+history"
    )),
)  # fmt: skip
_MANNER = re.compile(
    r"\b(?:very |quite |so )?(?:sudden(?:ly)?|all of a sudden|out of (?:nowhere|the blue)|abruptly|gradual(?:ly)?|slowly|little by little|bit by bit|over time|progressively|woke (?:me|up with)|instantly|within (?:seconds|minutes))\b"
    r"|(?<!\w)(?:و|ب|بشكل )?(?:فجاه|فجاه|مفاجي|مفاجي|علي غفله|مره واحده|مره وحده|تدريجي\w*|بالتدريج|تدريج|شوي شوي|شويه شويه|شييا فشييا|ببط\w*|علي مهل)(?!\w)"
    r"|\b(?:fag2a|faj2a|fja2a|foj2a|shwai shwai)\b"
)
_BARE_TIME = re.compile(rf"(?:{_AMOUNT_EN}|{_AMOUNT_AR}|{_POINT_EN}|{_POINT_AR}|{_AMOUNT_LATN}|{_POINT_LATN})(?!\w)")


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, what it says, and where."""

    kind: Kind
    where: Stretch


def times(text: Text) -> list[Time]:
    """Every time expression, longest reading first where they overlap."""
    found: list[Time] = []
    taken: set[int] = set()
    for kind, pattern in _PATTERNS:
        for _, where in find_all(pattern, text):
            if not taken & set(where.tokens):
                taken |= set(where.tokens)
                found.append(Time(kind, where))
    return found


def manners(text: Text) -> Iterator[Stretch]:
    """Where it is said how it began: suddenly, gradually, تدريجيا."""
    for _, where in find_all(_MANNER, text):
        yield where


def names_a_time(text: Text) -> bool:
    """Whether a time of any kind is named, "two days" alone included."""
    return bool(_BARE_TIME.search(text.folded) or times(text))
