"""Which conversation has which sequence of the model's memory, and what can be taken over from where.

The memory is a row of cells. llama.cpp puts new tokens into the first free cells, wherever these are.
Here they always go behind all others: what is no longer needed keeps its cells under one sequence
that collects it, until the row is full; then everything is saved, the row emptied, and what is in use
put back. So a sequence's cells always stand in the order of its tokens, attention adds them up in
that order, and a reply never depends on which conversations came before. It also keeps a sliding
window's cells from being given away.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.engine.llama_context import Context
from app.engine.llama_states import Saved, States
from app.errors import EngineProblem

_WORTH = 32
"""Tokens that must be saved before another source than a conversation's own sequence is preferred."""


@dataclass(slots=True, eq=False)
class Sequence:
    """A sequence in memory: `tokens` are those that were read, in order."""

    id: int
    tokens: list[int] = field(default_factory=list)
    conversation: str = ""
    busy: bool = True
    used: int = 0


class Sequences:
    """Hands out sequences that already hold as much of a prompt as is known."""

    def __init__(self, context: Context, count: int, budget: int) -> None:
        """`count` sequences beside the one that collects; `budget` bytes for saved states."""
        self.count = count
        self._context = context
        self._free = list(range(count, 0, -1))
        self._collector = 0
        self._live: list[Sequence] = []
        self._clock = 0
        self.states = States(budget)
        self.used = 0  # cells given out since the memory was last emptied

    @property
    def live(self) -> int:
        """Sequences in memory."""
        return len(self._live)

    def lease(self, prompt: list[int], conversation: str, fork: bool = False) -> Sequence:
        """A sequence for `prompt`, holding as many of its first tokens as possible but never all.

        The conversation's own sequence is taken and cut back, or its saved state restored, or the
        beginning shared with whichever sequence has most in common. A `fork` leaves what the
        conversation has as it is. Raises EngineProblem where all sequences are busy.
        """
        limit = len(prompt) - 1
        own = None if fork else self._own(conversation)
        best = max(self._live, key=lambda each: common(each.tokens, prompt, limit), default=None)
        shared = common(best.tokens, prompt, limit) if best else 0
        if own and common(own.tokens, prompt, limit) >= shared - _WORTH:
            self._cut(own, common(own.tokens, prompt, limit))
            return self._taken(own)
        if own:
            self._bury(own)
        return self._begin(prompt, conversation, fork, best)

    def extend(self, sequence: Sequence, tokens: list[int]) -> None:
        """Note that `tokens` were read into a sequence."""
        sequence.tokens.extend(tokens)
        self.used += len(tokens)

    def release(self, sequence: Sequence, keep: bool = True) -> None:
        """Give a sequence back; its memory stays warm for its conversation, or goes."""
        sequence.busy = False
        if not (keep and sequence.conversation):
            self._bury(sequence)

    def forget(self, conversation: str) -> None:
        """Drop what is kept of a conversation."""
        self.states.drop(conversation)
        own = self._own(conversation)
        if own:
            self._bury(own)

    def make_room(self, count: int) -> None:
        """See to it that `count` further cells are there. Raises EngineProblem where busy sequences need them."""
        if self.used + count > self._context.cells:
            self._tidy()
        if self.used + count > self._context.cells:
            raise EngineProblem("engine-context-full", context=self._context.cells)

    def shorten(self, sequence: Sequence, count: int) -> None:
        """Keep at most the first `count` tokens of a sequence."""
        self._cut(sequence, min(count, len(sequence.tokens)))

    def _begin(self, prompt: list[int], conversation: str, fork: bool, best: Sequence | None) -> Sequence:
        limit = len(prompt) - 1
        shared = common(best.tokens, prompt, limit) if best and self._context.rewinds else 0
        saved = self.states.get(conversation)
        restorable = self._usable(saved.tokens, prompt, limit) if saved else 0
        fresh = Sequence(self._new_id(best if shared else None), [], "" if fork else conversation)
        self._live.append(fresh)
        if saved and restorable > shared + _WORTH and self._restore(fresh, saved):
            self._cut(fresh, restorable)
        elif best and shared:
            self._context.copy(best.id, fresh.id, 0, shared)
            fresh.tokens = best.tokens[:shared]
        if not fork:
            self.states.drop(conversation)
        return self._taken(fresh)

    def _usable(self, tokens: list[int], prompt: list[int], limit: int) -> int:
        """How much of `tokens` serves `prompt`: without rewinding, all or nothing."""
        count = common(tokens, prompt, limit)
        return count if self._context.rewinds or count == len(tokens) else 0

    def _restore(self, sequence: Sequence, saved: Saved) -> bool:
        if self.used + len(saved.tokens) > self._context.cells:
            self._tidy()
        if not self._context.load(sequence.id, saved.state):
            return False
        sequence.tokens = list(saved.tokens)
        self.used += len(saved.tokens)
        return True

    def _cut(self, sequence: Sequence, count: int) -> None:
        """Keep the first `count` tokens; the others' cells go to the collector."""
        if count == len(sequence.tokens):
            return
        if not self._context.rewinds:
            count = 0
        self._context.copy(sequence.id, self._collector, count, -1)
        if not self._context.cut(sequence.id, count):
            self._context.cut(sequence.id, 0)
            count = 0
        del sequence.tokens[count:]

    def _bury(self, sequence: Sequence) -> None:
        self._cut(sequence, 0)
        self._live.remove(sequence)
        self._free.append(sequence.id)

    def _new_id(self, spared: Sequence | None) -> int:
        """A free sequence; if need be that of the idle conversation that spoke longest ago."""
        if not self._free:
            idle = [each for each in self._live if not each.busy and each is not spared]
            idle = idle or [each for each in self._live if not each.busy]
            if not idle:
                raise EngineProblem("engine-busy", count=len(self._live))
            self._put_away(min(idle, key=lambda each: each.used))
        return self._free.pop()

    def _put_away(self, sequence: Sequence) -> None:
        self._save(sequence)
        self._bury(sequence)

    def _save(self, sequence: Sequence) -> None:
        state = self._context.save(sequence.id, len(sequence.tokens))
        self.states.put(sequence.conversation, Saved(list(sequence.tokens), state))

    def _tidy(self) -> None:
        """Empty the row of cells and put back what is in use, each in one piece."""
        for sequence in [each for each in self._live if not each.busy]:
            self._save(sequence)
            self._live.remove(sequence)
            self._free.append(sequence.id)
            sequence.tokens.clear()
        kept = [(each, self._context.save(each.id, len(each.tokens))) for each in self._live if each.tokens]
        self._context.clear()
        self.used = 0
        for sequence, data in kept:
            if self._context.load(sequence.id, data):
                self.used += len(sequence.tokens)
            else:
                sequence.tokens.clear()

    def _own(self, conversation: str) -> Sequence | None:
        if not conversation:
            return None
        return next((each for each in self._live if each.conversation == conversation and not each.busy), None)

    def _taken(self, sequence: Sequence) -> Sequence:
        self._clock += 1
        sequence.used = self._clock
        sequence.busy = True
        return sequence


def common(first: list[int], second: list[int], limit: int) -> int:
    """How many tokens both begin with, at most `limit`. Compares slices, which is fast, and halves;
    both must be lists, since a tuple's slice never equals a list's."""
    high = min(len(first), len(second), limit)
    if first[:high] == second[:high]:
        return high
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle
    return low
