"""The engine behind an address, against a small server on this machine that does whatever a test needs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread, Timer, active_count
from typing import Any

import pytest

from app.config import ROOT
from app.engine.base import EngineInfo, Piece, Request, Sampling, StreamEvent, Turn, Usage
from app.engine.openai import OpenAIEngine
from app.engine.openai_server import Server, address_of, ask
from app.engine.openai_wire import Dialect
from app.engine.templates import template
from app.errors import EngineProblem
from app.text.locale import Locale

ASK = Request("c", (Turn("system", "Be brief."), Turn("user", "It hurts.")), Sampling(max_tokens=8))


def text(piece: str, finish: str | None = None) -> bytes:
    """One event of a streamed chat."""
    event = {"choices": [{"delta": {"content": piece}, "finish_reason": finish}]}
    return f"data: {json.dumps(event)}\n\n".encode()


USAGE = (
    b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,'
    b'"prompt_tokens_details":{"cached_tokens":4}}}\n\n'
)
DONE = b"data: [DONE]\n\n"
GOOD = (text("Where"), text(" exactly?", "stop"), USAGE, DONE)


@dataclass
class Script:
    """What the server answers, one entry a request: a status and what is sent; floats are pauses."""

    answers: list[tuple[int, tuple[bytes | float, ...]]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closed: Event = field(default_factory=Event)
    models: str = '{"data":[{"id":"tiny","owned_by":"vllm","max_model_len":4096}]}'
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    script: Script

    def do_GET(self) -> None:
        self.script.headers.append(dict(self.headers))
        refused = self.headers.get("Authorization") == "Bearer wrong"
        self.send_response(401 if refused else 200)
        self.end_headers()
        self.wfile.write(self.script.models.encode())

    def do_POST(self) -> None:
        self.script.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, parts = self.script.answers.pop(0) if self.script.answers else (200, GOOD)
        try:
            for index, part in enumerate((b"", *parts)):
                if isinstance(part, float):
                    self._wait(part)
                    continue
                if index == 0 and not (parts and isinstance(parts[0], float)):
                    self.send_response(status)
                    self.end_headers()
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            self.script.closed.set()

    def _wait(self, seconds: float) -> None:
        """Say nothing for a while, but notice when the other side hangs up."""
        self.connection.settimeout(seconds)
        try:
            if self.connection.recv(1) == b"":
                self.script.closed.set()
        except TimeoutError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def script() -> Iterator[Script]:
    served = Script()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"script": served}))
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    server.server_close()


Open = Callable[..., OpenAIEngine]


@pytest.fixture
def engine(script: Script) -> Iterator[Open]:
    opened: list[OpenAIEngine] = []

    def make(dialect: Dialect = "vllm", url: str = "", **options: Any) -> OpenAIEngine:
        server = Server(address_of(url or script.url), {"tiny": 4096}, dialect, options.pop("key", ""))
        opened.append(OpenAIEngine(server, "tiny", EngineInfo("tiny"), **options))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def collect(events: Iterator[StreamEvent]) -> tuple[str, Usage]:
    *pieces, usage = list(events)
    assert isinstance(usage, Usage)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), usage


def problem(engine: OpenAIEngine, request: Request = ASK) -> EngineProblem:
    with pytest.raises(EngineProblem) as caught:
        list(engine.stream(request, Event()))
    for language in ("en", "ar"):
        assert Locale(language, ROOT / "locales").explain(caught.value)
    return caught.value


def test_a_reply_comes_in_pieces_with_its_counts(script: Script, engine: Open) -> None:
    said, usage = collect(engine().stream(ASK, Event()))
    assert said == "Where exactly?"
    assert (usage.reason, usage.prompt_tokens, usage.cached_tokens, usage.tokens) == ("stop", 9, 4, 2)
    assert 0 < usage.ttft_ms <= usage.total_ms
    assert script.bodies[0]["messages"][0] == {"role": "system", "content": "Be brief."}
    assert script.bodies[0]["stream"] is True and script.bodies[0]["max_tokens"] == 8


def test_a_reply_cut_by_length_says_so(script: Script, engine: Open) -> None:
    script.answers = [(200, (text("a", "length"), DONE))]
    assert collect(engine().stream(ASK, Event()))[1].reason == "length"


def test_arabic_arrives_whole_however_it_is_cut(script: Script, engine: Open) -> None:
    data = (
        b"data: " + json.dumps({"choices": [{"delta": {"content": "متى بدأ؟"}}]}, ensure_ascii=False).encode() + b"\n\n"
    )
    script.answers = [(200, (*[data[at : at + 1] for at in range(len(data))], text("", "stop")))]
    assert collect(engine().stream(ASK, Event()))[0] == "متى بدأ؟"


@pytest.mark.parametrize(
    "parts", [(30.0,), (b": waiting\n\n", 30.0), (text("One"), 30.0)], ids=["mute", "head", "text"]
)
def test_cancel_ends_a_silent_server_at_once(script: Script, engine: Open, parts: tuple[bytes | float, ...]) -> None:
    script.answers = [(200, parts)]
    cancel = Event()
    Timer(0.5, cancel.set).start()
    started = time.monotonic()
    _, usage = collect(engine().stream(ASK, cancel))
    assert usage.reason == "cancelled" and time.monotonic() - started < 0.8
    assert script.closed.wait(2.0), "the server is left writing"


def test_a_reader_that_goes_away_hangs_up(script: Script, engine: Open) -> None:
    script.answers = [(200, (text("One"), 30.0))]
    events = engine().stream(ASK, Event())
    assert next(events) == Piece("One")
    events.close()
    assert script.closed.wait(2.0)


def test_a_busy_server_is_asked_again(script: Script, engine: Open) -> None:
    script.answers = [(503, (b"loading",)), (429, (b"slow down",))]
    assert collect(engine().stream(ASK, Event()))[0] == "Where exactly?" and len(script.bodies) == 3


def test_nothing_is_asked_twice_once_something_was_said(script: Script, engine: Open) -> None:
    script.answers = [(200, (text("Whe"),))]
    assert problem(engine()).key == "server-cut" and len(script.bodies) == 1


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ((401, (b"no",)), "server-key"),
        ((404, (b"no such model",)), "server-model"),
        ((500, (b"boom",)), "server-refused"),
        ((400, (b"roles must alternate",)), "server-refused"),
        ((200, (b"data: {broken\n\n",)), "server-refused"),
        ((200, (b'data: {"error":{"message":"boom"}}\n\n',)), "server-refused"),
        ((200, (b"data: [1]\n\n",)), "server-refused"),
        ((200, (DONE,)), "server-cut"),
        ((200, (b"<html>",)), "server-cut"),
    ],
)
def test_a_refusal_is_explained(script: Script, engine: Open, answer: Any, key: str) -> None:
    script.answers = [answer]
    assert problem(engine()).key == key


def test_a_server_that_stays_busy_or_away_is_said(script: Script, engine: Open) -> None:
    script.answers = [(503, (b"loading",))] * 3
    assert problem(engine()).key == "server-busy"
    assert problem(engine(url="http://127.0.0.1:9")).key == "server-away"


def test_silence_has_an_end(script: Script, engine: Open) -> None:
    script.answers = [(200, (text("a"), 5.0)), (200, (5.0,))]
    impatient = engine(silence_s=0.3)
    assert problem(impatient).key == "server-silent" and problem(impatient).key == "server-silent"


def test_turns_give_way_where_the_context_is_full(script: Script, engine: Open) -> None:
    turns = [Turn("system", "Be brief.")]
    for number in range(8):
        turns += [Turn("user", f"fact {number}"), Turn("assistant", f"question {number}")]
    turns.append(Turn("user", "now"))
    request = Request("c", tuple(turns), summary="so far: facts")
    script.answers = [(400, (b"This model's maximum context length is 64 tokens",))] * 2
    _, usage = collect(engine().stream(request, Event()))
    messages = script.bodies[-1]["messages"]
    assert usage.dropped_turns == 12 and messages[0]["content"] == "Be brief.\n\nso far: facts"
    assert messages[-1] == {"role": "user", "content": "now"} and len(messages) == 6


def test_a_message_too_long_by_itself_is_said(script: Script, engine: Open) -> None:
    script.answers = [(400, (b"exceed_context_size_error",))]
    assert problem(engine()).key == "server-context"


def test_templates_of_ours_go_as_text(script: Script, engine: Open) -> None:
    script.answers = [(200, (b'data: {"choices":[{"text":"When?","finish_reason":"stop"}]}\n\n',))]
    turns = (Turn("user", "a </s> [INST] <|im_end|> b, SpO2 <90%"),)
    said, _ = collect(engine(template=template("mixtral-instruct")).stream(Request("c", turns), Event()))
    assert said == "When?"
    assert script.bodies[0]["prompt"] == "[INST] a < /s> [ INST] < |im_end|> b, SpO2 <90% [/INST]"
    assert script.bodies[0]["stop"] == ["[INST]"]


def test_a_schema_is_not_ended_by_a_line_break(script: Script, engine: Open) -> None:
    script.answers = [(200, (b'data: {"choices":[{"text":"{}","finish_reason":"stop"}]}\n\n',))]
    request = Request("c", ASK.turns, Sampling(json_schema='{"type":"object"}', stop=("END",)))
    collect(engine("llamacpp", template=template("transcript")).stream(request, Event()))
    assert script.bodies[0]["stop"] == ["END"] and script.bodies[0]["json_schema"] == {"type": "object"}


@pytest.mark.parametrize(
    ("dialect", "grammar", "penalty"),
    [
        ("llamacpp", ("grammar", "root ::= [a]"), "repeat_penalty"),
        ("vllm", ("structured_outputs", {"grammar": "root ::= [a]"}), "repetition_penalty"),
        ("sglang", ("ebnf", "root ::= [a]"), "repetition_penalty"),
        ("plain", ("grammar", None), "repeat_penalty"),
    ],
)
def test_each_server_is_asked_in_its_own_words(
    script: Script, engine: Open, dialect: Dialect, grammar: tuple[str, Any], penalty: str
) -> None:
    sampling = Sampling(grammar="root ::= [a]", repeat_penalty=1.1, top_k=5, json_schema='{"type":"object"}')
    collect(engine(dialect).stream(Request("c", ASK.turns, sampling), Event()))
    body = script.bodies[0]
    assert body.get(grammar[0]) == grammar[1]
    assert (body.get(penalty), body.get("top_k")) == ((None, None) if dialect == "plain" else (1.1, 5))
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_the_beginning_of_a_reply_is_continued(script: Script, engine: Open) -> None:
    collect(engine().stream(Request("c", (*ASK.turns, Turn("assistant", "Since"))), Event()))
    assert script.bodies[0]["messages"][-1] == {"role": "assistant", "content": "Since"}
    assert script.bodies[0]["continue_final_message"] is True


def test_closing_ends_everything(script: Script, engine: Open) -> None:
    script.answers = [(200, (text("One"), 30.0))]
    before = active_count()
    opened = engine()
    events = opened.stream(ASK, Event())
    next(events)
    opened.close()
    with pytest.raises(EngineProblem):
        next(events)
    with pytest.raises(EngineProblem):
        next(opened.stream(ASK, Event()))
    opened.close()
    assert active_count() <= before + 1  # the server's own thread for this request


def test_scores_are_not_offered(engine: Open) -> None:
    with pytest.raises(EngineProblem, match="server-no-score"):
        engine().score("a", ["b"])


def test_what_a_server_serves_is_asked(script: Script) -> None:
    server = ask(address_of(script.url))
    assert (server.models, server.dialect) == ({"tiny": 4096}, "vllm")
    with pytest.raises(EngineProblem, match="server-key"):
        ask(address_of(script.url), "wrong")
    script.models = "<html>not a model server</html>"
    with pytest.raises(EngineProblem, match="server-address"):
        ask(address_of(script.url))
