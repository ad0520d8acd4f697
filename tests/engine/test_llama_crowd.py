"""Many threads, many conversations, random stops: no leak, no mix-up, no deadlock."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from app.engine.base import Piece, Usage
from app.engine.llama import LlamaEngine
from tests.engine.talk import ask, load, request

THREADS = 8
WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]


def texts_of(name: str) -> list[str]:
    """What is said in the conversation called `name`."""
    number, word = name.split()
    return [f"The word is {word} and the number is {number}.", "Thank you.", "Repeat the word and the number."]


def chatter(engine: LlamaEngine, number: int, until: float) -> list[tuple[str, str, str]]:
    """Conversations that stop, break off or end at random. Returns (first words, reply, reason)."""
    dice = random.Random(number)
    found = []
    while time.monotonic() < until:
        word = dice.choice(WORDS)
        cancel, pieces, reason = Event(), [], "left"
        patience = dice.choice([0, 1, 3, 99])
        stream = engine.stream(request(f"{number} {word}", *texts_of(f"{number} {word}"), max_tokens=8), cancel)
        for event in stream:
            if isinstance(event, Usage):
                reason = event.reason
            else:
                pieces.append(event.text)
            if len(pieces) > patience:
                if dice.random() < 0.5:
                    cancel.set()
                else:
                    stream.close()
                    break
        if dice.random() < 0.1:
            engine.forget(f"{number} {word}")
        found.append((f"{number} {word}", "".join(pieces), reason))
    return found


def crowd(path: Path, seconds: float) -> list[str]:
    """Let all threads talk, then compare what they got with what one alone gets. Returns what went wrong."""
    engine = load(path, context=512, sequences=4, state_budget_mb=8)
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(THREADS) as pool:
        talks = [pool.submit(chatter, engine, number, until) for number in range(THREADS)]
        found = [entry for talk in talks for entry in talk.result(timeout=seconds + 60)]
    while engine.stats().running or engine.stats().waiting:
        time.sleep(0.01)
    ask(engine, request("last", "Hello.", max_tokens=1))
    stats = engine.stats()
    faults = []
    if stats.kept > 4 or stats.saved_bytes > 8 * 1024**2 or stats.used > stats.cells:
        faults.append(f"leak: {stats}")
    if len(found) < THREADS:
        faults.append(f"only {len(found)} replies")
    for name in sorted({name for name, _, _ in found})[:6]:
        whole = ask(engine, request("", *texts_of(name), max_tokens=8))[0]
        for text, reason in ((text, reason) for other, text, reason in found if other == name):
            if not whole.startswith(text) or (reason in ("stop", "length") and text != whole):
                faults.append(f"mix-up: {name} got {text!r} ({reason}), alone {whole!r}")
    engine.close()
    return faults


def test_eight_threads_for_a_short_while(mini: Path) -> None:
    assert crowd(mini, 6.0) == []


@pytest.mark.slow
def test_eight_threads_for_a_minute(mini: Path) -> None:
    assert crowd(mini, 60.0) == []


def test_a_short_question_is_not_frozen_by_a_long_prompt(mini: Path) -> None:
    engine = load(mini, context=4096)
    ask(engine, request("short", "Hello."))
    long = engine.stream(request("long", "It hurts when I climb the stairs. " * 250, max_tokens=4), Event())
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(list, long)
        while not engine.stats().running:
            time.sleep(0.001)
        text, usage = ask(engine, request("short", "Hello.", "Hello.", "I have a cough.", max_tokens=4))
        assert not reading.done(), "the long prompt was read first"
        events = reading.result(60)
    engine.close()
    assert text and isinstance(events[-1], Usage) and any(isinstance(event, Piece) for event in events)
    assert usage.total_ms < events[-1].ttft_ms
