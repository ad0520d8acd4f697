"""What a conversation is answered does not depend on what else the engine does at the time."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from app.engine.llama import LlamaEngine
from app.engine.llama_batch import Batch
from app.engine.llama_context import Context
from app.engine.llama_load import Model
from app.engine.llama_options import LlamaOptions
from app.engine.llama_vocabulary import Vocabulary
from tests.engine.talk import ask, load, request

PATIENTS = {
    "heart": ("I have chest pain since this morning.", "It goes into my left arm.", "Yes, I am sweating."),
    "head": ("عندي صداع شديد منذ ثلاثة أيام.", "نعم، مع غثيان.", "لا أتناول أي أدوية."),
    "child": ("My child has a fever of 39.", "Two days.", "She is three years old."),
}


def interview(engine: LlamaEngine, name: str, dice: random.Random | None = None) -> list[str]:
    """A whole dialogue; `dice` puts pauses and background work in between."""
    said: list[str] = []
    for answer in PATIENTS[name]:
        if dice:
            time.sleep(dice.random() * 0.05)
        said.append(answer)
        text, _ = ask(engine, request(name, *said, max_tokens=16))
        said.append(text.strip() or "I see.")
        if dice and dice.random() < 0.4:
            ask(engine, request(name, *said, "Summarise the case.", max_tokens=6, background=True))
    return said[1::2]


@pytest.fixture(scope="module")
def alone(mini: Path) -> dict[str, list[str]]:
    """What each is answered where nobody else speaks."""
    answers = {}
    for name in PATIENTS:
        engine = load(mini)
        answers[name] = interview(engine, name)
        engine.close()
    return answers


@pytest.mark.parametrize(("seed", "context", "sequences"), [(1, 2048, 8), (2, 512, 2), (3, 384, 3)])
def test_interleaved_at_random_they_are_answered_as_alone(
    mini: Path, alone: dict[str, list[str]], seed: int, context: int, sequences: int
) -> None:
    engine = load(mini, context=context, sequences=sequences)
    with ThreadPoolExecutor(len(PATIENTS)) as pool:
        dice = {name: random.Random(f"{seed}{name}") for name in PATIENTS}
        found = dict(zip(PATIENTS, pool.map(lambda name: interview(engine, name, dice[name]), PATIENTS), strict=True))
    stats = engine.stats()
    engine.close()
    assert found == alone
    assert stats.running == 0 and stats.waiting == 0


def test_turn_by_turn_in_one_thread_with_hardly_any_memory(mini: Path, alone: dict[str, list[str]]) -> None:
    """Each turn puts the others away, and they come back from RAM."""
    engine = load(mini, context=320, sequences=1)
    said: dict[str, list[str]] = {name: [] for name in PATIENTS}
    for turn in range(3):
        for name, answers in PATIENTS.items():
            said[name].append(answers[turn])
            text, _ = ask(engine, request(name, *said[name], max_tokens=16))
            said[name].append(text.strip() or "I see.")
    stats = engine.stats()
    engine.close()
    assert {name: every[1::2] for name, every in said.items()} == alone
    assert stats.saved == 2 and stats.saved_bytes > 0


@pytest.fixture(scope="module")
def bare(mini: Path) -> tuple[Context, Batch, list[int]]:
    """A context below the engine, and a long text."""
    options = LlamaOptions(context=2048)
    model = Model(mini, options)
    text = "The patient has had chest pain for three days. The doctor asks where it hurts. " * 60
    ids = [2, *Vocabulary(model).tokenise(text, False)]
    return Context(model, options, 4), Batch(512, 4), ids


def read(context: Context, batch: Batch, ids: list[int], sequence: int, start: int, size: int) -> np.ndarray:
    """The logits after `ids`, read from position `start` on in steps of `size`."""
    for at in range(start, len(ids), size):
        batch.clear()
        batch.add(ids[at : at + size], at, sequence)
        context.decode(batch)
    return context.logits(batch.count - 1).copy()


@pytest.mark.parametrize("size", [1, 3, 7, 8, 64, 300])
def test_the_size_of_the_steps_changes_no_bit(bare: tuple[Context, Batch, list[int]], size: int) -> None:
    context, batch, ids = bare
    context.clear()
    whole = read(context, batch, ids[:150], 0, 0, 150)
    context.clear()
    read(context, batch, ids[5:200], 1, 0, 64)  # somebody else is in memory
    assert np.array_equal(read(context, batch, ids[:150], 0, 0, size), whole)


def test_a_state_longer_than_the_sliding_window_comes_back_to_the_bit_and_can_be_cut(
    bare: tuple[Context, Batch, list[int]],
) -> None:
    context, batch, ids = bare
    assert len(ids) > 900
    context.clear()
    expected = read(context, batch, ids[:610], 0, 0, 256)
    context.clear()
    read(context, batch, ids[:900], 0, 0, 256)
    state = context.save(0, 900)
    context.clear()
    read(context, batch, ids[5:200], 1, 0, 64)
    assert context.load(2, state)
    assert context.cut(2, 600)
    assert np.array_equal(read(context, batch, ids[:610], 2, 600, 256), expected)
