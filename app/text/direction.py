"""In which direction a text runs, by the majority of its letters.

First-strong (`dir=auto`) is wrong for an Arabic sentence that begins with a drug name. Latin names,
units and abbreviations inside an Arabic sentence count little: they come along, they do not build it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.text.script import LETTER, arabic_words, latin_words, sample
from app.text.words import words
from app.values import Direction, Language, direction_of

NAME = 0.3
"""What a Latin content word counts beside Arabic ones; a word that builds the sentence counts 1."""
CONTENT = 0.6
"""What an Arabic content word counts; dearer than a Latin one, since English names travel more."""
FIRST = 0.5
"""What a sentence-building word counts more where it opens the text."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The weights of both scripts in a text, and whether both carry words of substance."""

    arabic: float
    latin: float
    mixed: bool


def balance(text: str) -> Balance:
    """How a text that has Arabic letters is shared between the two scripts."""
    known = words()
    arabic, latin = arabic_words(text), latin_words(text)
    weight_arabic = sum(1.0 if word in known.arabic_grammar else CONTENT for word in arabic)
    weight_latin = sum(_latin_weight(word) for word in latin)
    opening = LETTER.search(text)
    if latin and opening and text.startswith(latin[0].lstrip("0123456789"), opening.start()):
        weight_latin += FIRST if latin[0].lower() in known.english_grammar else 0.0
    substance = any(len(word) > 2 and _latin_weight(word) > 0 for word in latin)
    return Balance(weight_arabic, weight_latin, substance and any(len(word) > 1 for word in arabic))


def direction(text: str, fallback: Language | None = None) -> Direction:
    """The base direction of `text`; without letters that of `fallback`, without either left to right."""
    part = sample(text)
    if arabic_words(part):
        shares = balance(part)
        return "rtl" if shares.arabic >= shares.latin else "ltr"
    letters = LETTER.findall(part)
    if not letters:
        return direction_of(fallback) if fallback else "ltr"
    right = sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters)
    return "rtl" if 2 * right > len(letters) else "ltr"


def _latin_weight(word: str) -> float:
    known = words()
    lowered = word.lower()
    if lowered.lstrip("0123456789") in known.units:
        return 0.0
    return 1.0 if lowered in known.english_grammar else NAME
