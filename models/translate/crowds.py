"""Which runs of words stand in several items, without holding all runs in memory.

Each run is a number of 8 bytes, written to one of a few files by that number; then each file is counted by
itself. What is in memory at once is one file and the few numbers that are there often.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy

PARTS = 64
HELD = 1 << 14
"""Numbers of one part that are held before they are written."""


def crowded(items: Iterable[Collection[int]], least: int) -> frozenset[int]:
    """The numbers (of 64 bits, without sign) that at least `least` items have; each item has a number once."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / str(part) for part in range(PARTS)]
        _sort_out(items, parts)
        return frozenset(number for part in parts for number in _often(part, least))


def _sort_out(items: Iterable[Collection[int]], parts: list[Path]) -> None:
    held = [array("Q") for _ in parts]
    for numbers in items:
        for number in numbers:
            waiting = held[number % PARTS]
            waiting.append(number)
            if len(waiting) >= HELD:
                _write(parts[number % PARTS], waiting)
    for part, waiting in zip(parts, held, strict=True):
        _write(part, waiting)


def _write(part: Path, waiting: array[int]) -> None:
    with part.open("ab") as file:
        waiting.tofile(file)
    del waiting[:]


def _often(part: Path, least: int) -> list[int]:
    numbers, counts = numpy.unique(numpy.fromfile(part, numpy.uint64), return_counts=True)
    return [int(number) for number in numbers[counts >= least]]
