"""A reply under way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event
from typing import Union

from app.engine.base import FinishReason, Piece, Request, Usage
from app.engine.llama_prompt import Prompt
from app.engine.llama_sampler import Sampler
from app.engine.llama_sequences import Sequence
from app.engine.llama_text import TextStream
from app.errors import DeskError

Answer = Union[Piece, Usage, DeskError]


@dataclass(slots=True, eq=False)
class Job:
    """One request on its way through the worker.

    Only the worker writes to it, but for `gone`, which a reader sets that wants no more. `ids` are the
    prompt's tokens and those generated so far; those that `sequence` holds have been read. `reading`
    says that the running step reads several of them.
    """

    request: Request
    cancel: Event
    answers: SimpleQueue[Answer] = field(default_factory=SimpleQueue)
    started: float = field(default_factory=time.monotonic)
    prompt: Prompt | None = None
    ids: list[int] = field(default_factory=list)
    sequence: Sequence | None = None
    sampler: Sampler | None = None
    text: TextStream = field(default_factory=TextStream)
    cached: int = 0
    ttft_ms: float = 0.0
    gone: bool = False
    reading: bool = False
    finished: bool = False
    keep: bool = True

    @property
    def need(self) -> int:
        """Cells of memory this may take."""
        return len(self.prompt.ids) + self.prompt.reply_room if self.prompt else 0

    @property
    def pending(self) -> int:
        """Tokens still to be read before the next one can be chosen."""
        return len(self.ids) - len(self.sequence.tokens) if self.sequence else 0

    @property
    def generated(self) -> list[int]:
        """The reply's tokens so far."""
        return self.ids[len(self.prompt.ids) :] if self.prompt else []

    @property
    def unwanted(self) -> bool:
        """Whether nobody waits for the rest."""
        return self.gone or self.cancel.is_set()

    def say(self, text: str) -> None:
        """Hand text to the reader."""
        if text:
            self.ttft_ms = self.ttft_ms or self._elapsed_ms()
            self.answers.put(Piece(text))

    def usage(self, reason: FinishReason) -> Usage:
        """What it took so far."""
        prompt = self.prompt
        size, dropped = (len(prompt.ids), prompt.dropped) if prompt else (0, 0)
        made = max(len(self.ids) - size, 0)
        return Usage(reason, size, self.cached, made, self.ttft_ms, self._elapsed_ms(), dropped)

    def _elapsed_ms(self) -> float:
        return (time.monotonic() - self.started) * 1000
