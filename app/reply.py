"""How a plan becomes words: the model's where they hold, the protocol's own where they do not."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Union

from app.engine.base import Engine, Piece, Request, Usage
from app.errors import EngineProblem
from app.intake import ask, taught
from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.prompt import sampling, turns
from app.values import History, Message, Plan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the next reply depends on. `summary` stands for turns that no longer fit the model's context."""

    conversation: str
    messages: Sequence[Message]
    history: History
    plan: Plan
    summary: str = ""

    @property
    def last_said(self) -> str:
        """The desk's line before this one."""
        return next((message.text for message in reversed(self.messages) if message.role == "assistant"), "")

    @property
    def last_heard(self) -> Message | None:
        """What the reply answers."""
        return next((message for message in reversed(self.messages) if message.role == "user"), None)


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
        yield from _choose(scene, engine) or _answer(scene, engine, knowledge, cancel)
    elif scene.plan.step == "summarise" or engine is None or not _worded(scene.plan, engine, knowledge):
        yield Piece(scene.plan.question)
        yield Spoken(Usage("stop"), guarded=scene.plan.step == "ask" and engine is None)
    else:
        request = _request(scene, engine, knowledge)
        say = _constrained if request.sampling.grammar else _checked
        yield from say(scene, engine, request, knowledge, cancel)


def _worded(plan: Plan, engine: Engine, knowledge: Knowledge) -> bool:
    """Whether the model puts this question into words of its own."""
    return engine.info.form != "taught" or taught.puts_into_words(plan, knowledge)


def _request(scene: Scene, engine: Engine, knowledge: Knowledge) -> Request:
    form = engine.info.form
    shown = turns(scene.messages, scene.plan, scene.history, knowledge, form)
    return Request(scene.conversation, shown, sampling(scene.plan, form, scene.plan.acknowledgements), scene.summary)


def _answer(scene: Scene, engine: Engine, knowledge: Knowledge, cancel: Event) -> Iterator[Words]:
    """The model's words as they come, without the blank that stands before the first."""
    usage, begun = Usage("stop"), False
    for event in engine.stream(_request(scene, engine, knowledge), cancel):
        if isinstance(event, Usage):
            usage = event
        elif piece := event.text if begun else event.text.lstrip():
            begun = True
            yield Piece(piece)
    yield Spoken(usage, generated=True)


def _choose(scene: Scene, engine: Engine) -> Iterator[Words] | None:
    """A multiple-choice question is answered by its likeliest choice, with the probability of each."""
    heard = scene.last_heard
    question = ask.parse(heard.text, heard.language) if heard else None
    if question is None:
        return None
    try:
        scores = engine.score(ask.prompt(question), ask.continuations(question))
    except EngineProblem:  # an engine that gives no likelihoods answers in words
        return None
    answer = ask.chosen(question, [score.logprob for score in scores])
    return iter((Piece(ask.reply(question, answer)), Spoken(Usage("stop"), generated=True)))


def _constrained(
    scene: Scene, engine: Engine, request: Request, knowledge: Knowledge, cancel: Event
) -> Iterator[Words]:
    """The model's words as they come: a grammar leaves it nothing but the protocol's own wordings."""
    said, usage = "", Usage("stop")
    try:
        for event in engine.stream(request, cancel):
            if isinstance(event, Usage):
                usage = event
                continue
            piece = event.text if said else event.text.lstrip()
            said += piece
            if piece:
                yield Piece(piece)
    except EngineProblem as problem:
        if said:
            raise
        _note(scene, problem)
    if usage.reason == "cancelled":
        yield Spoken(usage, generated=bool(said))
        return
    verdict = check(said, scene.plan, scene.history, knowledge, scene.last_said)
    if not said:
        yield Piece(verdict.text)
    yield Spoken(usage, generated=bool(said), guarded=verdict.guarded)


def _checked(scene: Scene, engine: Engine, request: Request, knowledge: Knowledge, cancel: Event) -> Iterator[Words]:
    """The model's question in its own words, held back until it is whole and has passed the guard.

    A question is a sentence or two: what a person waits for it is less than what a word that must be
    taken back would cost in trust.
    """
    said, usage = "", Usage("stop")
    try:
        for event in engine.stream(request, cancel):
            if isinstance(event, Usage):
                usage = event
            else:
                said += event.text
    except EngineProblem as problem:
        _note(scene, problem)
        said = ""
    if usage.reason == "cancelled":
        yield Spoken(usage)
        return
    verdict = check(said, scene.plan, scene.history, knowledge, scene.last_said)
    yield Piece(verdict.text)
    yield Spoken(usage, generated=not verdict.guarded, guarded=verdict.guarded)


def _note(scene: Scene, problem: EngineProblem) -> None:
    log.warning("engine_failed_in_turn conversation=%s reason=%s", scene.conversation, problem.key)
