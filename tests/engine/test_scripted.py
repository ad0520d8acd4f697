"""The scripted engine keeps the promises of the engine protocol."""

from __future__ import annotations

import time
from threading import Event, Timer

import pytest

from app.engine.base import Piece, Request, Sampling, Turn, Usage
from app.engine.scripted import ScriptedEngine
from app.errors import EngineProblem


def ask(text: str, max_tokens: int = 256) -> Request:
    return Request("c", (Turn("user", text),), Sampling(max_tokens=max_tokens))


def test_pieces_join_to_the_reply_and_usage_comes_last() -> None:
    engine = ScriptedEngine(["When did it  start?", "second"])
    events = list(engine.stream(ask("chest pain"), Event()))
    assert "".join(event.text for event in events if isinstance(event, Piece)) == "When did it  start?"
    usage = events[-1]
    assert isinstance(usage, Usage)
    assert (usage.reason, usage.tokens, usage.prompt_tokens) == ("stop", 4, 2)
    assert engine.requests[0].turns[0].text == "chest pain"


def test_a_function_sees_the_request() -> None:
    engine = ScriptedEngine(lambda request: request.turns[-1].text.upper())
    assert next(iter(engine.stream(ask("fever"), Event()))) == Piece("FEVER")


def test_max_tokens_ends_with_length() -> None:
    events = list(ScriptedEngine(["a b c"]).stream(ask("x", max_tokens=2), Event()))
    assert len(events) == 3
    assert isinstance(events[-1], Usage) and events[-1].reason == "length"


def test_cancel_ends_a_slow_reply_within_the_limit() -> None:
    cancel = Event()
    Timer(0.05, cancel.set).start()
    started = time.monotonic()
    events = list(ScriptedEngine(["slow"], delay_s=5.0).stream(ask("x"), cancel))
    assert time.monotonic() - started < 0.3
    assert isinstance(events[0], Usage) and events[0].reason == "cancelled"


def test_an_empty_list_and_a_closed_engine_are_named_faults() -> None:
    engine = ScriptedEngine([])
    with pytest.raises(EngineProblem, match="engine-script-over"):
        list(engine.stream(ask("x"), Event()))
    engine.close()
    with pytest.raises(EngineProblem, match="engine-closed"):
        list(engine.stream(ask("x"), Event()))
    with pytest.raises(EngineProblem, match="engine-closed"):
        engine.score("a", ["b"])


def test_score_prefers_the_shorter() -> None:
    scores = ScriptedEngine([]).score("Q", ["yes", "longer answer"])
    assert [score.greedy for score in scores] == [True, False]
    assert scores[0].logprob > scores[1].logprob
