"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A number with all that belongs to it is one piece: half a range could not be isolated, and would be read backwards.
_PIECE = re.compile(r"\s+|\d+(?:\s?[.,:/×x\-–—−٫٬]\s?\d+)*|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of text that both have (`same`), that went (`gone`), or that came (`new`)."""

    kind: Literal["same", "gone", "new"]
    text: str


def changes(before: str, after: str) -> list[Change]:
    """The pieces in the order of reading; what went stands before what came in its place."""
    return [one for one in _changes(_PIECE.findall(before), _PIECE.findall(after)) if one.text]


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(after[b1:b2]))
        else:
            yield Change("gone", "".join(before[a1:a2]))
            yield Change("new", "".join(after[b1:b2]))
