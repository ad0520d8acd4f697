"""What the page is told of the engine."""

from __future__ import annotations

from threading import Event

import pytest

from app.engine import llama_stats
from app.engine.llama import LlamaEngine
from app.engine.llama_stats import Rate, Stats
from tests.engine.talk import ask, request


def test_a_place_in_the_queue_counts_from_one() -> None:
    stats = Stats(queue=("a", "", "b"))
    assert (stats.waiting, stats.position("a"), stats.position("b"), stats.position("c")) == (3, 1, 3, 0)


def test_the_rate_is_that_of_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr(llama_stats.time, "monotonic", lambda: moment)
    rate = Rate()
    assert rate.now() == 0.0
    for _ in range(11):
        rate.tick()
        moment += 0.1
    assert rate.now() == pytest.approx(10.0)
    moment += 10.0
    assert rate.now() == 0.0


def test_a_reply_under_way_is_seen_and_gone_afterwards(engine: LlamaEngine) -> None:
    stream = engine.stream(request("seen", "Tell me a long story.", max_tokens=40), Event())
    for _ in range(4):
        next(stream)
    stats = engine.stats()
    assert stats.running == 1 and stats.tokens_per_second > 0 and 0 < stats.used <= stats.cells
    stream.close()
    ask(engine, request("", "Hello.", max_tokens=1))
    after = engine.stats()
    assert after.running == 0 and after.waiting == 0 and after.tokens_per_second == 0.0 and after.kept > 0
