"""Examples laid side by side in rows of one length, so that little is computed for padding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from models.finetune.examples import IGNORED, Example

OPEN_ROWS = 32
Row = list[Example]


def pack(examples: Iterable[Example], row_tokens: int) -> Iterator[Row]:
    """Rows of examples that together have at most `row_tokens`, each put where it leaves the least room.

    Best fit over a window of open rows, so that the order stays nearly that of the examples. An example
    longer than a row loses its beginning, so that its reply stays whole.
    """
    rows: list[Row] = []
    for example in examples:
        fitting = Example(example.ids[-row_tokens:], example.labels[-row_tokens:], example.group)
        room = [row_tokens - tokens(row) for row in rows]
        best = min((left for left in room if left >= len(fitting.ids)), default=None)
        if best is None:
            rows.append([fitting])
        else:
            rows[room.index(best)].append(fitting)
        if len(rows) > OPEN_ROWS:
            yield rows.pop(0)
    yield from rows


def tokens(row: Row) -> int:
    """How many tokens a row holds."""
    return sum(len(example.ids) for example in row)


def waste(rows: Sequence[Row], row_tokens: int) -> float:
    """The share of padding in rows of that length, from 0 to 1."""
    return 1 - sum(map(tokens, rows)) / (row_tokens * len(rows)) if rows else 0.0


class Collator:
    """Makes a batch of rows: ids, positions that begin anew with every example, labels, and what is no padding.

    Positions that begin anew are what keeps attention inside an example: transformers reads the
    borders off them. Padding forms an example of its own at the end of a row, and is never learned,
    whatever its token. `row_tokens` 0 makes the rows as long as the batch's longest.
    """

    def __init__(self, row_tokens: int, pad: int) -> None:
        self.row_tokens, self.pad = row_tokens, pad

    def __call__(self, rows: Sequence[Row]) -> dict[str, Any]:
        """A batch, each tensor rows by `row_tokens`."""
        length = self.row_tokens or max(map(tokens, rows))
        made = [self._row(row, length) for row in rows]
        return {name: torch.stack([row[name] for row in made]) for name in made[0]}

    def _row(self, row: Row, length: int) -> dict[str, Tensor]:
        missing = length - tokens(row)
        ids = [token for example in row for token in example.ids] + [self.pad] * missing
        positions = [place for example in row for place in range(len(example.ids))] + list(range(missing))
        labels = [label for example in row for label in (IGNORED, *example.labels[1:])] + [IGNORED] * missing
        real = [1] * (length - missing) + [0] * missing
        values = {"input_ids": ids, "position_ids": positions, "labels": labels, "attention": real}
        return {name: torch.tensor(value, dtype=torch.long) for name, value in values.items()}
