"""What the recognisers find, and how findings that overlap are settled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "id", "passport", "record", "phone", "date", "address", "patient", "clinician", "name"]
ORDER: tuple[Kind, ...] = (
    "email", "patient", "clinician", "passport", "record", "id", "phone", "date", "address", "name",
)  # fmt: skip
"""Which kind wins where two overlap: the more certain one."""


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` tells who somebody is. `replacement` is set where there is one of its own: a shifted date."""

    start: int
    end: int
    kind: Kind
    replacement: str = ""


def settle(found: Iterable[Found]) -> list[Found]:
    """The findings in the order of the text, none overlapping: the more certain kind first, then the longer one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda item: (ORDER.index(item.kind), item.start - item.end)):
        at = bisect_left(kept, one.start, key=lambda item: item.start)
        free_before = at == 0 or kept[at - 1].end <= one.start
        free_after = at == len(kept) or one.end <= kept[at].start
        if one.start < one.end and free_before and free_after:
            kept.insert(at, one)
    return kept
