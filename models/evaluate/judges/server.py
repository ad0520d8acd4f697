"""A model behind an OpenAI-compatible server, scored by whatever the server offers.

In this order, found out with the first question: the likelihoods of the prompt's own tokens (`echo` with `logprobs`,
as vLLM has them), which are exact; the likelihoods of the first token's alternatives (`logprobs`, as llama.cpp's
server has them), which tell letters and other single words apart; else what the server writes, read for a letter or
word, where the choice is all there is. The run's report says which it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from app.catalogue.rows import Catalogue
from app.catalogue.servers import connect
from app.engine.base import Likelihood
from app.engine.openai_server import Server, address_of, ask, find_key, headers, refusal
from app.errors import EngineProblem
from models.command import WorkshopError
from models.evaluate.judges.judge import Identity, Opened

Way = Literal["prompt log-likelihood", "first-token log-likelihood", "generation"]
UNLIKELY = -1e4
"""What a continuation scores that is not among the alternatives a server tells, or that was not written."""

_ALTERNATIVES = 20
_ANSWER_TOKENS = 12


@dataclass(slots=True)
class ServerJudge:
    """One model of one server. `way` is found out at the first question."""

    server: Server
    model: str
    client: httpx.Client
    way: Way | None = field(default=None)

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """See Judge. Raises EngineProblem for a server that is away or refuses."""
        way = self.find_way()
        if way == "prompt log-likelihood":
            return [self._echoed(prompt, text) for text in continuations]
        if way == "first-token log-likelihood":
            return self._first_token(prompt, continuations)
        return self._written(prompt, continuations)

    def find_way(self) -> Way:
        """What this server offers."""
        if self.way is None:
            self.way = self._probe()
        return self.way

    def _probe(self) -> Way:
        try:
            told = self._complete("Q: 1 or 2?\nA: 1", echo=True, logprobs=1, max_tokens=1)
            found = told.get("logprobs") or {}
            if told.get("text", "").startswith("Q:") and found.get("token_logprobs") and found.get("text_offset"):
                return "prompt log-likelihood"
        except EngineProblem as problem:
            if problem.key != "server-refused":
                raise
        try:
            told = self._complete("Q: 1 or 2?\nA:", logprobs=_ALTERNATIVES, max_tokens=1)
        except EngineProblem as problem:
            if problem.key != "server-refused":
                raise
            return "generation"
        return "first-token log-likelihood" if _alternatives(told) else "generation"

    def _echoed(self, prompt: str, text: str) -> Likelihood:
        """The continuation's tokens are those that end behind the prompt."""
        told = self._complete(prompt + text, echo=True, logprobs=1, max_tokens=1)["logprobs"]
        places, values = told["text_offset"], told["token_logprobs"]
        ends = [*places[1:], places[-1] + 1]
        whole = len(prompt) + len(text)
        mine = [
            value for place, end, value in zip(places, ends, values, strict=True) if end > len(prompt) and place < whole
        ]
        if not mine or None in mine:
            raise WorkshopError(f"{self.server.address.host} tells no log-likelihood for the continuation {text!r}.")
        return Likelihood(float(sum(mine)), len(mine), False)

    def _first_token(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """The likeliest alternative that begins each continuation; two that begin alike cannot be told apart."""
        told = _alternatives(self._complete(prompt, logprobs=_ALTERNATIVES, max_tokens=1))
        best = max(told.values(), default=0.0)
        found = [_beginning(text.strip(), told) for text in continuations]
        return [Likelihood(value, 1, value == best) for value in found]

    def _written(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """0 for the continuation that the server's answer begins with, unlikely for the others."""
        said = str(self._complete(prompt, max_tokens=_ANSWER_TOKENS).get("text", "")).strip()
        starts = [text.strip() for text in continuations]
        hits = [start for start in starts if said.lower().startswith(start.lower())]
        chosen = max(hits, key=len, default=None)
        return [Likelihood(0.0 if start == chosen else UNLIKELY, 1, start == chosen) for start in starts]

    def _complete(self, prompt: str, **more: Any) -> dict[str, Any]:
        """The first choice of a completion."""
        host = self.server.address.host
        body = {"model": self.model, "prompt": prompt, "temperature": 0, **more}
        try:
            answer = self.client.post(f"{self.server.address.url}/completions", json=body)
        except httpx.HTTPError as error:
            raise EngineProblem("server-away", host=host) from error
        if answer.status_code != 200:
            raise refusal(host, answer.status_code, answer.text)
        try:
            choice: dict[str, Any] = answer.json()["choices"][0]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise EngineProblem("server-refused", host=host, status="200", reason=answer.text[:200]) from error
        return choice


def open_server(url: str) -> Opened:
    """Open URL, or URL#MODEL where the server has several. Raises EngineProblem."""
    place, _, wanted = url.partition("#")
    address = address_of(place)
    server = ask(address, find_key(address.host))
    engine = connect(Catalogue.load(), place, wanted)
    client = httpx.Client(headers=headers(server.key), trust_env=False, timeout=httpx.Timeout(300.0, connect=5.0))
    judge = ServerJudge(server, engine.info.name, client)

    def close() -> None:
        engine.close()
        client.close()

    way = judge.find_way()
    identity = Identity(name=engine.info.name, kind=f"server ({server.dialect})", way=way)
    return Opened(identity, judge.score, close, engine, exact=way == "prompt log-likelihood")


def _alternatives(choice: dict[str, Any]) -> dict[str, float]:
    """The first token's alternatives: OpenAI's older and newer shape."""
    told = choice.get("logprobs") or {}
    if told.get("top_logprobs"):
        first = told["top_logprobs"][0]
        if isinstance(first, dict) and "token" not in first:
            return {str(token): float(value) for token, value in first.items()}
    content = told.get("content") or []
    rows = content[0].get("top_logprobs", []) if content else []
    return {str(row["token"]): float(row["logprob"]) for row in rows}


def _beginning(text: str, told: dict[str, float]) -> float:
    values = [value for token, value in told.items() if token.strip() and text.startswith(token.strip())]
    return max(values, default=UNLIKELY)
