"""Terms and how they are translated: shown to the translator, and looked for in what it wrote."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.text.fold import fold, stems
from models.command import WorkshopError
from models.translate.values import Finding, Pair

SHIPPED = Path(__file__).with_name("glossary.csv")
_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
LONGEST = 6
"""Words of the longest term that is looked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its accepted translations, the preferred one first, and the file it comes from."""

    source: str
    targets: tuple[str, ...]
    origin: str


class Glossary:
    """Terms of one direction, found in a text by its words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[tuple[str, ...], Term] = {}
        for term in terms:
            key = tuple(_WORD.findall(fold(term.source)))
            before = self._terms.get(key)
            targets = tuple(dict.fromkeys((*(before.targets if before else ()), *term.targets)))
            if key and targets:
                self._terms[key] = Term(term.source, targets, before.origin if before else term.origin)

    def __len__(self) -> int:
        return len(self._terms)

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The terms that a text speaks of, the longest at each place, each once."""
        words = _WORD.findall(fold(text))
        found: dict[str, Term] = {}
        at = 0
        while at < len(words):
            term, size = self._at(words, at)
            if term:
                found.setdefault(term.source, term)
            at += size
        return tuple(found.values())

    def _at(self, words: list[str], at: int) -> tuple[Term | None, int]:
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            window = tuple(words[at : at + size])
            for key in (window, (*window[:-1], _singular(window[-1]))):
                if key in self._terms:
                    return self._terms[key], size
        return None, 1


def check_terms(pair: Pair, glossary: Glossary) -> Iterator[Finding]:
    """Terms of the source whose usual translation is not there: a hint, for good words often have another."""
    if pair.source_language != "en":
        return
    text = pair.target
    for term in glossary.terms_in(pair.source):
        if not any(_holds(text, target) for target in term.targets):
            yield Finding("term", "hint", term.source, term.targets[0])


def _holds(text: str, target: str) -> bool:
    """Whether the words of `target` stand in `text`, with whatever clitics."""
    there = _stems_of(text)
    return all(stems(word) & there for word in _WORD.findall(fold(_ASIDE.sub(" ", target))))


@lru_cache(maxsize=64)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(form for word in _WORD.findall(fold(text)) for form in stems(word))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def load_glossary(paths: Iterable[Path], *, shipped: bool = True) -> Glossary:
    """The terms of these files, earlier files first. Raises WorkshopError naming file and fault.

    A file is CSV with a header: `source,target` of our own, or the `sourceString,targetString` of
    TICO-19's term lists. Lines that begin with `#` are notes; `|` stands between several targets.
    """
    files = [*paths, *([SHIPPED] if shipped else [])]
    return Glossary(term for path in files for term in read_terms(path))


def read_terms(path: Path) -> Iterator[Term]:
    """The terms of one file. See load_glossary."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise WorkshopError(f"The glossary {path} cannot be read: {error}.") from error
    rows = csv.DictReader(lines)
    names = set(rows.fieldnames or ())
    columns = next(
        (pair for pair in (("source", "target"), ("sourceString", "targetString")) if set(pair) <= names), None
    )
    if columns is None:
        raise WorkshopError(f"The glossary {path} needs the columns source and target.")
    for row in rows:
        source, target = (row[columns[0]] or "").strip(), (row[columns[1]] or "").strip()
        if source and target:
            yield Term(source, tuple(part.strip() for part in target.split("|") if part.strip()), path.name)
