"""A run in figures: read from its state, so they count every start and nothing twice."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from models.translate.loop import Tally
from models.translate.state import State


@dataclass(frozen=True, slots=True)
class Summary:
    """How many items are where, what the rules found by round, what models did wrong, and what all of it took."""

    items: dict[str, int]
    sampled: int
    rounds: int
    faults_first: dict[str, int]
    faults_chosen: dict[str, int]
    oddities: dict[str, int]
    failures: dict[str, int]
    prompt_tokens: int
    tokens: int
    cost: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def summary(state: State) -> Summary:
    """The figures of a state."""
    ask = state.connection.execute
    prompt, tokens, cost, seconds, rounds = ask(
        "SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(tokens), 0), coalesce(sum(cost), 0),"
        " coalesce(sum(seconds), 0), count(*) FROM round"
    ).fetchone()
    return Summary(
        items=dict(ask("SELECT status, count(*) FROM item GROUP BY status ORDER BY status")),
        sampled=ask("SELECT count(*) FROM item WHERE sampled").fetchone()[0],
        rounds=rounds,
        faults_first=_faults(state, "number = 0"),
        faults_chosen=_faults(state, "number = (SELECT chosen FROM item WHERE id = item)"),
        oddities=dict(Counter(odd for (text,) in ask("SELECT oddities FROM round") for odd in json.loads(text))),
        failures=dict(ask("SELECT stage || '-' || kind, count(*) FROM failure GROUP BY 1")),
        prompt_tokens=prompt,
        tokens=tokens,
        cost=round(cost, 6),
        seconds=round(seconds, 3),
    )


def _faults(state: State, which: str) -> dict[str, int]:
    """How many of those rounds each rule holds a fault against."""
    counted: Counter[str] = Counter()
    for (text,) in state.connection.execute(f"SELECT findings FROM round WHERE {which}"):
        counted.update({one["rule"] for one in json.loads(text) if one["weight"] == "fault"})
    return dict(counted.most_common())


class Progress:
    """One line on a terminal's error stream, told anew at most once a second."""

    def __init__(self, total: int, done: int, write: Any) -> None:
        self._total, self._done, self._write = total, done, write
        self._started, self._told = time.monotonic(), 0.0
        self._tally: Tally | None = None

    def __call__(self, tally: Tally) -> None:
        """Tell how far the run is."""
        self._tally, now = tally, time.monotonic()
        if now - self._told >= 1.0:
            self._told = now
            self._write(f"\r{self.line(tally, now - self._started)}   ")

    def end(self) -> None:
        """Tell how it ended, whatever ended it, and leave the line."""
        if self._tally:
            self._write(f"\r{self.line(self._tally, time.monotonic() - self._started)}   \n")

    def line(self, tally: Tally, elapsed_s: float) -> str:
        """Items, rounds, tokens, cost, and the time that is left at this pace."""
        done = self._done + tally.settled
        left = _clock((self._total - done) * elapsed_s / tally.settled) if tally.settled else "?"
        return (
            f"{done}/{self._total} items, {tally.rounds} rounds, {tally.failures} without answer, "
            f"{tally.prompt_tokens + tally.tokens:,} tokens, cost {tally.cost:.4f}, "
            f"{_clock(elapsed_s)} gone, {left} left"
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
