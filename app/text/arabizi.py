"""Telling Arabic in Latin letters ("3andi soda3", "waja3 fi sadri") from English, word by word."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException

from app.text.words import Words, spelling_key, words

_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DIGIT_LETTER = re.compile(r"(?:[a-z][235679]|^[235679]['’]?[a-z])")
_CODE = re.compile(r"\d{2,}[a-z]+|\d+(?:st|nd|rd|th|s|x|d|am|pm)|\w*[014]\w*|[a-z]+\d{2,}|[a-z]{1,2}\d|(?:[a-z]\d){2,}")
_ARTICLE = ("il", "al", "l", "bil", "fil", "lil", "ual", "uil", "ua", "ui", "as", "is", "at", "it", "ar", "ir")
_ENDING = re.compile(r"(?:i|ni|ak|ik|uk|u|ha|na|hum|kum|hun|kun|S|uS|iS|in|at|a|ai)$")
_SHAPE = re.compile(
    r"^(?:[ae]l-?|bt|by|bn|mt|yit|yet|mst|kh|7|3|9|5)|aa|q(?!u)|kh|[^aeiou\W]3|7|(?:ni|ti|sh|iyya|iya|een|een|oon|ak|ek|ik|hom|kom|oh|ah|eh|ee|j|3|2|7)$"
)
_TIE_LANGUAGES = ("en", "so", "sw", "id", "tl", "sq", "tr", "fi", "et", "hr")


@lru_cache(maxsize=4096)
def arabic_score(word: str) -> float:
    """How much one Latin-letter word speaks for Arabic: 1.5 by its digits, 1 where it is known, 0.5 perhaps, else 0."""
    known = words()
    lowered = _STRETCHED.sub(r"\1", word.lower())
    if is_english(word):
        return 0.25 if spelling_key(lowered) in known.arabizi_weak and len(lowered) < 4 else 0.0
    if any(map(str.isdigit, word)):
        return 1.5 if has_letter_digit(word) else 0.0
    key = spelling_key(lowered)
    if len(key) > 1 and _is_known(key, known):
        return 1.0
    return 0.5 if key in known.arabizi_weak else 0.0


@lru_cache(maxsize=4096)
def english_score(word: str) -> float:
    """How much one Latin-letter word speaks for English: 1 where it builds sentences, 0.8 where it is known, else 0."""
    known = words()
    lowered = word.lower().replace("’", "'")
    if lowered in known.english_grammar:
        return 1.0
    if lowered in known.shared:
        return 0.0
    return 0.8 if is_english(word) else 0.0


def is_english(word: str) -> bool:
    """Whether a Latin-letter word is on the English list, in any case, plain, inflected or stretched ("yesss")."""
    known = words()
    lowered = word.lower().replace("’", "'")
    if "-" in lowered:
        return all(map(is_english, filter(None, lowered.split("-"))))
    stem = lowered.partition("'")[0]
    tries = {lowered, stem, _STRETCHED.sub(r"\1", lowered), _STRETCHED.sub(r"\1\1", lowered)}
    tries |= {lowered.removesuffix(end) for end in _INFLECTIONS if len(lowered) - len(end) > 3}
    return not (tries.isdisjoint(known.english) and tries.isdisjoint(known.shared))


def has_letter_digit(word: str) -> bool:
    """Whether digits in a word stand for Arabic letters (`3andi`, `soda3`) and not for numbers (`B12`, `3days`)."""
    lowered = word.lower()
    if not _DIGIT_LETTER.search(lowered):
        return False
    known = words()
    if lowered in known.codes:
        return False
    if spelling_key(lowered) in known.arabizi:
        return True
    letters = lowered.strip("0123456789")
    return not (_is_code(word) or letters in known.units or is_english(letters))


def _is_code(word: str) -> bool:
    """Whether a word of letters and digits is a laboratory or chemical name, a count or an ordinal."""
    short = sum(map(str.isalpha, word)) <= 4
    return bool(_CODE.fullmatch(word.lower())) or (short and any(map(str.isupper, word[1:])))


def shaped_like_arabizi(word: str) -> bool:
    """Whether an unknown word has sounds or endings common in Arabic and rare in English."""
    return bool(_SHAPE.search(word.lower()))


@lru_cache(maxsize=256)
def statistics_say_english(text: str) -> bool:
    """langdetect's vote between English and the languages it takes Latin-letter Arabic for. Seeded, so repeatable."""
    detector = _factory().create()
    try:
        detector.append(text)
        return detector.detect() == "en"
    except LangDetectException:
        return True


@lru_cache(maxsize=1)
def _factory() -> detector_factory.DetectorFactory:
    """A detector of a few languages only: a fifth of the memory and of the loading time of all of them."""
    factory = detector_factory.DetectorFactory()
    factory.set_seed(0)
    folder = Path(detector_factory.PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / name).read_text(encoding="utf-8") for name in _TIE_LANGUAGES])
    return factory


def _is_known(key: str, known: Words) -> bool:
    """Whether a key is on the list, as it is or without its article, conjunction or pronoun ending."""
    stems = [key] + [key.removeprefix(part) for part in _ARTICLE if key.startswith(part) and len(key) - len(part) > 2]
    return any(
        stem in known.arabizi or (len(stem) > 4 and any(form in known.arabizi for form in _bare(stem)))
        for stem in stems
    )


def _bare(stem: str) -> tuple[str, ...]:
    """The stem without a pronoun or feminine ending, and with the ending the list usually gives."""
    cut = _ENDING.sub("", stem)
    return (cut, cut + "i", cut + "a") if len(cut) > 2 else ()
