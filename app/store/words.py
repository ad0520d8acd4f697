"""Words as the search index knows them: folded, and once more in the readings that other forms of them share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

from app.text.fold import SHORTEST, fold, fold_map, stems

_WORD = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text and where it stands there: `text[start:end]`, marks on its letters included."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The folded words of a text. Digits and letters part, so that `500mg` is found as `500 mg`."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=50_000)
def readings(word: str) -> frozenset[str]:
    """The forms under which another form of a folded word finds it, and it finds the other form.

    An English word has one, its Snowball stem; an Arabic word each way to read its first and last
    letters as article, preposition, "and" or pronoun, because nobody can tell them from the word's
    own letters without a dictionary; a number has none.
    """
    if word.isdigit():
        return frozenset()
    if word.isascii():
        return frozenset((str(stemmer("english").stemWord(word)),))
    return frozenset(reading for reading in stems(word) if len(reading) >= SHORTEST) or frozenset((word,))


def places(text: str) -> Iterator[Place]:
    """The folded words of a text with their places in the text as it was written."""
    folded, origin = fold_map(text)
    for match in _WORD.finditer(folded):
        following = origin[match.end()] if match.end() < len(origin) else len(text)
        end = origin[match.end() - 1] + 1
        # Folding drops vowel marks and tatweel: those that follow the last letter belong to the word.
        while end < following and not fold(text[end]):
            end += 1
        yield Place(match.group(), origin[match.start()], end)
