"""Slips of the pen in English words: "siezure" is seizure, "diahrrea" is not guessed at.

A word is mended only where it is long, no word of the content, and no English word that is known; and
only by one letter: one too many, one missing, one taken for another that sounds like it, or two in the wrong
order (after Damerau 1964).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.text.arabizi import is_english

SHORTEST = 6
"""Letters of the shortest word that is mended: of shorter ones too many are a letter apart."""

_ALIKE = ("aeiouy", "csz", "ckq", "fv", "mn")
"""Letters that are written for each other; any other in place of one makes another word (delicious, delirious)."""

_WORDS = frozenset(
    {
        "shouting", "singing", "leather", "feather", "saving", "perfect", "slower", "sprint", "halves", "factory",
        "begging", "former", "broker", "walker", "collage", "resent", "thrust", "teasing", "stinging", "swings",
        "lonely", "messed", "arrive", "dinner", "dessert", "starved", "warmer", "buried", "closest", "elected",
        "breather", "breathy", "coughing", "shooter", "breeding", "pulley", "massages", "serous", "traits", "trails",
    }
)  # fmt: skip
"""English words beside the known ones that are a letter away from words of the content."""


class Speller:
    """The long words of the content, by what is left of each with one letter taken out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, set[str]] = defaultdict(set)
        for word in words:
            if len(word) >= SHORTEST and word.isascii() and word.isalpha():
                for rest in _rests(word):
                    self._by_rest[rest].add(word)

    def meant(self, word: str) -> frozenset[str]:
        """The words of the content that a misspelt word may stand for; none for a word that is known."""
        if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or word in _WORDS or is_english(word):
            return frozenset()
        near = {known for rest in _rests(word) for known in self._by_rest.get(rest, ())}
        return frozenset(known for known in near if known[0] == word[0] and is_one_slip(word, known))


def is_one_slip(written: str, meant: str) -> bool:
    """Whether two words differ by a letter put in, left out or taken for one alike, or by two neighbours exchanged."""
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(written), len(meant)) - start and written[-1 - end] == meant[-1 - end]:
        end += 1
    left, right = written[start : len(written) - end], meant[start : len(meant) - end]
    if len(left) == len(right) == 1:
        return any(left in alike and right in alike for alike in _ALIKE)
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _rests(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
