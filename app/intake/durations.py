"""Times as people say them: since when, for how long, how long ago, and whether it came suddenly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.intake.numbers import NUMBER
from app.intake.patterns import WORD_END, WORD_START, Stretch, any_of, find_all
from app.intake.tokens import Text

Kind = Literal["start", "length", "since"]
"""`start` says when it began, `length` for how long, `since` either."""

_UNIT_EN = r"(?:second|sec|minute|min|hour|hr|day|night|week|wk|month|year|yr)s?"
_UNIT_AR = any_of(
    "ثانيه ثواني دقيقه دقايق دقيقتين ساعه ساعات ساعتين يوم ايام يومين يوما ليله ليالي ليلتين",
    "اسبوع اسابيع اسبوعين شهر شهور اشهر شهرين سنه سنين سنوات سنتين عام اعوام عامين جمعه",
)
_UNIT_LATN = any_of(
    "yom yomen yomein yoom ayam ayyam eyam sa3a sa3at sa3ten sa3tein osbo3 esbo3 osboo3 osbo3en",
    "shahr shahren shhor sana snin senin sneen",
)
_ABOUT = any_of(
    "about around roughly nearly almost approximately maybe the_last the_past more_than over less_than at_least only",
    "just like حوالي تقريبا نحو قرابه يمكن اكثر_من اقل_من شي يجي",
)
_DAY_EN = any_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
    "september october november december summer winter spring autumn weekend",
)
_MONTH_EN = any_of(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug",
    "sep sept oct nov dec",
)
_MONTH_AR = any_of(
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر شباط اذار نيسان ايار حزيران تموز اب",
    "ايلول تشرين_الاول تشرين_الثاني تشرين_اول تشرين_ثاني كانون_الاول كانون_الثاني جانفي فيفري افريل ماي جوان جويليه",
    "محرم صفر ربيع_الاول ربيع_الثاني جمادي_الاولي جمادي_الاخره رجب شعبان رمضان شوال ذو_القعده ذو_الحجه ذي_الحجه",
)
_IN_FIGURES = r"(?:(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d))(?![\d/])"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_EN = rf"(?:{_IN_FIGURES}|{_NTH}(?: of)? {_MONTH_EN}(?:,? \d{{4}})?|{_MONTH_EN} {_NTH}(?:,? \d{{4}})?)"
_DATE_AR = (
    rf"(?:(?:يوم|تاريخ|بتاريخ|ليله)\s+)?(?:{_IN_FIGURES}|\d{{1,2}}\s+(?:من\s+)?(?:شهر\s+)?{_MONTH_AR}(?:\s+\d{{4}})?)"
)
_POINT_EN = (
    rf"(?:(?:on |the )*{_DATE_EN}|yesterday(?: (?:morning|afternoon|evening|night))?"
    rf"|last (?:night|week|month|year|{_DAY_EN})"
    rf"|this (?:morning|afternoon|evening|week|month)|(?:on |early |late |the )*{_DAY_EN}(?: \d{{4}})?"
    r"|birth|childhood|earlier today|today|tonight|midnight|noon|dawn|\d{1,2} ?(?:am|pm)|(?:19|20)\d\d)"
)
_POINT_WORD_AR = any_of(
    "امس الامس امبارح مبارح البارحه اول_امس اول_امبارح اول_مبارح الصبح صباح_اليوم هذا_الصباح الصباح اليوم النهارده",
    "الليله الليل البارح بالليل الاسبوع_الماضي الاسبوع_اللي_فات الاسبوع_الفايت الاسبوع_اللي_راح الشهر_الماضي",
    "الشهر_اللي_فات الشهر_اللي_راح السنه_الماضيه السنه_اللي_فاتت السبت الاحد الاثنين الاتنين الثلاثا التلات",
    "الاربعا الاربع الخميس الجمعه يوم_السبت يوم_الاحد يوم_الاثنين يوم_الثلاثا يوم_الاربعا يوم_الخميس يوم_الجمعه",
    "الظهر العصر المغرب العشا الفجر رمضان العيد الولاده صغري زمان مده فتره شوي شويه",
)
_POINT_AR = rf"(?:{_DATE_AR}|{_POINT_WORD_AR})"
_POINT_LATN = any_of("embare7 imbare7 mbareh ams el_sob7 elsob7 elyom el_yom zaman")
_TAIL_AR = any_of("ونص ونصف وشوي تقريبا ماضيه الماضيه متواصله كامله")

_AMOUNT_EN = (
    rf"(?:{_ABOUT}\s+)?(?:(?:a|one) )?{NUMBER}(?:\s+of)?(?:\s*-?\s*(?:to|or|-)\s*{NUMBER})?"
    rf"\s*-?\s*{_UNIT_EN}(?:\s+and\s+a\s+half)?"
)
_BARE_EN = rf"(?:{_ABOUT}\s+)?(?:many |some )?{_UNIT_EN}"
_AMOUNT_AR = rf"(?:{_ABOUT}\s+)?(?:{NUMBER}\s*(?:(?:الي|او|ل|-)\s*{NUMBER}\s*)?)?{_UNIT_AR}(?:\s+{_TAIL_AR})?"
_AMOUNT_LATN = rf"(?:{NUMBER}\s+)?{_UNIT_LATN}"

_BEGAN_EN = any_of("started start began begun came_on commenced onset")
_BEGAN_AR = any_of("بدا بدات بد بلش بلشت ابتدا ابتدت ابتدي ظهر ظهرت بديت")
_SINCE_AR = any_of("من منذ مند من_حوالي ومن ومنذ")
_HELD_AR = any_of(
    "صار_لي صارلي صارله صار_له صارلها صار_لها بقالي بقاله بقالها بقالنا بقي_لي لي له لها الي اله الها الو"
)
_SINCE_LATN = any_of("men min mn sarli sar_li ba2ali ba2aly mundhu monzo")
_BEFORE_LATN = any_of("2abl abl gabl gabel qabl")
_LASTS_EN = any_of(
    "for lasting last lasts lasted over_the_past over_the_last during_the_past during_the_last in_the_last"
)
_LASTS_AR = any_of("لمده مده طوال طول يستمر ويستمر استمر بيستمر وبيستمر يدوم مستمر تستمر وتستمر بتستمر استمرت")
_NOT_SUFFERED = any_of(
    "age gestation pregnancy amenorrhoea treatment antibiotics tablets life work school uni holiday leave marriage",
    "the my his her this every each walking running swimming gym exercise physio physiotherapy study training",
)
"""What follows "three days of" where it is no complaint that lasts so long."""

_MOMENT_AR = any_of("ساعه وقت يوم ليله اول لما حين لحظه ساعت")
_CLAUSE_AR = rf"{_MOMENT_AR}\s+ما\s+\w+(?:\s+\w+){{0,3}}"
_CLAUSE_EN = r"(?:the|my|i|last|we|he|she)\b(?:\s+\w+){1,5}"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "start",
        (
            rf"\b{_BEGAN_EN}\b(?:\s+\w+){{0,3}}?\s+(?:{_AMOUNT_EN}\s+(?:ago|back|before)|{_POINT_EN})"
            rf"|{WORD_START}و?{_BEGAN_AR}\b(?:\s+\w+){{0,3}}?\s+(?:(?:قبل|من|منذ|في)\s+)?"
            rf"(?:{_DATE_AR}|{_AMOUNT_AR}|{_POINT_AR}){WORD_END}"
        ),
    ),
    (
        "start",
        (
            rf"{_AMOUNT_EN}\s+(?:ago|back)\b|{WORD_START}قبل\s+(?:{_AMOUNT_AR}|{_POINT_AR}){WORD_END}"
            rf"|\b{_BEFORE_LATN}\s+{_AMOUNT_LATN}"
        ),
    ),
    (
        "since",
        (
            rf"\b(?:(?:ever )?since\s+|from\s+(?={_DATE_EN}))(?:{_POINT_EN}|{_AMOUNT_EN}(?:\s+ago)?|{_CLAUSE_EN})"
            rf"|{WORD_START}(?<!ستمر )(?<!يدوم ){_SINCE_AR}\s+"
            rf"(?:{_CLAUSE_AR}|(?:{_DATE_AR}|{_AMOUNT_AR}|{_POINT_AR})(?!\s+ما\b)){WORD_END}"
            rf"|{WORD_START}(?<!\d )و?{_HELD_AR}\s+(?:{_AMOUNT_AR}|{_POINT_AR}){WORD_END}"
            rf"|\b{_SINCE_LATN}\s+(?:{_AMOUNT_LATN}|{_POINT_LATN}|{NUMBER}\s+{_UNIT_LATN})"
        ),
    ),
    (
        "length",
        (
            rf"\b{_LASTS_EN}\s+(?:the\s+)?(?:past\s+|last\s+)?"
            rf"(?:{_AMOUNT_EN}|{_BARE_EN}|a while|ages|a long time)\b(?!\s+ago)"
            rf"|{WORD_START}{_LASTS_AR}\s+(?:من\s+|ل)?{_AMOUNT_AR}{WORD_END}"
            rf"|{NUMBER}\s*-?\s*(?:day|week|month|hour|year)s?(?:'s)?(?:[- ]old)?\s+history"
            r"|\bx\s?\d{1,2}\s?(?:d|day|days|wk|wks|week|weeks|month|months|hr|hrs|hour|hours)\b"
            r"|(?:(?<=\bfor )|(?<=\bwith )|(?<=\bx )|(?<=\bpast )|(?<=\blast ))\d{1,2}/(?:7|52|12)(?![\d/])"
            r"|(?<![\d/])\b\d{1,2}/(?:7|52|12)(?=\s(?:of|history|hx|h/o)\b)"
            r"|(?<!after )(?<!last )(?<!take )"
            rf"\b{NUMBER}\s*(?:day|week|month|hour|year)s?(?=\s+of\b(?! {_NOT_SUFFERED}\b))"
        ),
    ),
)
_MANNER = re.compile(
    r"\b(?:very |quite |so )?"
    + any_of(
        "suddenly sudden all_of_a_sudden out_of_nowhere out_of_the_blue abruptly gradually gradual slowly",
        "little_by_little bit_by_bit over_time progressively woke_me woke_up_with instantly within_seconds",
        "within_minutes fag2a faj2a fja2a foj2a shwai_shwai",
    )
    + r"\b|"
    + WORD_START
    + r"(?:و|ب|بشكل )?"
    + any_of(
        "فجاه مفاجي علي_غفله مره_واحده مره_وحده تدريجي~ بالتدريج تدريج شوي_شوي شويه_شويه شييا_فشييا ببط~ علي_مهل",
    )
    + WORD_END
)
_BARE_TIME = rf"(?:{_AMOUNT_EN}|{_AMOUNT_AR}|{_POINT_EN}|{_POINT_AR}|{_AMOUNT_LATN}|{_POINT_LATN}){WORD_END}"

_compiled = cache(re.compile)
"""These are long: compiled when first used, they do not keep the start waiting."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, what it says, and where."""

    kind: Kind
    where: Stretch


def times(text: Text) -> list[Time]:
    """Every time expression; of those that overlap the first kind counts."""
    found: list[Time] = []
    taken: set[int] = set()
    for kind, pattern in _PATTERNS:
        for _, where in find_all(_compiled(pattern), text):
            if not taken & set(where.tokens):
                taken |= set(where.tokens)
                found.append(Time(kind, where))
    return found


def manners(text: Text) -> Iterator[Stretch]:
    """Where it is said how it began: suddenly, gradually, تدريجيا."""
    for _, where in find_all(_MANNER, text):
        yield where


def bare_times(text: Text) -> Iterator[Stretch]:
    """Every length or point of time, however it is put: "two weeks", "أسبوعين"."""
    for _, where in find_all(_compiled(_BARE_TIME), text):
        yield where


def names_a_time(text: Text) -> bool:
    """Whether a time of any kind is named, "two days" alone included."""
    return bool(_compiled(_BARE_TIME).search(text.folded) or times(text))
