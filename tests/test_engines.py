"""The engine holder: loading behind the page, failing, exchanging one model for another."""

from __future__ import annotations

from threading import Event

import pytest

from app.engine.base import Engine
from app.engine.scripted import ScriptedEngine
from app.engines import Engines, Progress
from app.errors import EngineProblem, ModelProblem


def test_an_engine_loads_behind_and_tells_how_far_it_is() -> None:
    engines, go = Engines(), Event()

    def slow(progress: Progress) -> Engine:
        progress(0.5)
        go.wait(5)
        return ScriptedEngine(["hello"])

    engines.load(slow)
    assert engines.ready() is None
    while engines.state.progress != 0.5:
        assert engines.state.phase == "loading"
    go.set()
    assert engines.engine(5).info.name == "scripted"
    assert engines.state.phase == "ready" and engines.state.info is not None


def test_a_model_that_cannot_be_loaded_says_why() -> None:
    engines = Engines()

    def broken(_: Progress) -> Engine:
        raise ModelProblem("error-model")

    engines.load(broken)
    with pytest.raises(ModelProblem):
        engines.engine(5)
    assert engines.state.phase == "failed" and isinstance(engines.state.error, ModelProblem)


def test_choosing_another_model_closes_the_first_and_a_late_loader_changes_nothing() -> None:
    engines, go = Engines(), Event()
    first, late, last = (ScriptedEngine([name]) for name in ("first", "late", "last"))
    engines.load(lambda _: first)
    engines.engine(5)

    def slow(_: Progress) -> Engine:
        go.wait(5)
        return late

    engines.load(slow)
    engines.load(lambda _: last)
    assert engines.engine(5) is last
    go.set()
    with pytest.raises(EngineProblem):
        next(first.stream(None, Event()))  # type: ignore[arg-type]
    assert engines.engine(5) is last


def test_a_closed_holder_gives_nothing() -> None:
    engines = Engines()
    engines.load(lambda _: ScriptedEngine(["x"]))
    engines.engine(5)
    engines.close()
    assert engines.ready() is None
    with pytest.raises(EngineProblem):
        engines.engine(1)
