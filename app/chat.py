"""The use case "one turn": what a person said becomes a message on record, alarms, a plan and a reply."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from threading import Event

from app.engine.base import Engine, Piece, Usage
from app.errors import BadInput, EngineProblem
from app.intake.knowledge import Knowledge
from app.intake.note import draft, note_text
from app.intake.policy import next_step, reworded
from app.reply import Scene, Spoken, speak
from app.sight import Sight, look
from app.store.record import Record
from app.suggest import suggest
from app.text.language import detect
from app.title import title
from app.values import (
    Conversation,
    Delta,
    Done,
    Flags,
    Language,
    Message,
    MessageStatus,
    Mode,
    Plan,
    RedFlag,
    Severity,
    direction_of,
)
from app.values import Event as TurnEvent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a turn is wanted: the reply's language (None: that of the last message), and a slot to jump to.

    `mode` stands in place of the conversation's own for this turn; `finish` ends with the summary.
    """

    language: Language | None = None
    jump: str | None = None
    mode: Mode | None = None
    finish: bool = False


AS_IT_COMES = Wish()


@dataclass(frozen=True, slots=True)
class Chat:
    """Runs turns. `engine` gives the engine in use, None while there is none."""

    record: Record
    knowledge: Knowledge
    engine: Callable[[], Engine | None]

    def reply(self, conversation: str, text: str, cancel: Event, wish: Wish = AS_IT_COMES) -> Iterator[TurnEvent]:
        """One turn: the message is durable before anything else, the alarms come before any text.

        Yields Flags, then Delta pieces, then one Done. However the turn ends, the reply is on record
        with its true status. Raises BadInput for an empty message, EngineProblem from the engine.
        """
        began = time.monotonic()
        about = self.record.get(conversation)
        self._hear(about, text)
        yield from self._answer(about, cancel, wish, began)

    def resume(self, conversation: str, cancel: Event, wish: Wish = AS_IT_COMES) -> Iterator[TurnEvent]:
        """A turn without a new message: after a skip, a jump to another section, or a lost reply."""
        yield from self._answer(self.record.get(conversation), cancel, wish, time.monotonic())

    def see(self, conversation: str) -> Sight:
        """What a conversation shows now. Raises NotFound."""
        return look(self.record, self.knowledge, conversation)

    def _hear(self, about: Conversation, text: str) -> Message:
        if not text.strip():
            raise BadInput("error-empty-message")
        found = detect(text, fallback=self._spoken(about))
        return self.record.append(about.id, "user", text, found.language or about.language, found.direction)

    def _spoken(self, about: Conversation) -> Language:
        """The language of the last message, in which a bare number is meant too; at first the conversation's."""
        heard = (message.language for message in reversed(self.record.messages(about.id)) if message.role == "user")
        return next(heard, about.language)

    def _answer(self, about: Conversation, cancel: Event, wish: Wish, began: float) -> Iterator[TurnEvent]:
        sight = self.see(about.id)
        messages, history, flags = sight.messages, sight.history, sight.flags
        yield Flags(flags)
        plan = next_step(history, flags, messages, self.knowledge, wish.mode or about.mode, wish.jump)
        if wish.finish:
            plan = reworded(Plan("summarise", plan.language), plan.language, messages, self.knowledge)
        if wish.language and wish.language != plan.language:
            plan = reworded(plan, wish.language, messages, self.knowledge)
        kept = about.complaint if plan.step == "answer" else None  # questions to the model keep the first one's name
        self.record.update(about.id, complaint=kept or history.complaint, flag=worst(flags), language=plan.language)
        told = note_text(draft(history, flags, messages, self.knowledge, plan.language), sight.numbers)
        scene = Scene(about.id, messages, history, plan, told)
        yield from self._speak(scene, cancel, began)
        self._suggest(scene, cancel)
        if history.complaint and history.complaint != about.complaint:
            self._name(scene, cancel)

    def _suggest(self, scene: Scene, cancel: Event) -> None:
        """After the reply, a model that can reads the message for facts that nothing else has found."""
        engine, heard = self.engine(), scene.last_heard
        if engine is None or heard is None or not engine.info.structured or scene.plan.step == "answer":
            return
        try:
            found = suggest(engine, heard, self.knowledge, cancel)
        except EngineProblem as problem:
            log.warning("suggestions_failed conversation=%s reason=%s", scene.conversation, problem.key)
            return
        if found:
            self.record.suggestions.add(scene.conversation, found)

    def _name(self, scene: Scene, cancel: Event) -> None:
        """After the reply to a complaint, a model that was taught to names the visit; else the complaint's words do."""
        engine, heard = self.engine(), scene.last_heard
        if engine is None or heard is None or engine.info.form != "taught":
            return
        try:
            name = title(engine, heard, scene.history, self.knowledge, cancel)
        except EngineProblem as problem:
            log.warning("naming_failed conversation=%s reason=%s", scene.conversation, problem.key)
            return
        if name:
            self.record.name(scene.conversation, name)

    def _speak(self, scene: Scene, cancel: Event, began: float) -> Iterator[TurnEvent]:
        """Stream the reply, putting what there is of it on record as it grows."""
        plan, engine = scene.plan, self.engine()
        direction = direction_of(plan.language)
        status: MessageStatus = "interrupted"
        said, ttft, spoken = "", 0.0, Spoken(Usage("stop"))
        reply = self.record.append(
            scene.conversation, "assistant", "", plan.language, direction, slot=plan.slot, status="streaming"
        )
        try:
            for event in speak(scene, engine, self.knowledge, cancel):
                if isinstance(event, Piece):
                    ttft = ttft or (time.monotonic() - began) * 1000
                    said += event.text
                    self.record.extend(reply.id, said)
                    yield Delta(event.text)
                else:
                    spoken = event
            status = "stopped" if spoken.usage.reason == "cancelled" else "complete"
        finally:
            usage = {**asdict(spoken.usage), "guarded": spoken.guarded, "model": engine.info.name if engine else ""}
            self.record.finish(reply.id, said, status, plan.slot, generated=spoken.generated, usage=usage)
        yield _done(reply, replace(spoken.usage, ttft_ms=ttft), scene, (said, status), spoken)


def _done(reply: Message, usage: Usage, scene: Scene, outcome: tuple[str, MessageStatus], spoken: Spoken) -> Done:
    said, status = outcome
    return Done(
        text=said,
        language=reply.language,
        direction=reply.direction,
        asks=scene.plan.slot,
        finished=scene.plan.step == "summarise",
        status=status,
        ttft_ms=round(usage.ttft_ms, 1),
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        tokens=usage.tokens,
        guarded=spoken.guarded,
        dropped_turns=usage.dropped_turns,
        message=reply.id,
        generated=spoken.generated,
    )


def worst(flags: tuple[RedFlag, ...]) -> Severity | None:
    """The gravest severity among alarms."""
    found = {flag.severity for flag in flags}
    return "emergency" if "emergency" in found else "urgent" if found else None
