"""The phrase syntax of the clinical content, parsed: `$pain + $chest`, `"short of breath"`, `vomit*|"throw up"`.

Words stand in order with up to two others between them; `a|b` are alternatives; `word*` is any
ending; `$name` a group of words; `*` any one word; `"..."` contiguous; ` + ` joins parts that may
come in either order within six words of the same sentence. docs/intake.md has the whole syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

from app.intake.morphology import is_arabic
from app.intake.tokens import words

GAP = 2
"""Other words that may stand between two words of a part."""

SHORT = 4
"""Letters up to which a strict Arabic word is taken only as it is written."""

MOST_READINGS = 20_000
"""Readings of one contiguous run; more is a slip of the pen."""

_GROUP = re.compile(r"\$(\w+)")
_ITEM = re.compile(r'(?:"[^"]*"|[^\s"])+')
_CHOICE = re.compile(r'"[^"]*"|[^|"]+')


class PhraseFault(ValueError):
    """A phrase that cannot be read; the text says why."""


class Word(NamedTuple):
    """One word to look for. A `prefix` takes any ending; the empty prefix is any word; an `exact` one no inflection."""

    text: str
    prefix: bool = False
    exact: bool = False


Choice = tuple[Word, ...]
"""An alternative: words that stand next to each other."""


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """One place of a phrase and what may fill it. Equal sources are one object."""

    choices: frozenset[Choice]


@dataclass(frozen=True, slots=True)
class Part:
    """Elements in order; `gaps[i]` other words at most stand before element i."""

    elements: tuple[Element, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts that may come in any order within reach of each other."""

    parts: tuple[Part, ...]

    def words(self) -> Iterator[Word]:
        """Every word that it may be made of."""
        for part in self.parts:
            for element in part.elements:
                for choice in element.choices:
                    yield from choice


class Phrasebook:
    """Reads phrases against word groups. What was read once is not read again."""

    def __init__(self, sources: Mapping[str, Sequence[str]]) -> None:
        """Read the groups; members may name other groups. Raises PhraseFault, also for a circle."""
        self._groups: dict[str, frozenset[Choice]] = {}
        self._elements: dict[tuple[str, bool], Element] = {}
        for name in sources:
            self._group(name, sources, ())

    def __contains__(self, name: str) -> bool:
        """Whether there is a group of this name."""
        return name in self._groups

    def parse(self, source: str, strict: bool = False, gap: int = GAP) -> Phrase:
        """Read one phrase. Raises PhraseFault for an unknown group, an empty part or a stray mark.

        `strict` takes short Arabic words only as they are written: ما is a denial, الماء is not. `gap`
        other words at most stand between two words of a part.
        """
        if source.count('"') % 2:
            raise PhraseFault(f"unbalanced quotes in {source!r}")
        parts = tuple(self._part(piece, strict, gap) for piece in re.split(r"\s\+\s", source.strip()))
        phrase = Phrase(parts)
        if all(word.prefix and not word.text for word in phrase.words()):
            raise PhraseFault(f"{source!r} would match anything")
        return phrase

    def _group(self, name: str, sources: Mapping[str, Sequence[str]], above: tuple[str, ...]) -> None:
        if name in above:
            raise PhraseFault(f"group ${name} contains itself")
        if name not in sources:
            raise PhraseFault(f"unknown group ${name}")
        if name not in self._groups:
            for inner in _GROUP.findall(" ".join(sources[name])):
                self._group(inner, sources, (*above, name))
            self._groups[name] = frozenset(choice for member in sources[name] for choice in self._choices(member))

    def _part(self, source: str, strict: bool, gap: int) -> Part:
        elements: list[Element] = []
        gaps: list[int] = []
        for item in _ITEM.findall(source):
            inside = _contiguous(item)
            for place, piece in enumerate(inside or [item]):
                elements.append(self._element(piece, strict))
                gaps.append(0 if inside and place else gap)
        if not elements:
            raise PhraseFault(f"empty part in {source!r}")
        return Part(tuple(elements), tuple(gaps))

    def _element(self, source: str, strict: bool) -> Element:
        if (source, strict) not in self._elements:
            pieces = _CHOICE.findall(source)
            if not pieces or source.startswith("|") or source.endswith("|") or "||" in source:
                raise PhraseFault(f"empty alternative in {source!r}")
            choices = (choice for piece in pieces for choice in self._choices(piece.strip('"')))
            kept = (tuple(map(_strict, choice)) if strict else choice for choice in choices)
            self._elements[source, strict] = Element(frozenset(kept))
        return self._elements[source, strict]

    def _choices(self, source: str) -> Iterable[Choice]:
        """Every reading of words that stand next to each other, each of which may be a group or have alternatives."""
        rows = [[choice for one in piece.split("|") for choice in self._alternative(one)] for piece in source.split()]
        if not rows or prod(map(len, rows)) > MOST_READINGS:
            raise PhraseFault(f"{'too many readings' if rows else 'empty word'} in {source!r}")
        if len(rows) == 1:
            return rows[0]
        return {tuple(word for choice in reading for word in choice) for reading in product(*rows)}

    def _alternative(self, source: str) -> Iterable[Choice]:
        if not source.startswith("$"):
            return (_literal(source),)
        if source[1:] not in self._groups:
            raise PhraseFault(f"unknown group {source}")
        return self._groups[source[1:]]


def _contiguous(item: str) -> list[str]:
    """The words of an item that is one quoted run, else nothing."""
    if len(item) > 2 and item[0] == item[-1] == '"' and item.count('"') == 2:
        return item[1:-1].split()
    return []


@lru_cache(maxsize=65536)
def _literal(source: str) -> Choice:
    """One literal as the words that it folds to; it may end in `*`, and a `*` alone is any word."""
    core, prefix = (source[:-1], True) if source.endswith("*") else (source, False)
    if set(core) & set('*$|"{}+'):
        raise PhraseFault(f"stray mark in {source!r}")
    read = words(core)
    if not read and (core or not prefix):
        raise PhraseFault(f"no word in {source!r}")
    last = read[-1] if read else ""
    return (*(Word(word) for word in read[:-1]), Word(last, prefix))


def _strict(word: Word) -> Word:
    short = is_arabic(word.text) and len(word.text) <= SHORT and not word.prefix
    return Word(word.text, exact=True) if short else word
