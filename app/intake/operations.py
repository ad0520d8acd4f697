"""The place in the name of an operation is not where something is: "my calf swelled up after my knee operation"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.intake.matcher import Match
from app.intake.tokens import Text

_OPERATIONS = frozenset(
    {
        "operation", "operations", "surgery", "op", "replacement", "arthroscopy", "reconstruction", "repair", "scope",
        "عمليه", "جراحه", "منظار", "تبديل", "تغيير", "استبدال", "3amaleyet", "3amaliyat",
    }
)  # fmt: skip
"""Words that stand next to the place that was operated on: after it in English, before it in Arabic."""


def outside_operations(text: Text, matches: Sequence[Match]) -> Iterator[Match]:
    """The matches without findings that take their place from an operation though their words have one of their own.

    A swelling that is told without another place is taken to be where the operation was.
    """
    named = {place for place in _places(matches) if _is_operated_on(text, place)}
    for match in matches:
        borrowed = named & set(match.tokens)
        if match.key[0] != "concept" or not borrowed or not _has_another_place(match, borrowed, matches):
            yield match


def _places(matches: Sequence[Match]) -> Iterator[int]:
    return (match.first for match in matches if match.key == ("word", "body"))


def _is_operated_on(text: Text, place: int) -> bool:
    before = text.tokens[place - 1].forms if place else frozenset()
    after = text.tokens[place + 1].forms if place + 1 < len(text.tokens) else frozenset()
    return bool(_OPERATIONS & (before | after))


def _has_another_place(match: Match, borrowed: set[int], matches: Sequence[Match]) -> bool:
    """Whether the other words of a finding tell another, with a place that no operation names."""
    own = set(match.tokens) - borrowed
    places = set(_places(matches))
    return any(
        other.key[0] == "concept" and own & set(other.tokens) and places & set(other.tokens) - borrowed
        for other in matches
        if not borrowed & set(other.tokens)
    )
