"""Asking an engine, in few words."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from app.engine.base import Engine, Piece, Request, Sampling, Turn, Usage
from app.engine.llama import LlamaEngine
from app.engine.llama_options import LlamaOptions
from app.engine.templates import template

SYSTEM = Turn("system", "A patient tells a careful doctor what is wrong. The doctor asks one short question at a time.")


def load(path: Path, **options: object) -> LlamaEngine:
    """An engine with a small context over a model file; `options` as in LlamaOptions."""
    return LlamaEngine(path, LlamaOptions(**{"context": 2048, **options}), template("transcript"))  # type: ignore[arg-type]


def ask(engine: Engine, request: Request, cancel: Event | None = None) -> tuple[str, Usage]:
    """A whole reply."""
    pieces: list[str] = []
    for event in engine.stream(request, cancel or Event()):
        if isinstance(event, Usage):
            return "".join(pieces), event
        assert isinstance(event, Piece)
        pieces.append(event.text)
    raise AssertionError("a stream without Usage")


def request(conversation: str, *texts: str, max_tokens: int = 16, **more: object) -> Request:
    """A dialogue of alternating texts, the user's first; `more` are fields of Request."""
    turns = [
        Turn("user", text, "Patient") if index % 2 == 0 else Turn("assistant", text) for index, text in enumerate(texts)
    ]
    return Request(conversation, (SYSTEM, *turns), Sampling(max_tokens=max_tokens), **more)  # type: ignore[arg-type]
