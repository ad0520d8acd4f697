"""What was read for conversations that are not in the model's memory just now, kept in RAM."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from app.engine.llama_context import State


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """The tokens of a sequence and the state that brings it back."""

    tokens: list[int]
    state: State

    @property
    def size(self) -> int:
        """Bytes of RAM."""
        return sum(piece.nbytes for piece in self.state)


class States:
    """States by conversation, within a budget of bytes. The one used longest ago goes first."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._kept: OrderedDict[str, Saved] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, conversation: str, saved: Saved) -> None:
        """Keep a state, unless it alone is over the budget."""
        self.drop(conversation)
        if saved.size > self._budget:
            return
        self._kept[conversation] = saved
        self.size += saved.size
        while self.size > self._budget:
            self.drop(next(iter(self._kept)))

    def get(self, conversation: str) -> Saved | None:
        """The state of a conversation, which counts as using it."""
        if conversation not in self._kept:
            return None
        self._kept.move_to_end(conversation)
        return self._kept[conversation]

    def drop(self, conversation: str) -> None:
        """Forget a conversation."""
        saved = self._kept.pop(conversation, None)
        if saved:
            self.size -= saved.size
