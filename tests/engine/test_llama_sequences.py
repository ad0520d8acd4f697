"""Sequences are shared, cut, put away and brought back, and each always holds its own tokens in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.llama_sequences import Sequence, Sequences, common
from app.engine.llama_states import Saved, States
from app.errors import EngineProblem

CELLS = 96


@dataclass
class Cell:
    """A token at a position, and the sequences it belongs to."""

    token: int
    position: int
    owners: set[int]


@dataclass
class Memory:
    """A stand-in for llama.cpp's cells: new tokens go to the first free cells from the head on, as there."""

    cells: int = CELLS
    rewinds: bool = True
    row: list[Cell | None] = field(default_factory=lambda: [None] * CELLS)
    head: int = 0

    def put(self, sequence: int, tokens: list[int], start: int) -> None:
        """What a step does."""
        free = [i for i in [*range(self.head, self.cells), *range(self.head)] if self.row[i] is None]
        assert len(free) >= len(tokens), "no room"
        for offset, (index, token) in enumerate(zip(free, tokens, strict=False)):
            self.row[index] = Cell(token, start + offset, {sequence})
            self.head = index + 1

    def copy(self, source: int, target: int, start: int, end: int) -> None:
        """See Context."""
        for cell in self.row:
            if cell and source in cell.owners and start <= cell.position and (end < 0 or cell.position < end):
                cell.owners.add(target)

    def cut(self, sequence: int, start: int) -> bool:
        """See Context. A model that does not rewind gives up whole sequences only."""
        if not self.rewinds and start:
            return False
        for index, cell in enumerate(self.row):
            if cell and sequence in cell.owners and cell.position >= start:
                cell.owners.discard(sequence)
                if not cell.owners:
                    self.row[index] = None
                    self.head = min(self.head, index)
        return True

    def clear(self) -> None:
        """See Context."""
        self.row, self.head = [None] * self.cells, 0

    def save(self, sequence: int, length: int) -> Any:
        """See Context."""
        kept = [cell.token for cell in self.row if cell and sequence in cell.owners]
        assert len(kept) == length
        return tuple(kept)

    def load(self, sequence: int, state: Any) -> bool:
        """See Context."""
        if len(state) > self.row.count(None):
            return False
        self.put(sequence, list(state), 0)
        return True

    def held(self, sequence: int) -> list[tuple[int, int]]:
        """(position, token) in the order of the cells."""
        return [(cell.position, cell.token) for cell in self.row if cell and sequence in cell.owners]


@pytest.fixture(autouse=True)
def _sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Saved, "size", property(lambda self: len(self.tokens)))


def read(memory: Memory, sequences: Sequences, sequence: Sequence, prompt: list[int]) -> None:
    """Read what is missing of a prompt."""
    sequences.make_room(len(prompt) - len(sequence.tokens))
    rest = prompt[len(sequence.tokens) :]
    memory.put(sequence.id, rest, len(sequence.tokens))
    sequences.extend(sequence, rest)


def in_order(memory: Memory, *busy: Sequence) -> bool:
    """Whether the cells of each sequence hold its tokens, one behind the other."""
    return all(memory.held(each.id) == list(enumerate(each.tokens)) for each in busy)


def test_a_conversation_goes_on_where_it_was() -> None:
    memory = Memory()
    sequences = Sequences(memory, 2, 1000)  # type: ignore[arg-type]
    first = sequences.lease([1, 2, 3], "a")
    read(memory, sequences, first, [1, 2, 3])
    sequences.release(first)
    again = sequences.lease([1, 2, 9, 9], "a")
    assert again is first and again.tokens == [1, 2]
    with pytest.raises(EngineProblem, match="engine-busy"):
        sequences.lease([5], "b"), sequences.lease([6], "c")


def test_a_prompt_that_is_known_whole_leaves_its_last_token_to_be_read() -> None:
    memory = Memory()
    sequences = Sequences(memory, 2, 1000)  # type: ignore[arg-type]
    first = sequences.lease([1, 2, 3], "a")
    read(memory, sequences, first, [1, 2, 3])
    sequences.release(first)
    assert sequences.lease([1, 2, 3], "a").tokens == [1, 2]


def test_another_conversation_shares_the_beginning_and_a_fork_changes_nothing() -> None:
    memory = Memory()
    sequences = Sequences(memory, 3, 1000)  # type: ignore[arg-type]
    first = sequences.lease([1, 2, 3, 4], "a")
    read(memory, sequences, first, [1, 2, 3, 4])
    sequences.release(first)
    other = sequences.lease([1, 2, 7], "b")
    assert other.tokens == [1, 2] and sequences.used == 4
    fork = sequences.lease([1, 2, 3, 4, 8], "a", fork=True)
    assert fork is not first and fork.tokens == [1, 2, 3, 4]
    read(memory, sequences, fork, [1, 2, 3, 4, 8])
    sequences.release(fork)
    assert sequences.lease([1, 2, 3, 4, 5], "a") is first
    assert first.tokens == [1, 2, 3, 4] and in_order(memory, first, other)


def test_the_one_used_longest_ago_is_put_away_and_comes_back() -> None:
    memory = Memory()
    sequences = Sequences(memory, 2, 1000)  # type: ignore[arg-type]
    prompts = {name: [100 * index + token for token in range(40)] for index, name in enumerate("abc")}
    for name in "ab":
        sequence = sequences.lease(prompts[name][:20], name)
        read(memory, sequences, sequence, prompts[name][:20])
        sequences.release(sequence)
    sequences.release(sequences.lease(prompts["c"][:20], "c"))
    assert len(sequences.states) == 1 and sequences.live == 2
    back = sequences.lease([*prompts["a"]], "a")
    assert back.tokens == []  # 20 tokens are read faster than brought back
    assert sequences.states.get("a") is None


def test_a_long_state_is_brought_back() -> None:
    memory = Memory()
    sequences = Sequences(memory, 1, 1000)  # type: ignore[arg-type]
    long = list(range(50))
    for name, prompt in (("a", long), ("b", [7, 8])):
        sequence = sequences.lease(prompt, name)
        read(memory, sequences, sequence, prompt)
        sequences.release(sequence)
    back = sequences.lease([*long, 1], "a")
    assert back.tokens == long and in_order(memory, back)


def test_without_rewinding_only_a_longer_prompt_goes_on() -> None:
    memory = Memory(rewinds=False)
    sequences = Sequences(memory, 2, 1000)  # type: ignore[arg-type]
    first = sequences.lease([1, 2, 3], "a")
    read(memory, sequences, first, [1, 2, 3])
    sequences.release(first)
    assert sequences.lease([1, 2, 3, 4], "a").tokens == [1, 2, 3]
    sequences.release(first)
    assert sequences.lease([1, 2, 9], "a").tokens == []


def test_forgetting_drops_memory_and_saved_state() -> None:
    memory = Memory()
    sequences = Sequences(memory, 2, 1000)  # type: ignore[arg-type]
    sequences.states.put("a", Saved([1, 2], ()))
    sequence = sequences.lease([5, 6], "b")
    sequences.release(sequence)
    sequences.forget("a")
    sequences.forget("b")
    assert len(sequences.states) == 0 and sequences.live == 0


def test_states_stay_within_their_budget() -> None:
    states = States(10)
    for name in "abc":
        states.put(name, Saved(list(range(4)), ()))
    assert states.get("a") is None and len(states) == 2 and states.size == 8
    states.put("d", Saved(list(range(11)), ()))
    assert states.get("d") is None and len(states) == 2


OPERATIONS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(1, 30), st.integers(0, 12), st.booleans(), st.booleans()),
    max_size=40,
)


@given(OPERATIONS, st.integers(2, 4), st.sampled_from([0, 40, 1000]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_whatever_happens_every_sequence_holds_its_tokens_in_order(
    operations: list[tuple[str, int, int, bool, bool]], count: int, budget: int, rewinds: bool
) -> None:
    memory = Memory(rewinds=rewinds)
    sequences = Sequences(memory, count, budget)  # type: ignore[arg-type]
    busy: dict[str, tuple[Sequence, int]] = {}
    for name, length, more, fork, end in operations:
        if end or len(busy) == count or name in busy:
            if busy:
                sequences.release(busy.pop(next(iter(busy)))[0])
            continue
        need = length + more
        if sum(taken for _, taken in busy.values()) + need > CELLS:
            continue
        prompt = [0] * min(length, 5) + [ord(name)] * (length - min(length, 5))
        sequence = sequences.lease(prompt, name, fork)
        assert len(sequence.tokens) < len(prompt)
        read(memory, sequences, sequence, prompt)
        read(memory, sequences, sequence, [*prompt, *range(more)])
        busy[name] = sequence, need
        assert sequence.tokens == [*prompt, *range(more)]
        assert in_order(memory, *(each for each, _ in busy.values()))
        assert sequences.states.size <= budget


@given(st.lists(st.integers(0, 1), max_size=30), st.lists(st.integers(0, 1), max_size=30), st.integers(0, 30))
def test_common_counts_what_both_begin_with(first: list[int], second: list[int], limit: int) -> None:
    expected = 0
    for one, other in zip(first[:limit], second[:limit], strict=False):
        if one != other:
            break
        expected += 1
    assert common(first, second, limit) == expected
