"""How bad it is: out of ten, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.numbers import NUMBER, number
from app.intake.patterns import WORD_END, WORD_START, Stretch, any_of, find_all, stretch
from app.intake.tokens import Text

_TEN = any_of("10 ten عشره العشره 3ashra 3ashara")
_OF = any_of("/ out_of on over of من_اصل من علي min men 3ala")
_OTHER_UNIT = any_of("min~ days day years year سنين ايام دقايق")
_OUT_OF_TEN = re.compile(rf"(?<![\d/.])({NUMBER})\s*{_OF}\s*(?:a\s+)?{_TEN}(?!\d|\s*{_OTHER_UNIT})")
_RANGE = re.compile(rf"(?<![\d/.])(\d{{1,2}})\s*(?:-|to|or|الي|او)\s*(\d{{1,2}})\s*(?:/|out of|من)\s*{_TEN}")
_WORDS = re.compile(
    r"\b(?:(?:very|quite|really|extremely|so|pretty|moderately|fairly) )?"
    + any_of(
        "mild mildly moderate moderately severe severely unbearable excruciating intolerable agonising agonizing",
        "intense terrible awful horrible the_worst worst_ever not_too_bad not_that_bad not_very_bad not_so_bad",
        "bearable tolerable manageable",
    )
    + r"\b|"
    + WORD_START
    + r"(?:ال|و|ب)?"
    + any_of(
        "شديد~ خفيف~ متوسط~ بسيط~ مبرح~ فظيع~ رهيب~ لا_يحتمل لا_يطاق ما_ينطاق ما_ينتحمل ما_بينحمل مش_محتمل",
        "قوي قويه قويا جامد جامده حاد حاده محتمل معتدل~",
    )
    + r"(?:\s+"
    + any_of("جدا كتير كثير اوي قوي مره وايد للغايه")
    + ")?"
    + WORD_END
)
_COUNTED = any_of(
    "times time hours hour hrs days day weeks week months years minutes mins pads pad nappies pillows stairs",
    "steps flights episodes attacks people kg kilos مرات مره ساعات ساعه ايام يوم اسابيع اسبوع شهور اشهر سنين دقايق فوط",
    "حفاضات نوبات ادوار marat marrat sa3at ayyam",
)
"""What is counted where a number is no degree: "he was sick six times"."""

_BARE = re.compile(rf"(?<![\w/.-])({NUMBER})(?![\w/.-])(?!\s*{_COUNTED}{WORD_END})")
_VAGUE = ("a", "an", "few", "couple", "كم", "كام")


def severities(text: Text) -> Iterator[Stretch]:
    """Every statement out of ten; its value reads like `8/10`."""
    ranges = list(_RANGE.finditer(text.folded))
    for match in ranges:
        where = stretch(text, *match.span(), f"{match[1]}-{match[2]}/10")
        if where:
            yield where
    for match in _OUT_OF_TEN.finditer(text.folded):
        if any(other.start() <= match.start() < other.end() for other in ranges):
            continue
        value = number(match[1])
        where = stretch(text, *match.span(), f"{value:g}/10") if value is not None and value <= 10 else None
        if where:
            yield where


def words(text: Text) -> Iterator[Stretch]:
    """Every word of degree: mild, severe, شديد."""
    for _, where in find_all(_WORDS, text):
        yield where


def answered(text: Text) -> str | None:
    """The value of an answer to "how bad, from zero to ten": a bare number counts."""
    given = next(severities(text), None)
    if given:
        return given.value
    for match in _BARE.finditer(text.folded):
        value = number(match[1])
        if value is not None and value <= 10 and match[1] not in _VAGUE:
            return f"{value:g}/10"
    return None
