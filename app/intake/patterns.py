"""A stretch of a message that a pattern has read, and where it stands among the words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.tokens import Text

WORD_END = r"(?!\w)"
"""A regular expression for the end of a word of either script."""

WORD_START = r"(?<!\w)"


def any_of(*words: str) -> str:
    """A regular expression, as one group without a number, for any of the words, which blanks part.

    An underscore stands for a blank inside a word, a tilde for any ending. Written in folded letters.
    """
    listed = sorted((word for row in words for word in row.split()), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("_", r"\s+").replace("\\~", r"\w*") for word in listed) + ")"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Literal words of a message, the value read from them, and the numbers of their first and last token."""

    quote: str
    value: str
    first: int
    last: int

    @property
    def tokens(self) -> range:
        """The numbers of its tokens."""
        return range(self.first, self.last + 1)


def stretch(text: Text, start: int, end: int, value: str | None = None) -> Stretch | None:
    """The stretch of `folded[start:end]`; its value is its literal words unless given. None where no word is in it."""
    first, last = text.original_span(start, end)
    head = bisect_right(text.tokens, first, key=lambda token: token.end)
    tail = bisect_left(text.tokens, last, key=lambda token: token.start) - 1
    if head > tail:
        return None
    quote = text.original[first:last].strip()
    return Stretch(quote, quote if value is None else value, head, tail)


def find_all(pattern: re.Pattern[str], text: Text) -> Iterator[tuple[re.Match[str], Stretch]]:
    """Every match of a pattern in the folded text, with its stretch."""
    for match in pattern.finditer(text.folded):
        place = stretch(text, *match.span())
        if place:
            yield match, place
