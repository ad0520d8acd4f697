"""Servers that misbehave in every way: tried again where that is safe, given up where it is not."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.config import Home
from app.engine.base import EngineInfo, Request, Turn
from app.engine.scripted import ScriptedEngine
from app.errors import EngineProblem
from models.translate.asking import Answer, EngineAsker, NoAnswer, Pace
from models.translate.connecting import open_asker
from models.translate.settings import LimitSettings, ModelSettings

ASKED = Request("", (Turn("user", "Translate:\n[[[\nI have a fever.\n]]]"),))


def ask(model: ModelSettings, limits: LimitSettings, home: Path, times: int = 1) -> list[Any]:
    """Ask so often at once; answers or what was raised."""

    async def work() -> list[Any]:
        asker = open_asker(model, limits, Home(home))
        try:
            return await asyncio.gather(*(asker.ask(ASKED) for _ in range(times)), return_exceptions=True)
        finally:
            await asker.close()

    return asyncio.run(work())


def first_bad(fake: Any, reply: Any, bad: int) -> None:
    """The first `bad` answers are `reply`, then good ones."""
    good = fake.answer
    fake.answer = lambda asked: reply if asked.number < bad else good(asked)


def reply(**fields: Any) -> Any:
    """A Reply of conftest.py, which tests cannot import by name."""
    usual = {"text": "", "status": 200, "reason": "stop", "raw": None, "headers": {}, "cut": False, "delay_s": 0.0}
    return SimpleNamespace(**{**usual, **fields})


@pytest.mark.parametrize(
    "bad",
    [
        {"status": 429, "headers": {"retry-after": "0.05"}},
        {"status": 500},
        {"status": 503, "headers": {"retry-after": "soon"}},
        {"cut": True},
        {"raw": b"not json"},
        {"raw": b'{"choices": []}'},
        {"raw": b"\xff\xfe"},
        {"delay_s": 1.5},
    ],
    ids=str,
)
def test_what_a_second_try_mends_is_tried_again(fake: Any, model: Any, limits: Any, tmp_path: Path, bad: Any) -> None:
    first_bad(fake, reply(**bad), 2)
    (answer,) = ask(model, limits, tmp_path)
    assert isinstance(answer, Answer) and answer.text == "عندي حمى." and answer.tries == 3
    assert (answer.prompt_tokens, answer.tokens) == (100, 10)


@pytest.mark.parametrize(
    ("bad", "failure", "tries"),
    [
        ({"status": 500}, "refused", 3),
        ({"cut": True}, "away", 3),
        ({"raw": b"{}"}, "garbled", 3),
        ({"status": 400, "raw": b"maximum context length exceeded"}, "context", 1),
        ({"status": 422, "raw": b"no"}, "refused", 1),
        ({"raw": b"x" * 5_000_000}, "garbled", 1),
    ],
    ids=str,
)
def test_what_no_try_mends_is_given_up(
    fake: Any, model: Any, limits: Any, tmp_path: Path, bad: Any, failure: str, tries: int
) -> None:
    first_bad(fake, reply(**bad), 99)
    (problem,) = ask(model, limits, tmp_path)
    assert isinstance(problem, NoAnswer) and problem.failure == failure and len(fake.asked) == tries


@pytest.mark.parametrize(("status", "key"), [(401, "server-key"), (404, "server-model")])
def test_a_wrong_key_or_model_stops_the_run(
    fake: Any, model: Any, limits: Any, tmp_path: Path, status: int, key: str
) -> None:
    first_bad(fake, reply(status=status), 99)
    (problem,) = ask(model, limits, tmp_path)
    assert isinstance(problem, EngineProblem) and problem.key == key and len(fake.asked) == 1


def test_no_more_are_asked_at_once_than_allowed(fake: Any, model: Any, limits: Any, tmp_path: Path) -> None:
    good = fake.answer
    fake.answer = lambda asked: (time.sleep(0.03), good(asked))[1]
    answers = ask(model, limits, tmp_path, times=20)
    assert all(isinstance(answer, Answer) for answer in answers)
    assert 2 <= fake.most_at_once <= limits.concurrency


def test_a_pace_is_kept() -> None:
    async def run() -> float:
        pace, started = Pace(1200), time.monotonic()
        await asyncio.gather(*(pace.wait() for _ in range(5)))
        return time.monotonic() - started

    assert asyncio.run(run()) >= 4 * 0.05


def test_a_model_in_this_process_is_asked_alike() -> None:
    async def run() -> Answer:
        asker = EngineAsker(ScriptedEngine(["مرحبا"], info=EngineInfo("own")), 5.0)
        try:
            return await asker.ask(ASKED)
        finally:
            await asker.close()

    answer = asyncio.run(run())
    assert answer.text == "مرحبا" and answer.seconds > 0
