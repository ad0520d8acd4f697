"""Words as the search index knows them: folded, and once more cut down to their stems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

from app.text.fold import fold, fold_map, strip_clitics

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
def stem(word: str) -> str:
    """What a folded word shares with its other forms: an Arabic one without clitics, an English one by Snowball."""
    if word.isascii():
        return str(stemmer("english").stemWord(word)) if word.isalpha() else word
    return strip_clitics(word) or word


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
