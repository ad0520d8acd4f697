"""The words that the rules know, read from `words.toml` once."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.text.fold import fold, stems
from app.values import Language

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = Path(__file__).with_name("words.toml")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Denials:
    """How one language denies.

    `clause` words deny a statement, `phrase` words a word; the patterns find words that such a one may
    stand for in the other language, phrases that only look like a denial, and spoken ones.
    """

    clause: frozenset[str]
    phrase: frozenset[str]
    for_clause: re.Pattern[str]
    for_phrase: re.Pattern[str]
    looks: re.Pattern[str]
    spoken: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers by word, scales by word, units by spelling, months and denials. Every word stands folded."""

    numbers: Mapping[Language, Mapping[str, frozenset[Decimal]]]
    scales: Mapping[str, Decimal]
    units: Mapping[str, str]
    times: frozenset[str]
    months: Mapping[str, Decimal]
    denials: Mapping[Language, Denials]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of `words.toml`."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    spelled = {**table["units"], **table["times"]}
    return Vocabulary(
        numbers={"en": _by_word(table["numbers"]["en"]), "ar": _by_word(table["numbers"]["ar"])},
        scales={fold(word): Decimal(value) for value, words in table["scales"].items() for word in words},
        units={fold(word).replace(" ", ""): name for name, words in spelled.items() for word in (name, *words)},
        times=frozenset(table["times"]),
        months={fold(word): Decimal(value) for value, words in table["months"].items() for word in words},
        denials={"en": _denials(table["denial"]["en"]), "ar": _denials(table["denial"]["ar"])},
    )


def tokens(text: str) -> list[str]:
    """The folded words of a text, digits left out."""
    return WORD.findall(fold(text))


def forms(word: str, language: Language) -> frozenset[str]:
    """Every reading of a folded word: in Arabic with and without its clitics."""
    return stems(word) if language == "ar" else frozenset({word, word.replace("'", "")})


def _by_word(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[Decimal]]:
    found: dict[str, set[Decimal]] = {}
    for value, words in table.items():
        for word in words:
            found.setdefault(fold(word), set()).add(Decimal(value))
    return {word: frozenset(values) for word, values in found.items()}


def _denials(table: Mapping[str, Any]) -> Denials:
    both = table.get("perhaps", [])
    phrases = "|".join(rf"\w?{re.escape(fold(phrase))}" for phrase in table["looks"])
    return Denials(
        clause=frozenset(map(fold, table["clause"])),
        phrase=frozenset(map(fold, table["phrase"])),
        for_clause=_pattern([*both, *table.get("perhaps_clause", [])]),
        for_phrase=_pattern([*both, *table.get("perhaps_phrase", []), *table.get("perhaps_clause", [])]),
        looks=re.compile(rf"(?<!\w)(?:{phrases})(?!\w)"),
        spoken=re.compile(table.get("spoken", "(?!)")),
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(word)).replace(r"\*", r"\w*").replace(r"\?", r"\w") for word in words))
