"""Items that are there twice: the same words, or nearly (MinHash with locality-sensitive hashing)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from datasketch import MinHash, MinHashLSH

from models.dataset.record import Content, Form, Record, Task
from models.dataset.settings import DuplicateSettings
from models.dataset.words import all_words, grams, telling_words

_SEED = 1
SCHEME: Literal["affine32"] = "affine32"
"""The permutations of datasketch 2: 32 bits a value."""
MISSES = (0.1, 0.9)
"""How bad a wrong candidate is, and how bad a missed one: candidates are compared by their signatures again."""


@dataclass(frozen=True, slots=True)
class Print:
    """What one form of an item is recognised by: a digest of all words, and a MinHash signature (base64, uint32)."""

    form: Form
    exact: str
    signature: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A record that was left out because an earlier one, `kept`, says the same."""

    dropped: str
    kept: str
    exact: bool


def fingerprint(form: Form, content: Content, settings: DuplicateSettings) -> Print:
    """The print of one form; the same on every machine."""
    exact = blake2b(" ".join(all_words(content)).encode(), digest_size=16).hexdigest()
    words = telling_words(content)
    shingles = set(grams(words, min(settings.words, len(words)))) if words else set()
    sketch = _sketch(settings.permutations)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return Print(form, exact, base64.b85encode(sketch.hashvalues.astype("<u4").tobytes()).decode())


@dataclass
class Seen:
    """The records kept so far. Compares within one task and form only."""

    settings: DuplicateSettings
    _exact: dict[tuple[Task, str], str] = field(default_factory=dict)
    _near: dict[tuple[Task, Form], MinHashLSH] = field(default_factory=dict)
    _sketches: dict[tuple[str, Form], MinHash] = field(default_factory=dict)

    def twin(self, record: Record, prints: Iterable[Print]) -> Twin | None:
        """An earlier record that says the same in any form; without one, this record is remembered."""
        every = tuple(prints)
        found = next(self._twins(record, every), None)
        if found is None:
            self._remember(record, every)
        return found

    def _twins(self, record: Record, prints: tuple[Print, ...]) -> Iterator[Twin]:
        for one in prints:
            kept = self._exact.get((record.task, one.exact))
            if kept is not None:
                yield Twin(record.id, kept, True)
        for one in prints:
            near, sketch = self._near.get((record.task, one.form)), self._sketch(one)
            for kept in sorted(near.query(sketch)) if near else ():
                if sketch.jaccard(self._sketches[kept, one.form]) >= self.settings.threshold:
                    yield Twin(record.id, kept, False)

    def _remember(self, record: Record, prints: tuple[Print, ...]) -> None:
        for one in prints:
            self._exact[record.task, one.exact] = record.id
            key = (record.task, one.form)
            if key not in self._near:
                self._near[key] = MinHashLSH(self.settings.threshold, self.settings.permutations, weights=MISSES)
            sketch = self._sketch(one)
            self._near[key].insert(record.id, sketch)
            self._sketches[record.id, one.form] = sketch

    def _sketch(self, one: Print) -> MinHash:
        return _sketch(self.settings.permutations, np.frombuffer(base64.b85decode(one.signature), "<u4"))


def _sketch(size: int, values: Any = None) -> MinHash:
    """A MinHash of this scheme: empty, or with a signature's values."""
    return MinHash(size, _SEED, hashvalues=values, permutations=_permutations(size), scheme=SCHEME)


@lru_cache(maxsize=4)
def _permutations(size: int) -> Any:
    """The random permutations, drawn once: that takes longer than a signature."""
    return MinHash(size, _SEED, scheme=SCHEME).permutations
