"""An engine behind an address: any OpenAI-compatible server (llama-server, vLLM, SGLang).

The requests run on an event loop of their own, where they can be cancelled at any moment, also while
the server is silent; the reader's side is a plain generator.
"""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as NotInTime
from contextlib import suppress
from threading import Event, Thread

import httpx

from app.engine.base import EngineInfo, Likelihood, Piece, Request, StreamEvent, Usage
from app.engine.openai_call import Call, Link
from app.engine.openai_server import Server, headers
from app.engine.openai_wire import Chunk
from app.engine.template_base import Template
from app.errors import DeskError, EngineProblem

_POLL_S = 0.05


class OpenAIEngine:
    """One model of one server. Safe to call from several threads; the server does the queueing.

    With `template` the prompt is rendered here and sent to `/completions`; without, the server applies
    the model's own chat template. `silence_s` is how many seconds the server may say nothing, which covers
    the reading of a long prompt and the queue before it.
    """

    def __init__(
        self,
        server: Server,
        model: str,
        info: EngineInfo,
        template: Template | None = None,
        silence_s: float = 120.0,
    ) -> None:
        # trust_env off: a proxy named in the environment would see what is said.
        client = httpx.AsyncClient(
            headers=headers(server.key), trust_env=False, timeout=httpx.Timeout(silence_s, connect=5.0)
        )
        self._link = Link(server, model, template, client)
        self._info = info
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="server-requests", daemon=True)
        self._thread.start()

    @property
    def info(self) -> EngineInfo:
        """What runs there."""
        return self._info

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """See Engine. Raises EngineProblem where the server is away, refuses, falls silent or breaks off."""
        if self._loop.is_closed():
            raise EngineProblem("engine-closed")
        started = time.monotonic()
        call = Call(self._link, request)
        task = asyncio.run_coroutine_threadsafe(call.run(), self._loop)
        try:
            yield from _read(call, cancel, started, self._link.host)
        finally:
            if not self._loop.is_closed():
                task.cancel()

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """Not offered by these servers in one common way: raises EngineProblem."""
        raise EngineProblem("server-no-score", host=self._link.host)

    def forget(self, conversation: str) -> None:
        """Nothing is kept here; the server's own cache looks after itself."""

    def close(self) -> None:
        """Close the connections; what still runs ends with an error."""
        if self._loop.is_closed():
            return
        with suppress(NotInTime):
            asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(timeout=2.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=2.0)
        if not self._loop.is_running():
            self._loop.close()

    async def _shut(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._link.client.aclose()


def _read(call: Call, cancel: Event, started: float, host: str) -> Iterator[StreamEvent]:
    """The reader's side: pieces as they come, an eye on `cancel` in between, one Usage at the end."""
    total, ttft_ms, pieces = Chunk(), 0.0, 0
    for chunk in _chunks(call, cancel):
        total = _added(total, chunk)
        if chunk.text:
            ttft_ms = ttft_ms or (time.monotonic() - started) * 1000
            pieces += 1
            yield Piece(chunk.text)
    if total.reason is None and not cancel.is_set():
        raise EngineProblem("server-cut", host=host)
    yield Usage(
        reason=total.reason or "cancelled",
        prompt_tokens=total.prompt_tokens,
        cached_tokens=total.cached_tokens,
        tokens=total.tokens or pieces,
        ttft_ms=ttft_ms,
        total_ms=(time.monotonic() - started) * 1000,
        dropped_turns=call.dropped_turns,
    )


def _chunks(call: Call, cancel: Event) -> Iterator[Chunk]:
    """What the call puts on its queue, until it ends or `cancel` is set. Raises the error it ended with."""
    while not cancel.is_set():
        try:
            item = call.items.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        if isinstance(item, DeskError):
            raise item
        if item is None:
            return
        yield item


def _added(one: Chunk, other: Chunk) -> Chunk:
    return Chunk(
        reason=other.reason or one.reason,
        prompt_tokens=other.prompt_tokens or one.prompt_tokens,
        cached_tokens=other.cached_tokens or one.cached_tokens,
        tokens=other.tokens or one.tokens,
    )
