"""A server is scored by what it offers: its prompt's likelihoods, its first token's, or its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.engine.openai_server import Server, address_of
from app.errors import EngineProblem
from models.evaluate.judges.server import UNLIKELY, ServerJudge

Answer = Callable[[dict[str, Any]], "dict[str, Any] | int"]


def _judge(answer: Answer) -> ServerJudge:
    def handle(request: httpx.Request) -> httpx.Response:
        found = answer(json.loads(request.content))
        if isinstance(found, int):
            return httpx.Response(found, text="no such thing")
        return httpx.Response(200, json={"choices": [found]})

    server = Server(address_of("http://127.0.0.1:8000"), {"m": 4096})
    return ServerJudge(server, "m", httpx.Client(transport=httpx.MockTransport(handle)))


def _echoing(body: dict[str, Any]) -> dict[str, Any]:
    """One token a character, each as likely as its number says; one more is written behind the prompt."""
    text = body["prompt"] + "!"
    values = [None, *(-float(ord(letter)) for letter in text[1:])]
    return {"text": text, "logprobs": {"token_logprobs": values, "text_offset": list(range(len(text)))}}


def test_a_server_that_echoes_gives_the_exact_sum() -> None:
    judge = _judge(_echoing)
    first, second = judge.score("Answer:", [" A", " BC"])
    assert judge.way == "prompt log-likelihood"
    assert (first.logprob, first.tokens) == (-float(ord(" ") + ord("A")), 2)
    assert (second.logprob, second.tokens) == (-float(ord(" ") + ord("B") + ord("C")), 3)


@pytest.mark.parametrize("newer", [False, True])
def test_a_server_with_alternatives_only_tells_letters(newer: bool) -> None:
    told = {" B": -0.1, "A": -2.0, " the": -3.0}

    def answer(body: dict[str, Any]) -> dict[str, Any] | int:
        if body.get("echo"):
            return 400
        old = {"top_logprobs": [told]}
        new = {"content": [{"top_logprobs": [{"token": token, "logprob": value} for token, value in told.items()]}]}
        return {"text": " B", "logprobs": new if newer else old}

    judge = _judge(answer)
    found = judge.score("Answer:", [" A", " B", " C"])
    assert judge.way == "first-token log-likelihood"
    assert [each.logprob for each in found] == [-2.0, -0.1, UNLIKELY]
    assert [each.greedy for each in found] == [False, True, False]


def test_a_server_without_likelihoods_is_read() -> None:
    judge = _judge(lambda body: 400 if "logprobs" in body else {"text": " no, it does not"})
    found = judge.score("Answer:", [" yes", " no", " maybe"])
    assert judge.way == "generation"
    assert [each.logprob for each in found] == [UNLIKELY, 0.0, UNLIKELY]


def test_a_key_that_is_refused_is_not_taken_for_a_missing_offer() -> None:
    with pytest.raises(EngineProblem) as caught:
        _judge(lambda body: 401).score("Answer:", [" A"])
    assert caught.value.key == "server-key"
