"""Lets a model that can read a message for facts; what does not quote the message word for word is dropped."""

from __future__ import annotations

from threading import Event

from app.engine.base import Engine, Piece, Request, Sampling, Turn
from app.intake.knowledge import Knowledge
from app.intake.structured import accept, schema, task
from app.values import Finding, Message

MOST_TOKENS = 600


def suggest(engine: Engine, message: Message, knowledge: Knowledge, cancel: Event) -> tuple[Finding, ...]:
    """The facts that the engine's model finds in a message, each with a literal quote. Raises EngineProblem."""
    request = Request(
        conversation=message.conversation,
        turns=(Turn("user", task(message)),),
        sampling=Sampling(max_tokens=MOST_TOKENS, temperature=0.0, json_schema=schema()),
        background=True,
    )
    said = "".join(event.text for event in engine.stream(request, cancel) if isinstance(event, Piece))
    return accept(said, message, knowledge)
