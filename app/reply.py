"""How a plan becomes words: the model's where they hold, the protocol's own where they do not."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Union

from app.engine.base import Engine, Piece, Request, Usage
from app.errors import EngineProblem
from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.prompt import sampling, turns
from app.values import History, Message, Plan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the next reply depends on."""

    conversation: str
    messages: Sequence[Message]
    history: History
    plan: Plan
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The last event of a reply: what it took, whether a model wrote it, and whether the guard stepped in."""

    usage: Usage
    generated: bool = False
    guarded: bool = False


Words = Union[Piece, Spoken]


def speak(scene: Scene, engine: Engine | None, knowledge: Knowledge, cancel: Event) -> Iterator[Words]:
    """The reply in pieces, then one Spoken.

    An interview never waits for a model: without an engine, or when it fails, the protocol's own
    question stands. A free answer needs one. Raises EngineProblem where it has none.
    """
    if scene.plan.step == "answer":
        if engine is None:
            raise EngineProblem("error-engine-not-ready")
        yield from _answer(scene, engine, knowledge, cancel)
    elif scene.plan.step == "summarise" or engine is None:
        yield Piece(scene.plan.question)
        yield Spoken(Usage("stop"), guarded=scene.plan.step == "ask")
    else:
        yield from _ask(scene, engine, knowledge, cancel)


def _request(scene: Scene, engine: Engine, knowledge: Knowledge) -> Request:
    form = engine.info.form
    shown = turns(scene.messages, scene.plan, scene.history, knowledge, form)
    return Request(scene.conversation, shown, sampling(scene.plan, form), scene.summary)


def _answer(scene: Scene, engine: Engine, knowledge: Knowledge, cancel: Event) -> Iterator[Words]:
    """The model's words as they come."""
    usage = Usage("stop")
    for event in engine.stream(_request(scene, engine, knowledge), cancel):
        if isinstance(event, Usage):
            usage = event
        else:
            yield event
    yield Spoken(usage, generated=True)


def _ask(scene: Scene, engine: Engine, knowledge: Knowledge, cancel: Event) -> Iterator[Words]:
    """The model's question, held back until it is whole and has passed the guard.

    A question is a sentence or two: what a person waits for it is less than what a word that must be
    taken back would cost in trust.
    """
    said, usage = "", Usage("stop")
    try:
        for event in engine.stream(_request(scene, engine, knowledge), cancel):
            if isinstance(event, Usage):
                usage = event
            else:
                said += event.text
    except EngineProblem as problem:
        log.warning("engine_failed_in_turn conversation=%s reason=%s", scene.conversation, problem.key)
        said = ""
    if usage.reason == "cancelled":
        yield Spoken(usage)
        return
    verdict = check(said, scene.plan, scene.history, knowledge)
    yield Piece(verdict.text)
    yield Spoken(usage, generated=not verdict.guarded, guarded=verdict.guarded)
