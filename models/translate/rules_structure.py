"""Rules about structure: options with their letters, the turns of a dialogue, placeholders, tags and addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.text.fold import fold
from models.dataset.record import LETTERS
from models.translate.values import Finding, Pair

_OPTION = re.compile(
    r"^[ \t]*[(\[]?(?P<letter>[A-Ja-jأابجدهوزحطي])ـ?[.):\-\]][ \t]+(?P<text>.*\S)[ \t]*$", re.MULTILINE
)
_MARK = re.compile(
    r"\{\{?\w*\}?\}|%\(?\w*\)?[sd]\b|</?[A-Za-z][\w\-]*(?:\s[^<>\n]*)?/?>|\[(?:[A-Z]+_[A-Z_0-9]+|NAME|DATE|AGE|PLACE|PHONE|ID|PATIENT|DOCTOR|HOSPITAL|PERSON|ADDRESS)\]|__\w+__|\$\{\w+\}"
    r"|https?://[^\s)\]،]+|\b[\w.+\-]+@[\w\-]+\.[\w.\-]+\w"
)
_CODE = re.compile(r"(?<![\w\-])(?=[A-Za-z]*\d)(?=\d*[A-Z])[A-Z0-9][A-Za-z0-9]{1,9}(?![\w\-])")
_SPEAKER = re.compile(
    r"^[ \t]*(?:user|assistant|patient|doctor|المستخدم|المساعد|المريض|المريضة|الطبيب|الطبيبة)\s*:", re.I | re.M
)
_DISEASES = re.compile(r"covid|sars|mers|cov", re.IGNORECASE)


def check_structure(pair: Pair) -> Iterator[Finding]:
    """Options, speakers, marks and codes of both texts agree."""
    yield from _options(options(pair.source), options(pair.target))
    ours, theirs = len(_SPEAKER.findall(pair.source)), len(_SPEAKER.findall(pair.target))
    if ours != theirs and ours > 1:
        yield Finding("speakers", "fault", str(ours), str(theirs))
    yield from _marks(pair)
    yield from _codes(pair)


def options(text: str) -> list[tuple[int, str]]:
    """The options of a text: each one's place in its alphabet and its words. A lone lettered line is no option."""
    found = [(_place(match["letter"]), match["text"]) for match in _OPTION.finditer(text)]
    return found if len(found) > 1 else []


def _place(letter: str) -> int:
    upper = "أ" if letter == "ا" else letter.upper()
    return next((alphabet.index(upper) for alphabet in LETTERS.values() if upper in alphabet), -1)


def _options(source: list[tuple[int, str]], target: list[tuple[int, str]]) -> Iterator[Finding]:
    ours, theirs = [place for place, _ in source], [place for place, _ in target]
    if ours != theirs:
        yield Finding("options", "fault", _letters(ours, "en"), _letters(theirs, "ar"))
        return
    distinct = len({fold(text) for _, text in source}) == len(source)
    seen = Counter(fold(text) for _, text in target)
    double = [text for _, text in target if seen[fold(text)] > 1]
    if distinct and double:
        yield Finding("option-double", "fault", target=double[0])


def _letters(places: list[int], language: str) -> str:
    alphabet = LETTERS["ar" if language == "ar" else "en"]
    return " ".join(alphabet[place] for place in places) or "0"


def _marks(pair: Pair) -> Iterator[Finding]:
    ours, theirs = Counter(_found(pair.source)), Counter(_found(pair.target))
    for mark in ours - theirs:
        yield Finding("mark-lost", "fault", source=mark)
    for mark in theirs - ours:
        yield Finding("mark-added", "fault", target=mark)


def _found(text: str) -> list[str]:
    """Placeholders, tags and addresses, without the punctuation of the sentence behind an address."""
    return [mark.rstrip(".,;:") for mark in _MARK.findall(text)]


def _codes(pair: Pair) -> Iterator[Finding]:
    """Codes such as H1N1 or B12: their digits are held by the figures; here, that the name itself is known."""
    letters = fold(pair.target)
    for code in dict.fromkeys(_CODE.findall(pair.source)):
        digits = re.findall(r"\d+", code)
        told = fold(code) in letters or all(digit in letters for digit in digits)
        if not told and not _DISEASES.search(code):
            yield Finding("name-lost", "doubt", source=code)
