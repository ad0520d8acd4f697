"""Texts with people taken out: stable placeholders, and quotes that stay parts of the messages they are from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from app.export.deidentify.found import Found, Kind, settle
from app.export.deidentify.name_lists import name_lists
from app.export.deidentify.recognise import Known, recognise
from app.text.fold import fold
from app.text.locale import locale
from app.values import Language

_NUMBERED: frozenset[Kind] = frozenset({"name", "phone", "email", "id", "passport", "record", "address"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was replaced by what, and how often."""

    kind: Kind
    original: str
    replacement: str
    count: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text before and after; `edits` are (start, end, replacement) in the text before, in order."""

    before: str
    after: str
    edits: tuple[tuple[int, int, str], ...]

    def part(self, quote: str) -> str | None:
        """What became of a part of the text; a placeholder that it cuts is taken whole. None where it is no part."""
        start = self.before.find(quote) if quote else -1
        if start < 0:
            return None
        return self.after[self._place(start, False) : self._place(start + len(quote), True)]

    def _place(self, at: int, end: bool) -> int:
        shift = 0
        for first, last, new in self.edits:
            if at <= first or (at < last and not end):
                return min(at, first) + shift if at <= first else first + shift
            if at < last:
                return first + shift + len(new)
            shift += len(new) - (last - first)
        return at + shift


class Redactor:
    """Replaces what tells who somebody is; the same person or number gets the same placeholder everywhere."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._numbers: dict[tuple[Kind, str], int] = {}
        self._literals: dict[str, Kind] = {}
        self._pattern: re.Pattern[str] | None = None
        self._counts: Counter[tuple[Kind, str, str]] = Counter()

    def learn(self, text: str) -> None:
        """Remember what a text tells, so that it is found again where no cue stands beside it."""
        for one in recognise(text, self._known):
            literal = text[one.start : one.end]
            if one.kind in _NUMBERED and len(literal) > 2 and not (one.kind == "name" and _everyday(literal)):
                self._literals[literal] = one.kind
        ordered = sorted(self._literals, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None

    def redact(self, text: str, language: Language) -> Redacted:
        """The text with placeholders in `language`."""
        found = recognise(text, self._known)
        if self._pattern:
            again = [Found(*match.span(), self._literals[match[0]]) for match in self._pattern.finditer(text)]
            found = settle([*found, *again])
        edits = tuple((one.start, one.end, self._replacement(one, text, language)) for one in found)
        pieces, at = [], 0
        for start, end, new in edits:
            pieces += [text[at:start], new]
            at = end
        return Redacted(text, "".join(pieces) + text[at:], edits)

    def report(self) -> tuple[Replaced, ...]:
        """Everything that was replaced, by kind."""
        return tuple(Replaced(*key, count) for key, count in sorted(self._counts.items()))

    def _replacement(self, one: Found, text: str, language: Language) -> str:
        original = text[one.start : one.end]
        new = one.replacement or self._placeholder(one.kind, original, language)
        self._counts[(one.kind, original, new)] += 1
        return new

    def _placeholder(self, kind: Kind, original: str, language: Language) -> str:
        label = locale(language, False)("deidentify-" + kind)
        if kind not in _NUMBERED:
            return f"[{label}]"
        bare = re.sub(r"[\W_]", "", fold(original))
        count = sum(known == kind for known, _ in self._numbers)
        return f"[{label} {self._numbers.setdefault((kind, bare), count + 1)}]"


def _everyday(name: str) -> bool:
    """Whether a single-word name is an everyday word too, so that it may not be replaced without a cue."""
    known = name_lists()
    return fold(name) in known.doubtful or (not name.isascii() and " " not in name)
