"""The engine behind an address, against llama.cpp's own server running the embedded model."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.catalogue.files import ensure_embedded
from app.catalogue.rows import Catalogue
from app.catalogue.servers import connect
from app.config import Home
from app.engine.base import Piece, Request, Sampling, Turn, Usage
from app.engine.openai import OpenAIEngine
from app.errors import EngineProblem

xllamacpp = pytest.importorskip("xllamacpp")

DIALOGUE = (
    Turn("system", "A doctor takes a history, one short question at a time."),
    Turn("user", "I have had a cough for three days.", "Patient"),
    Turn("assistant", "Do you have a fever?", "Doctor"),
    Turn("user", "Yes, since yesterday.", "Patient"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    params = xllamacpp.CommonParams()
    params.model.path = str(ensure_embedded(Home(tmp_path_factory.mktemp("home"))))
    params.model_alias = {"mini"}
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.port = 1024, 2, 1, 0
    params.swa_full = True
    running = xllamacpp.Server(params)
    yield running.listening_address
    del running


@pytest.fixture(scope="module")
def engine(server: str) -> Iterator[OpenAIEngine]:
    opened = connect(Catalogue.load(), server)
    yield opened
    opened.close()


def say(engine: OpenAIEngine, sampling: Sampling, turns: tuple[Turn, ...] = DIALOGUE) -> tuple[str, Usage]:
    *pieces, usage = list(engine.stream(Request("c", turns, sampling), Event()))
    assert isinstance(usage, Usage)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), usage


def test_it_is_known_by_its_catalogue_row(engine: OpenAIEngine) -> None:
    info = engine.info
    assert (info.name, info.form, info.medical, info.context) == ("mini", "transcript", False, 512)
    assert info.placement == "server 127.0.0.1"


def test_it_answers_in_a_transcripts_next_line(engine: OpenAIEngine) -> None:
    said, usage = say(engine, Sampling(max_tokens=12, temperature=0.0, seed=1))
    assert said.strip() and "\n" not in said and usage.reason in ("stop", "length")
    assert usage.prompt_tokens > 20 and usage.tokens > 0 and 0 < usage.ttft_ms < usage.total_ms


def test_greedy_replies_repeat_and_the_prompt_stays_read(engine: OpenAIEngine) -> None:
    sampling = Sampling(max_tokens=6, temperature=0.0)
    first, _ = say(engine, sampling)
    second, usage = say(engine, sampling)
    assert first == second and usage.cached_tokens > usage.prompt_tokens // 2


def test_a_grammar_binds(engine: OpenAIEngine) -> None:
    grammar = 'root ::= " " ("Yes" | "No") "?"'
    said, _ = say(engine, Sampling(max_tokens=16, temperature=1.0, grammar=grammar))
    assert said.strip() in ("Yes?", "No?")


def test_a_schema_binds(engine: OpenAIEngine) -> None:
    schema = {"enum": ["fever: yes", "fever: no"]}
    said, _ = say(engine, Sampling(max_tokens=16, temperature=0.0, json_schema=json.dumps(schema)))
    assert json.loads(said) in ("fever: yes", "fever: no")


def test_stop_is_prompt(engine: OpenAIEngine) -> None:
    cancel, started = Event(), time.monotonic()
    pieces = 0
    for event in engine.stream(Request("c", DIALOGUE, Sampling(max_tokens=400, temperature=0.9)), cancel):
        pieces += isinstance(event, Piece)
        if pieces == 3 and not cancel.is_set():
            cancel.set()
            started = time.monotonic()
    assert isinstance(event, Usage) and event.reason in ("cancelled", "stop")
    assert time.monotonic() - started < 0.3


def test_several_speak_at_once(engine: OpenAIEngine) -> None:
    sampling = Sampling(max_tokens=3, temperature=0.0)
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda _: say(engine, sampling)[1].tokens, range(3)))
    assert all(tokens > 0 for tokens in replies)


def test_the_oldest_turns_give_way_when_the_context_is_full(engine: OpenAIEngine) -> None:
    long = [DIALOGUE[0]]
    for number in range(40):
        long += [Turn("user", f"On day {number} the cough was worse at night.", "Patient")]
        long += [Turn("assistant", "What else did you notice?", "Doctor")]
    said, usage = say(engine, Sampling(max_tokens=3, temperature=0.0), (*long, DIALOGUE[-1]))
    assert usage.dropped_turns > 0 and usage.prompt_tokens < 512 and said


def test_an_unknown_model_names_what_is_served(server: str) -> None:
    with pytest.raises(EngineProblem) as caught:
        connect(Catalogue.load(), server, "bimedix-bi")
    assert caught.value.key == "server-choice" and caught.value.fields["choices"] == "mini"
