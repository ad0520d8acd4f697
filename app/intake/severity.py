"""How bad it is: out of ten, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.numbers import NUMBER, number
from app.intake.patterns import Stretch, find_all, stretch
from app.intake.tokens import Text

_OUT_OF_TEN = re.compile(
    rf"(?<![\d/.])({NUMBER})\s*(?:/|out of|on|over|of|من اصل|من|علي|min|men|3ala)\s*(?:a\s+)?(?:10|ten|عشره|العشره|3ashra|3ashara)(?!\d|\s*(?:min|days?|years?|سنين|ايام|دقايق))"
)
_RANGE = re.compile(r"(?<![\d/.])(\d{1,2})\s*(?:-|to|or|الي|او)\s*(\d{1,2})\s*(?:/|out of|من)\s*(?:10|ten|عشره)")
_WORDS = re.compile(
    r"\b(?:very |quite |really |extremely |so |pretty |moderately |fairly )?(?:mild(?:ly)?|moderate(?:ly)?|severe(?:ly)?|unbearable|excruciating|intolerable|agonising|agonizing|intense|terrible|awful|horrible|the worst(?: \w+)?(?: of my life)?|worst ever|not (?:too|that|very|so) bad|bearable|tolerable|manageable)\b"
    r"|(?<!\w)(?:ال|و|ب)?(?:شديد\w{0,2}|خفيف\w{0,2}|متوسط\w{0,2}|بسيط\w{0,2}|مبرح\w{0,2}|فظيع\w{0,2}|رهيب\w{0,2}|لا يحتمل|لا يطاق|ما ينطاق|ما ينتحمل|ما بينحمل|مش محتمل|قوي\w{0,2}|جامد\w{0,2}|حاد\w{0,2}|محتمل|معتدل\w{0,2})(?:\s+(?:جدا|كتير|كثير|اوي|قوي|مره|وايد|للغايه))?(?!\w)"
)
_BARE = re.compile(rf"(?<![\w/.-])({NUMBER})(?![\w/.-])")


def severities(text: Text) -> Iterator[Stretch]:
    """Every statement out of ten; its value reads like `8/10`."""
    ranges = [match for match in _RANGE.finditer(text.folded)]
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
        if value is not None and value <= 10 and match[1] not in ("a", "an", "few", "couple"):
            return f"{value:g}/10"
    return None
