"""Stop stops, and whoever goes away leaves nothing behind."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from app.engine.base import Piece, Usage
from app.engine.llama import LlamaEngine
from app.engine.llama_context import Context
from app.errors import EngineProblem
from tests.engine.talk import ask, load, request

LIMIT_S = 0.3
LONG = "It began three days ago and it gets worse when I climb the stairs. " * 60


def quiet(engine: LlamaEngine, within_s: float = 5.0) -> bool:
    """Whether the engine comes to rest: nothing runs, nothing waits."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        stats = engine.stats()
        if not stats.running and not stats.waiting:
            return True
        time.sleep(0.01)
    return False


def stopped_after(engine: LlamaEngine, prompt: str, pieces: int) -> tuple[float, list[object]]:
    """Set `cancel` when so many pieces have come (or 50 ms have passed); how long the end then takes."""
    cancel, seen, times = Event(), [], []

    def reader() -> None:
        for event in engine.stream(request("stop", prompt, max_tokens=400), cancel):
            seen.append(event)
        times.append(time.monotonic())

    thread = Thread(target=reader)
    thread.start()
    time.sleep(0.05)
    while len(seen) < pieces:
        time.sleep(0.001)
    started = time.monotonic()
    cancel.set()
    thread.join(5)
    return times[0] - started, list(seen)


@pytest.mark.parametrize("pieces", [0, 3])
def test_stop_ends_within_the_limit_and_the_next_reply_comes(engine: LlamaEngine, pieces: int) -> None:
    taken, seen = stopped_after(engine, LONG + str(pieces), pieces)
    assert taken < LIMIT_S
    assert isinstance(seen[-1], Usage) and seen[-1].reason == "cancelled"
    assert len(seen) - 1 >= pieces
    started = time.monotonic()
    cancelled_step_is_over = quiet(engine)
    assert cancelled_step_is_over and time.monotonic() - started < 1.0
    assert ask(engine, request("next", "Hello."))[1].tokens > 0


def test_stop_before_the_beginning_says_cancelled(engine: LlamaEngine) -> None:
    cancel = Event()
    cancel.set()
    events = list(engine.stream(request("", "Hello."), cancel))
    assert [event.reason for event in events if isinstance(event, Usage)] == ["cancelled"]
    assert quiet(engine)


def test_stop_while_waiting_in_the_queue(mini: Path) -> None:
    engine = load(mini, sequences=1)
    first = engine.stream(request("first", "Tell me a story.", max_tokens=200), Event())
    next(first)
    cancel = Event()
    found: list[object] = []
    thread = Thread(target=lambda: found.extend(engine.stream(request("second", "Hello."), cancel)))
    thread.start()
    while engine.stats().position("second") != 1:
        time.sleep(0.005)
    cancel.set()
    thread.join(2)
    assert isinstance(found[-1], Usage) and found[-1].reason == "cancelled" and len(found) == 1
    first.close()
    assert quiet(engine) and engine.stats().queue == ()
    engine.close()


def leave_by_closing(engine: LlamaEngine) -> None:
    stream = engine.stream(request("gone", "Tell me a story.", max_tokens=400), Event())
    next(stream)
    stream.close()


def leave_by_forgetting_the_iterator(engine: LlamaEngine) -> None:
    stream = engine.stream(request("gone", "Tell me a story.", max_tokens=400), Event())
    next(stream)
    del stream
    gc.collect()


def leave_by_an_exception(engine: LlamaEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        for event in engine.stream(request("gone", "Tell me a story.", max_tokens=400), Event()):
            if isinstance(event, Piece):
                raise ZeroDivisionError


@pytest.mark.parametrize("leave", [leave_by_closing, leave_by_forgetting_the_iterator, leave_by_an_exception])
def test_a_reader_that_goes_away_leaves_no_sequence_busy(mini: Path, leave: Callable[[LlamaEngine], None]) -> None:
    engine = load(mini, sequences=2)
    for _ in range(5):
        leave(engine)
    assert quiet(engine)
    stats = engine.stats()
    assert stats.running == 0 and stats.kept <= 2
    assert ask(engine, request("after", "Hello."))[1].tokens > 0
    engine.close()


def test_a_stopped_conversation_goes_on_warm(engine: LlamaEngine) -> None:
    cancel = Event()
    said = ["I have had back pain for a week."]
    stream = engine.stream(request("again", *said, max_tokens=200), cancel)
    text = "".join(event.text for event, _ in zip(stream, range(4), strict=False) if isinstance(event, Piece))
    stream.close()
    assert quiet(engine)
    _, usage = ask(engine, request("again", *said, text.strip() or "I see.", "It hurts when I bend."))
    assert usage.cached_tokens >= usage.prompt_tokens - 16


def test_a_failing_step_is_told_to_everybody_and_the_engine_goes_on(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(mini)
    decode = Context.decode
    failing = [True]

    def fail_once(self: Context, batch: object) -> object:
        if failing.pop() if failing else False:
            raise EngineProblem("engine-decode", code=-3)
        return decode(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(Context, "decode", fail_once)
    with pytest.raises(EngineProblem, match="engine-decode"):
        ask(engine, request("a", "Hello."))
    assert ask(engine, request("a", "Hello."))[1].tokens > 0
    engine.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_our_own_ends_every_wait(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load(mini)

    def broken(_self: Context, _batch: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Context, "decode", broken)
    with pytest.raises(EngineProblem, match="engine-failed"):
        ask(engine, request("a", "Hello."))
    with pytest.raises(EngineProblem, match="engine-failed"):
        ask(engine, request("a", "Hello."))
    engine.close()
