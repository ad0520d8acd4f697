"""Texts as folded words: what duplicates, leaks and counts are found by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.text.fold import fold
from models.dataset.record import Content

_WORD = re.compile(r"\w+")


def folded_words(text: str) -> list[str]:
    """The words of a text, folded: the same ones however an Arabic word was spelled."""
    return _WORD.findall(fold(text))


def grams(words: Sequence[str], length: int) -> Iterator[str]:
    """Every run of `length` words, joined by a space."""
    return (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


def all_words(content: Content) -> list[str]:
    """The words of everything an item says, in reading order."""
    return [word for text in content.texts() for word in folded_words(text)]


def telling_words(content: Content) -> list[str]:
    """The words that tell one item from another: of a chat what the user says, since assistants ask the same things."""
    if not content.turns:
        return all_words(content)
    return [word for turn in content.turns if turn.role == "user" for word in folded_words(turn.text)]
