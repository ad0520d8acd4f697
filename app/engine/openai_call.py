"""One request to an OpenAI-compatible server: sent, tried again where that is safe, read line by line."""

from __future__ import annotations

import asyncio
import queue
from dataclasses import dataclass
from typing import Any, Union

import httpx

from app.engine.base import Request
from app.engine.openai_server import Server, refusal
from app.engine.openai_wire import Chunk, chat_body, completion_body, is_context_fault, read_line, shortened
from app.engine.template_base import Template
from app.errors import DeskError, EngineProblem

Item = Union[Chunk, DeskError, None]
"""What a call puts on its queue: pieces of the answer, the error it ended with, None at its end."""

_PAUSES_S = (0.2, 0.8)


@dataclass(frozen=True, slots=True)
class Link:
    """A model of a server and how it is spoken to; see OpenAIEngine."""

    server: Server
    model: str
    template: Template | None
    client: httpx.AsyncClient

    @property
    def host(self) -> str:
        """The server's name, for people."""
        return self.server.address.host

    @property
    def target(self) -> str:
        """The address that requests go to."""
        return f"{self.server.address.url}/{'completions' if self.template else 'chat/completions'}"

    def body(self, request: Request) -> dict[str, Any]:
        """A request in the server's words."""
        if self.template:
            return completion_body(request, self.model, self.server.dialect, self.template)
        return chat_body(request, self.model, self.server.dialect)


class Call:
    """Streams one answer onto `items`. `dropped_turns` counts what had to be left out to fit."""

    def __init__(self, link: Link, request: Request) -> None:
        self.items: queue.Queue[Item] = queue.Queue()
        self.dropped_turns = 0
        self._link, self._request = link, request
        self._said = False

    async def run(self) -> None:
        """Ask, and put everything that comes onto the queue, its end or error last."""
        try:
            await self._ask_again()
            self.items.put(None)
        except DeskError as error:
            self.items.put(error)
        except asyncio.CancelledError:
            self.items.put(EngineProblem("engine-closed"))
            raise

    async def _ask_again(self) -> None:
        """Where no connection came about, or the server was busy, nothing has been said: ask again."""
        for pause_s in _PAUSES_S:
            try:
                await self._ask_explained()
                return
            except EngineProblem as error:
                if self._said or error.key not in ("server-away", "server-busy"):
                    raise
            await asyncio.sleep(pause_s)
        await self._ask_explained()

    async def _ask_explained(self) -> None:
        try:
            await self._ask()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
            raise EngineProblem("server-cut" if self._said else "server-away", host=self._link.host) from error
        except httpx.TimeoutException as error:
            raise EngineProblem("server-silent", host=self._link.host) from error
        except httpx.HTTPError as error:
            raise EngineProblem("server-cut", host=self._link.host) from error

    async def _ask(self) -> None:
        body = self._link.body(self._request)
        async with self._link.client.stream("POST", self._link.target, json=body) as answer:
            if answer.status_code == 200:
                await self._read(answer)
                return
            text = (await answer.aread()).decode("utf-8", errors="replace")
        if not is_context_fault(answer.status_code, text):
            raise refusal(self._link.host, answer.status_code, text)
        self._request, dropped = shortened(self._request)
        if not dropped:
            raise EngineProblem("server-context")
        self.dropped_turns += dropped
        await self._ask()

    async def _read(self, answer: httpx.Response) -> None:
        async for line in answer.aiter_lines():
            chunk = read_line(line)
            if chunk and chunk.fault:
                raise EngineProblem("server-refused", host=self._link.host, status="200", reason=chunk.fault[:200])
            if chunk:
                self._said = self._said or bool(chunk.text)
                self.items.put(chunk)
