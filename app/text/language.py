"""Which language a message is in, and how it runs.

Script decides first. Among Latin letters, word lists tell English from Arabic written in them, and
langdetect breaks a tie: alone it fails on short clinical text ("ok", "BP 120/80").
"""

from __future__ import annotations

from dataclasses import dataclass

from app.text import arabizi
from app.text.direction import balance, direction
from app.text.script import ARABIC_LETTER, latin_words, sample
from app.text.words import words
from app.values import Direction, Language, direction_of

FEW = 2
"""Unknown words beyond which a text is taken for English, as clinicians' shorthand is."""

DECIDED = 2.0
"""A lead of this many English words settles a text without looking further."""


@dataclass(frozen=True, slots=True)
class Detection:
    """`language` is None without letters to judge by; `mixed` says that both languages are there in substance."""

    language: Language | None
    mixed: bool
    direction: Direction


def detect(text: str, fallback: Language | None = None) -> Detection:
    """The language of `text`; without letters, or with no more than units and names, `fallback` where there is one.

    Deterministic, and bounded for texts of any length.
    """
    part = sample(text)
    if ARABIC_LETTER.search(part):
        shares = balance(part)
        language: Language = "ar" if shares.arabic >= shares.latin else "en"
        return Detection(language, shares.mixed, direction_of(language))
    latin = latin_words(part)
    if latin and not (fallback and _tells_no_language(latin)):
        language, mixed = _judge_latin(part, latin)
        return Detection(language, mixed, "ltr")
    flow = direction(part, fallback)
    return Detection(fallback, False, flow)


def is_arabizi(text: str) -> bool:
    """Whether `text` is Arabic written in Latin letters."""
    part = sample(text)
    return not ARABIC_LETTER.search(part) and detect(part).language == "ar"


def _tells_no_language(latin: list[str]) -> bool:
    """Whether words in Latin letters are at home in both languages, or unknown to both and one might be Arabic."""
    telling = [word for word in latin if not _is_of_any_language(word)]
    if len(telling) > FEW or any(arabizi.english_score(word) or _speaks_arabic(word) for word in telling):
        return False
    shaped = sum(map(arabizi.shaped_like_arabizi, telling))
    return not telling or shaped == 1 or (shaped == 0 and any(map(arabizi.arabic_score, telling)))


def _is_of_any_language(word: str) -> bool:
    """Whether a word in Latin letters is at home in both: a unit, a medicine, a code, a letter ("500mg", "F")."""
    known = words()
    letters = word.lower().strip("0123456789")
    alone = len(letters) <= 1 and letters not in known.english_grammar
    return alone or letters in known.units or letters in known.shared or word.lower() in known.codes


def _judge_latin(text: str, latin: list[str]) -> tuple[Language, bool]:
    """Language and mixedness of a text in Latin letters alone."""
    tokens = [word for word in latin if word.lower() not in words().units]
    english = sum(map(arabizi.english_score, tokens))
    arabic = sum(map(arabizi.arabic_score, tokens))
    mixed = any(map(_speaks_arabic, tokens)) and any(map(_speaks_english, tokens))
    if english - arabic >= DECIDED or (english and not arabic):
        return "en", mixed
    if arabic >= 1.0 and arabic > english:
        return "ar", mixed
    return _break_tie(text, tokens, arabic, english), mixed


def _speaks_arabic(word: str) -> bool:
    return len(word) > 2 and arabizi.arabic_score(word) >= 1.0


def _speaks_english(word: str) -> bool:
    return len(word) > 2 and arabizi.english_score(word) > 0 and not arabizi.arabic_score(word)


def _break_tie(text: str, tokens: list[str], arabic: float, english: float) -> Language:
    """English unless the shape of the unknown words and langdetect both speak for Arabic."""
    plain = [word for word in tokens if word.isalpha()]
    unknown = [word for word in plain if not arabizi.is_english(word) and not arabizi.arabic_score(word)]
    shaped = sum(map(arabizi.shaped_like_arabizi, unknown))
    evidence = arabic + 0.5 * shaped
    if evidence < 0.5 or evidence <= english or not (arabic or shaped > 1):
        return "en"
    return "en" if arabizi.statistics_say_english(text) else "ar"
