"""The piece of a text that shows why it was found, with the found words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.store.query import Term
from app.store.words import Place, places

_WIDTH = 160
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Snippet:
    """Literal text of the source, cut to a width, with (start, end) offsets of the marked words in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(text: str, terms: Sequence[Term]) -> Snippet:
    """Cut the text around the first place where most of the terms stand near each other."""
    found = [place for place in places(text) if any(term.covers(place.word) for term in terms)]
    begin, end = _window(text, found)
    cut = text[begin:end].replace("\n", " ").replace("\r", " ")
    left, right = ("…" if begin else ""), ("…" if end < len(text) else "")
    shift = len(left) - begin
    marks = tuple(
        (place.start + shift, place.end + shift) for place in found if begin <= place.start < place.end <= end
    )
    return Snippet(left + cut + right, marks)


def _window(text: str, found: Sequence[Place]) -> tuple[int, int]:
    if len(text) <= _WIDTH or not found:
        return 0, min(len(text), _WIDTH)
    best = max(found, key=lambda first: _distinct(found, first))
    begin = _word_start(text, max(0, best.start - _BEFORE), best.start)
    end = min(len(text), max(begin + _WIDTH, best.end))
    return begin, max(best.end, _word_end(text, end))


def _distinct(found: Sequence[Place], first: Place) -> int:
    """How many different words a window that begins at `first` would show; `max` keeps the earliest."""
    reach = first.start + _WIDTH - _BEFORE
    return len({place.word for place in found if first.start <= place.start and place.end <= reach})


def _word_start(text: str, begin: int, limit: int) -> int:
    """Not in the middle of a word: the first blank after `begin` and before `limit`, if there is one."""
    blank = text.find(" ", begin, limit) if begin else -1
    return blank + 1 if blank >= 0 else begin


def _word_end(text: str, end: int) -> int:
    blank = text.rfind(" ", 0, end) if end < len(text) else -1
    return blank if blank > 0 else end
