"""A server that speaks OpenAI's language and behaves as a test tells it to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("sacrebleu", reason="needs models/requirements.txt")

from models.translate.settings import LimitSettings, ModelSettings, TranslateSettings

FENCED = re.compile(r"\[\[\[\n(.*?)\n\]\]\]", re.DOTALL)


@dataclass
class Reply:
    """What the server answers: a status, a text, or what stands raw in the body; `cut` breaks off in the middle."""

    text: str = ""
    status: int = 200
    reason: str = "stop"
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    delay_s: float = 0.0


@dataclass
class Asked:
    """A request as the server sees it."""

    judging: bool
    texts: list[str]
    said: str
    number: int


@dataclass
class Fake:
    """A server under a test's control. `asked` is everything that it was asked."""

    url: str
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    running: int = 0
    lock: Any = field(default_factory=threading.Lock)


ARABIC = {
    "I have a fever.": "عندي حمى.",
    "I do not smoke.": "أنا لا أدخن.",
    "Take 5 mg twice a day.": "تناول 5 ملغ مرتين في اليوم.",
}


def good(asked: Asked) -> Reply:
    """A model that knows the three sentences, and a judge that likes everything."""
    if asked.judging:
        return Reply(json.dumps({"score": 95, "reasons": "fine", "critique": ""}))
    return Reply(ARABIC.get(asked.texts[0], "هذه جملة مترجمة."))


def handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    """Answers requests as `fake` says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(200, json.dumps({"data": [{"id": "fleet", "owned_by": "vllm"}]}).encode(), {})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with fake.lock:
                fake.running += 1
                fake.most_at_once = max(fake.most_at_once, fake.running)
                fake.asked.append(read(body["messages"], len(fake.asked)))
                asked = fake.asked[-1]
            reply = fake.answer(asked)
            time.sleep(reply.delay_s)
            with fake.lock:
                fake.running -= 1
            if reply.cut:
                self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{")
                self.close_connection = True
            else:
                self._send(reply.status, content(reply), reply.headers)

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Handler


def read(messages: list[dict[str, str]], number: int) -> Asked:
    """What a request asks for."""
    said = "\n".join(message["content"] for message in messages)
    return Asked("You judge" in said, FENCED.findall(messages[-1]["content"]), said, number)


def content(reply: Any) -> bytes:
    """An answer's body."""
    if reply.raw is not None:
        return reply.raw
    choice = {"message": {"content": reply.text}, "finish_reason": reply.reason}
    usage = {"prompt_tokens": 100, "completion_tokens": 10}
    return json.dumps({"choices": [choice], "usage": usage}).encode()


@pytest.fixture
def fake() -> Iterator[Fake]:
    """The server, which answers as `good` does until a test gives it other manners."""
    made = Fake("", good)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(made))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that is killed breaks its connections
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(fake: Fake, tmp_path: Any) -> Callable[..., TranslateSettings]:
    """Makes the settings of a run against the server; what is given replaces the usual."""

    def make(**changes: Any) -> TranslateSettings:
        told: dict[str, Any] = {
            "source": tmp_path / "items.jsonl",
            "state": tmp_path / "state.sqlite",
            "seed": 3,
            "translator": {"server": fake.url, "patience_s": 2.0},
            "judge": {"server": fake.url, "patience_s": 2.0},
            "loop": {"threshold": 80.0, "rounds": 2, "sample": 0.0},
            "limits": {"concurrency": 4, "attempts": 3, "pause_s": 0.01},
        }
        return TranslateSettings.model_validate({**told, **changes})

    return make


@pytest.fixture
def limits() -> LimitSettings:
    """Three tries with hardly a pause."""
    return LimitSettings(concurrency=4, attempts=3, pause_s=0.01)


@pytest.fixture
def model(fake: Fake) -> ModelSettings:
    """The server's model."""
    return ModelSettings(server=fake.url, patience_s=1.0)
