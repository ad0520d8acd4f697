"""The engine in use: loaded behind the page, watched by it, exchanged when another model is chosen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Condition, Lock, Thread
from typing import Literal

from app.engine.base import Engine, EngineInfo
from app.errors import DeskError, EngineProblem

Progress = Callable[[float], object]
Loader = Callable[[Progress], Engine]
"""Loads an engine, telling how far it is (0 to 1). Raises DeskError."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the page shows of the engine. `progress` goes from 0 to 1; `queue` are the conversations that wait."""

    phase: Literal["loading", "ready", "failed"]
    progress: float = 0.0
    info: EngineInfo | None = None
    error: DeskError | None = None
    queue: tuple[str, ...] = ()
    tokens_per_second: float = 0.0


class Engines:
    """Holds one engine. `load` returns at once; `engine` waits until there is one."""

    def __init__(self) -> None:
        self._changed = Condition(Lock())
        self._engine: Engine | None = None
        self._state = EngineState("loading")
        self._turn = 0

    @property
    def state(self) -> EngineState:
        """How the engine stands now."""
        with self._changed:
            state, engine = self._state, self._engine
        stats = getattr(engine, "stats", None)
        if stats is None:
            return state
        now = stats()
        return replace(state, queue=now.queue, tokens_per_second=now.tokens_per_second)

    def load(self, loader: Loader) -> None:
        """Load on a thread of its own; an engine already there is closed first, so that memory suffices."""
        with self._changed:
            self._turn += 1
            turn = self._turn
            before, self._engine = self._engine, None
            self._state = EngineState("loading")
            self._changed.notify_all()
        Thread(target=self._run, args=(loader, turn, before), name="engine-load", daemon=True).start()

    def ready(self) -> Engine | None:
        """The engine, or None while there is none."""
        with self._changed:
            return self._engine

    def engine(self, timeout: float = 600.0) -> Engine:
        """The engine, waiting up to `timeout` seconds for it. Raises the DeskError that loading ended with."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: self._state.phase != "loading", timeout)
            if self._state.error:
                raise self._state.error
            if not arrived or self._engine is None:
                raise EngineProblem("error-engine-not-ready")
            return self._engine

    def close(self) -> None:
        """Free the engine."""
        with self._changed:
            self._turn += 1
            engine, self._engine = self._engine, None
            self._state = EngineState("failed", error=EngineProblem("error-engine-not-ready"))
            self._changed.notify_all()
        if engine:
            engine.close()

    def _run(self, loader: Loader, turn: int, before: Engine | None) -> None:
        if before:
            before.close()
        try:
            engine = loader(lambda share: self._tell(turn, EngineState("loading", share)))
        except DeskError as error:
            log.warning("engine_failed reason=%s", error.key)
            self._tell(turn, EngineState("failed", error=error))
            return
        if not self._tell(turn, EngineState("ready", 1.0, engine.info), engine):
            engine.close()

    def _tell(self, turn: int, state: EngineState, engine: Engine | None = None) -> bool:
        """Take over a new state, unless another load has begun since."""
        with self._changed:
            if turn != self._turn:
                return False
            self._state, self._engine = state, engine
            self._changed.notify_all()
            return True
