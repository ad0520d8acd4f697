"""The word lists behind language detection, read from `assets/text` on first use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.config import ASSETS
from app.errors import ContentProblem

_SPELLING = (
    ("kh", "K"), ("gh", "G"), ("sh", "S"), ("ch", "S"), ("dj", "j"), ("th", "t"), ("dh", "z"),
    ("'", ""), ("’", ""), ("-", ""),
)  # fmt: skip
_LETTERS = str.maketrans({"3": "", "2": "", "5": "K", "6": "t", "7": "h", "8": "q", "9": "s", "g": "j",
                          "e": "i", "y": "i", "o": "u", "w": "u"})  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Words:
    """Sets of lower-case words.

    `shared` are names that Arabic speakers use as they are (drugs, "doctor"); `codes` are laboratory
    and chemical names with digits. `arabizi` and `arabizi_weak` hold spelling keys, not spellings.
    """

    english: frozenset[str]
    english_grammar: frozenset[str]
    arabic_grammar: frozenset[str]
    units: frozenset[str]
    arabic_units: frozenset[str]
    shared: frozenset[str]
    codes: frozenset[str]
    arabizi: frozenset[str]
    arabizi_weak: frozenset[str]


def spelling_key(word: str) -> str:
    """One key for the many Latin spellings of an Arabic word: `sodaa3`, `suda3` and `sooda3` share theirs.

    Digits that stand for Arabic letters become their usual Latin letters or fall away, long and
    short vowels become one, and doubled letters single.
    """
    word = word.lower()
    for spelled, sound in _SPELLING:
        word = word.replace(spelled, sound)
    return _DOUBLED.sub(r"\1", word.translate(_LETTERS))


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists, read once. Raises ContentProblem where a file or a section is missing."""
    english = sections_of("english.txt")
    grammar = sections_of("grammar.txt")
    arabizi = sections_of("arabizi.txt")
    try:
        return Words(
            english=frozenset(english[""]) | frozenset(grammar["english"]),
            english_grammar=frozenset(grammar["english"]),
            arabic_grammar=frozenset(grammar["arabic"]),
            units=frozenset(grammar["units"]),
            arabic_units=frozenset(grammar["arabic-units"]),
            shared=frozenset(grammar["shared"]),
            codes=frozenset(grammar["codes"]),
            arabizi=frozenset(map(spelling_key, arabizi["strong"])),
            arabizi_weak=frozenset(map(spelling_key, arabizi["weak"])),
        )
    except KeyError as error:
        raise ContentProblem(file="assets/text", reason=f"no section {error}") from error


def sections_of(name: str) -> dict[str, list[str]]:
    """The sections of a word file of `assets/text`: `[name]` begins one, `#` begins a comment line.

    What stands before the first section is under "". Raises ContentProblem where the file is missing.
    """
    try:
        lines = (ASSETS / "text" / name).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ContentProblem(file=f"assets/text/{name}", reason=error.strerror or str(error)) from error
    found: dict[str, list[str]] = {}
    section = ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[] ")
        elif not line.startswith("#"):
            found.setdefault(section, []).extend(line.split())
    return found
