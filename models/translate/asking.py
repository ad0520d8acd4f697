"""Asks models: many questions at once, no faster than allowed, again where that is safe."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace
from threading import Event
from typing import Literal, Protocol

import httpx

from app.engine.base import Engine, EngineInfo, FinishReason, Piece, Request, Usage
from app.engine.openai_call import Link
from app.engine.openai_server import headers, refusal
from app.engine.openai_wire import Dialect, is_context_fault
from app.errors import EngineProblem
from models.translate.settings import LimitSettings

Form = Literal["chat", "transcript"]
Failure = Literal["away", "silent", "refused", "garbled", "context"]
LONGEST_PAUSE_S = 60.0
MOST_BYTES = 4_000_000
"""An answer longer than that is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said and what that took: tokens read and written, seconds, and tries."""

    text: str
    reason: FinishReason = "stop"
    prompt_tokens: int = 0
    tokens: int = 0
    seconds: float = 0.0
    tries: int = 1


class NoAnswer(Exception):
    """A question to which no answer came, after all the tries that make sense."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        self.failure: Failure = failure
        super().__init__(f"{failure}: {detail}" if detail else failure)


class Asker(Protocol):
    """A model: `form` is how it wants to be asked (a chat, a transcript), `dialect` whose software serves it."""

    name: str
    form: Form
    dialect: Dialect

    async def ask(self, request: Request) -> Answer:
        """One answer. Raises NoAnswer; raises EngineProblem for what no try can mend (a wrong key, no such model)."""

    async def close(self) -> None:
        """Free what it holds."""


class Pace:
    """Lets no more than `per_minute` requests begin in a minute, evenly; everybody waits when a server says so."""

    def __init__(self, per_minute: int) -> None:
        self._gap_s = 60.0 / per_minute if per_minute else 0.0
        self._next = 0.0

    async def wait(self) -> None:
        """Return when the next request may begin."""
        now = time.monotonic()
        begin = max(now, self._next)
        self._next = begin + self._gap_s
        if begin > now:
            await asyncio.sleep(begin - now)

    def hold(self, seconds: float) -> None:
        """Nothing begins within the next `seconds`."""
        self._next = max(self._next, time.monotonic() + seconds)


class ServerAsker:
    """A model of an OpenAI-compatible server, asked without streaming."""

    def __init__(self, link: Link, form: Form, limits: LimitSettings, patience_s: float) -> None:
        self.name, self.form, self.dialect = link.model, form, link.server.dialect
        connections = httpx.Limits(max_connections=limits.concurrency, max_keepalive_connections=limits.concurrency)
        # trust_env off: a proxy named in the environment would see what is said.
        client = httpx.AsyncClient(
            headers=headers(link.server.key),
            trust_env=False,
            limits=connections,
            timeout=httpx.Timeout(patience_s, connect=5.0, pool=None),
        )
        self._link = replace(link, client=client)
        self._limits, self._patience_s = limits, patience_s
        self._room = asyncio.Semaphore(limits.concurrency)
        self._pace = Pace(limits.per_minute)
        self._chance = random.Random(0)

    async def ask(self, request: Request) -> Answer:
        """See Asker. Only what a second try can mend is tried again: generating text changes nothing on a server."""
        started = time.monotonic()
        last = NoAnswer("away")
        for tries in range(1, self._limits.attempts + 1):
            async with self._room:
                await self._pace.wait()
                try:
                    answer = await asyncio.wait_for(self._once(request), self._patience_s)
                    return replace(answer, seconds=time.monotonic() - started, tries=tries)
                except _Again as again:
                    last, wanted_s = again.problem, again.after_s
                except asyncio.TimeoutError:
                    last, wanted_s = NoAnswer("silent"), 0.0
            if tries < self._limits.attempts:
                await asyncio.sleep(self._pause_s(tries, wanted_s))
        raise last

    async def close(self) -> None:
        """Close the connections."""
        await self._link.client.aclose()

    def _pause_s(self, tries: int, wanted_s: float) -> float:
        """Twice as long after each try, with some chance in it, and never less than the server asked for."""
        own = self._limits.pause_s * 2 ** (tries - 1) * (0.5 + self._chance.random())
        pause = min(max(own, wanted_s), LONGEST_PAUSE_S)
        if wanted_s:
            self._pace.hold(pause)
        return pause

    async def _once(self, request: Request) -> Answer:
        body = {**self._link.body(request), "stream": False}
        body.pop("stream_options", None)
        try:
            async with self._link.client.stream("POST", self._link.target, json=body) as response:
                content = await _bounded(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
            raise _Again(NoAnswer("away", str(error))) from error
        except httpx.TimeoutException as error:
            raise _Again(NoAnswer("silent", str(error))) from error
        except httpx.HTTPError as error:
            raise _Again(NoAnswer("away", str(error))) from error
        if response.status_code == 200:
            return _read(content)
        raise self._refused(response, content.decode("utf-8", errors="replace"))

    def _refused(self, response: httpx.Response, text: str) -> Exception:
        """What a refusal means: try again, give this one up, or stop the whole run."""
        status = response.status_code
        if is_context_fault(status, text):
            return NoAnswer("context")
        if status in (408, 425, 429) or status >= 500:
            return _Again(NoAnswer("refused", str(status)), _retry_after(response))
        if status in (401, 403, 404):
            return refusal(self._link.host, status, text)
        return NoAnswer("refused", f"{status} {text[:120]}")


class EngineAsker:
    """A model that runs in this process."""

    dialect: Dialect

    def __init__(self, engine: Engine, patience_s: float) -> None:
        self.name, self.form, self.dialect = engine.info.name, form_of(engine.info), "llamacpp"
        self._engine, self._patience_s = engine, patience_s

    async def ask(self, request: Request) -> Answer:
        """See Asker."""
        started, cancel = time.monotonic(), Event()
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(self._say, request, cancel), self._patience_s)
        except asyncio.TimeoutError as error:
            raise NoAnswer("silent") from error
        except EngineProblem as error:
            raise NoAnswer("refused", error.key) from error
        finally:
            cancel.set()
        return replace(answer, seconds=time.monotonic() - started)

    async def close(self) -> None:
        """Free the engine."""
        await asyncio.to_thread(self._engine.close)

    def _say(self, request: Request, cancel: Event) -> Answer:
        pieces, usage = [], Usage("stop")
        for event in self._engine.stream(request, cancel):
            if isinstance(event, Piece):
                pieces.append(event.text)
            else:
                usage = event
        return Answer("".join(pieces), usage.reason, usage.prompt_tokens, usage.tokens)


def form_of(info: EngineInfo) -> Form:
    """How a model is asked to translate: a chat model by an instruction, any other by a transcript to continue."""
    return "chat" if info.form == "chat" else "transcript"


class _Again(Exception):
    """A try that failed in a way that another may not."""

    def __init__(self, problem: NoAnswer, after_s: float = 0.0) -> None:
        self.problem, self.after_s = problem, after_s
        super().__init__(str(problem))


async def _bounded(response: httpx.Response) -> bytes:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise NoAnswer("garbled", "too long")
    return bytes(content)


def _read(content: bytes) -> Answer:
    """A whole answer of `/completions` or `/chat/completions`. What cannot be read is tried again."""
    try:
        # The answer of a server is read as it stands: what a fleet sends may be anything.
        told = httpx.Response(200, content=content).json()
        choice = told["choices"][0]
        text = choice.get("text")
        text = choice["message"].get("content") if text is None else text
        usage = told.get("usage") or {}
        reason: FinishReason = "length" if choice.get("finish_reason") == "length" else "stop"
        return Answer(
            str(text or ""), reason, int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise _Again(NoAnswer("garbled", str(error))) from error


def _retry_after(response: httpx.Response) -> float:
    """Seconds that a server asks for; 0 where it says nothing that can be read."""
    try:
        return max(0.0, float(response.headers.get("retry-after", 0)))
    except ValueError:
        return 0.0
