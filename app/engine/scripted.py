"""An engine that says what it was told to say: for tests, and to try the page without a model."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event, Lock

from app.engine.base import EngineInfo, FinishReason, Likelihood, Piece, Request, StreamEvent, Usage
from app.errors import EngineProblem

Replies = Iterable[str] | Callable[[Request], str]

_PIECE = re.compile(r"\S+\s*|\s+")


class ScriptedEngine:
    """Replies from a list, or from a function of the request, word by word.

    `delay_s` is waited before each word, the first included, and ends at once when the request is
    cancelled. A list that has run out raises EngineProblem. `requests` holds what was asked, oldest
    first, and `forgotten` the conversations that were dropped.
    """

    def __init__(self, replies: Replies, delay_s: float = 0.0, info: EngineInfo | None = None) -> None:
        self.requests: list[Request] = []
        self.forgotten: list[str] = []
        self._answer = replies if callable(replies) else _from_list(replies)
        self._delay_s = delay_s
        self._info = info or EngineInfo(name="scripted", context=4096)
        self._lock = Lock()
        self._closed = False

    @property
    def info(self) -> EngineInfo:
        """What runs here."""
        return self._info

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """Yield the next reply word by word, at most `max_tokens` words, then one Usage."""
        started = time.monotonic()
        words = _PIECE.findall(self._next(request))
        ttft_ms = 0.0
        said = 0
        reason: FinishReason = "stop"
        for word in words:
            if said >= request.sampling.max_tokens:
                reason = "length"
                break
            if cancel.wait(self._delay_s) if self._delay_s else cancel.is_set():
                reason = "cancelled"
                break
            ttft_ms = ttft_ms or _since_ms(started)
            said += 1
            yield Piece(word)
        prompt = sum(len(turn.text.split()) for turn in request.turns)
        yield Usage(reason, prompt, 0, said, ttft_ms, _since_ms(started))

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """Shorter is likelier: minus one for each character. Enough for whoever ranks continuations."""
        self._check_open()
        shortest = min((len(text) for text in continuations), default=0)
        return [Likelihood(-float(len(text)), len(text.split()), len(text) == shortest) for text in continuations]

    def forget(self, conversation: str) -> None:
        """Note that the conversation was dropped."""
        self.forgotten.append(conversation)

    def close(self) -> None:
        """Refuse further calls."""
        self._closed = True

    def _next(self, request: Request) -> str:
        with self._lock:
            self._check_open()
            self.requests.append(request)
            return self._answer(request)

    def _check_open(self) -> None:
        if self._closed:
            raise EngineProblem("engine-closed")


def _from_list(replies: Iterable[str]) -> Callable[[Request], str]:
    left = iter(replies)

    def answer(_request: Request) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EngineProblem("engine-script-over") from None

    return answer


def _since_ms(started: float) -> float:
    return (time.monotonic() - started) * 1000
