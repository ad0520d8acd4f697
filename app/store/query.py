"""What a person types into the search box, as an expression that the index understands and nothing can break."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.store.words import readings, words

_CHUNK = re.compile(r'["“”„]([^"“”„]+)["“”„]|([^\s"“”„]+)')
_TERMS = 12
_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: a word (and words that begin with it), or several words in a row.

    `exact` words stood in quotes: they are found as they are, not as beginnings.
    """

    words: tuple[str, ...]
    exact: bool = False

    @property
    def open(self) -> bool:
        """Whether the last word may go on: not in quotes, not a number, not a single letter."""
        last = self.words[-1]
        return not self.exact and len(last) > 1 and not last.isdigit()

    def expression(self) -> str:
        """This term for FTS5. The words hold letters and digits only, so quoting them is always safe."""
        said = f'words : "{" ".join(self.words)}"' + (" *" if self.open else "")
        others = sorted(self._readings)
        return f"({said} OR stems : ({' OR '.join(_quoted(others))}))" if others else f"({said})"

    def covers(self, word: str) -> bool:
        """Whether this folded word of a text is one that the term finds."""
        if word in self.words or not self._readings.isdisjoint(readings(word)):
            return True
        return self.open and word.startswith(self.words[-1])

    @property
    def _readings(self) -> frozenset[str]:
        """Other forms count for a single word outside quotes."""
        return frozenset() if self.exact or len(self.words) > 1 else readings(self.words[0])


def _quoted(words: list[str]) -> list[str]:
    return [f'"{word}"' for word in words]


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a query, all of which have to be found; empty where it holds no letter and no digit.

    At most 12 terms of the first 500 characters count, so that a pasted page is no attack.
    """
    terms = []
    for quoted, plain in _CHUNK.findall(text[:_CHARACTERS]):
        found = tuple(words(quoted or plain))
        if found:
            terms.append(Term(found, exact=bool(quoted)))
    return tuple(dict.fromkeys(terms))[:_TERMS]
