"""The loop over all items: rounds beside each other, every one kept as soon as it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from models.command import WorkshopError
from models.translate.deciding import decide
from models.translate.rounds import Unanswered, Workers, play
from models.translate.rules_leak import shared
from models.translate.settings import TranslateSettings
from models.translate.state import Item, Round, State
from models.translate.values import Pair

Watch = Callable[["Tally"], object]


@dataclass
class Tally:
    """What this start of the run has done so far, for its progress line. `away`: items in a row without a server."""

    settled: int = 0
    rounds: int = 0
    failures: int = 0
    away: int = 0
    prompt_tokens: int = 0
    tokens: int = 0
    cost: float = 0.0
    stuck: set[str] = field(default_factory=set)

    def add(self, one: Round) -> None:
        """Count a round and what it took."""
        self.rounds += 1
        self.away = 0
        self.prompt_tokens += one.prompt_tokens
        self.tokens += one.tokens
        self.cost += one.cost


@dataclass(frozen=True, slots=True)
class Shift:
    """Everything that the work on one start of a run shares."""

    state: State
    workers: Workers
    settings: TranslateSettings
    tally: Tally
    watch: Watch


async def translate(state: State, workers: Workers, settings: TranslateSettings, watch: Watch) -> Tally:
    """Work on every open item until it is decided. What gets no answer stays open for the next start.

    Raises WorkshopError where the server is gone for good: each worker has met that twice, with all its tries.
    """
    shift = Shift(state, workers, settings, Tally(), watch)
    items = state.open_items()
    tasks = [asyncio.ensure_future(_work(shift, items)) for _ in range(settings.limits.concurrency)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    look_across(state)
    return shift.tally


async def _work(shift: Shift, items: Iterator[Item]) -> None:
    """Take items as they come, one after another. The iterator is shared: nothing here waits while it is asked."""
    for item in items:
        try:
            await _settle(shift, item)
        except Unanswered as problem:
            shift.tally.failures += 1
            shift.tally.away = shift.tally.away + 1 if problem.kind == "away" else 0
            shift.tally.stuck.add(item.id)
            shift.state.add_failure(item.id, len(shift.state.rounds(item.id)), problem.stage, problem.kind)
            if shift.tally.away >= 2 * shift.settings.limits.concurrency:
                raise WorkshopError("The model server is gone: start it, and give the same command again.") from problem
        shift.watch(shift.tally)


async def _settle(shift: Shift, item: Item) -> None:
    """Play rounds of one item until it is decided; each is one transaction."""
    state, settings = shift.state, shift.settings
    content = state.record(item.id).content(shift.workers.prompts.out_of)
    if content is None:
        raise Unanswered("source", "missing")
    rounds = state.rounds(item.id)
    while True:
        one = await play(shift.workers, item.id, content, rounds)
        rounds.append(one)
        decision = decide(item.id, rounds, settings.loop, settings.seed, shift.workers.judge is not None)
        state.add_round(item.id, one, decision.status, decision.chosen, decision.sampled)
        shift.tally.add(one)
        shift.watch(shift.tally)
        if decision.status != "open":
            shift.tally.settled += 1
            return


def look_across(state: State) -> int:
    """Send items to a person whose translation shares a sentence with those of other sources. Gives how many.

    Every translation is looked at, also those that were found before: a later start may bring the next one.
    """
    query = (
        "SELECT id, source, translation FROM item JOIN round ON item = id AND number = chosen WHERE status != 'open'"
    )

    def read() -> Iterator[tuple[str, Pair]]:
        for name, source, translation in state.connection.execute(query):
            yield name, Pair(source, translation)

    found, new = shared(read), state.undoubted("shared")
    doubted = [name for name in found if name in new]
    for name in doubted:
        state.doubt_item(name, found[name])
    return len(doubted)
