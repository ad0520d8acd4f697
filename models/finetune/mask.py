"""Shows what is learned: an example's tokens, those that are learned in green, all others dim."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from models.finetune.examples import IGNORED, Example

GREEN, DIM, END = "\x1b[32m", "\x1b[2m", "\x1b[0m"
Decode = Callable[[list[int]], str]


def runs(example: Example) -> Iterator[tuple[bool, list[int]]]:
    """Neighbouring tokens that are all learned, or all not."""
    pairs = zip(example.ids, example.labels, strict=True)
    for learned, group in groupby(pairs, key=lambda pair: pair[1] != IGNORED):
        yield learned, [token for token, _ in group]


def coloured(example: Example, decode: Decode, colours: bool = True) -> str:
    """The example as text; without `colours`, what is learned stands between double angle brackets."""
    parts = []
    for learned, tokens in runs(example):
        text = decode(tokens)
        if colours:
            parts.append(f"{GREEN if learned else DIM}{text}{END}")
        else:
            parts.append(f"⟪{text}⟫" if learned else text)
    return "".join(parts)
