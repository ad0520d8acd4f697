"""A model is got through the page, from a hub on this machine that is as slow as a test wants it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import huggingface_hub.file_download as hub_client
import pytest
from playwright.sync_api import Locator, expect

from models.gguf.tiny import MIXTRAL, write_model

Come = Callable[..., Any]
OPEN, BOUND = "mixtral-8x7b-instruct", "med42-70b"


@dataclass
class Hub:
    """One file at any address. Half of it comes at once, the other when the test says `go`."""

    content: bytes
    go: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers as the hub does for a large file, from where it is asked to."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._head(0)

    def do_GET(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-")[6:].split("-")[0])
        self.hub.asked.append(self.path)
        self._head(start)
        half = len(self.hub.content) // 2
        self.wfile.write(self.hub.content[start:half])
        self.wfile.flush()
        self.hub.go.wait(60)
        self.wfile.write(self.hub.content[max(start, half) :])

    def _head(self, start: int) -> None:
        whole = len(self.hub.content)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(whole - start))
        self.send_header("ETag", f'"{hashlib.sha256(self.hub.content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The hub that the desk asks, in place of the usual one."""
    served = Hub(write_model(tmp_path / "served.gguf", MIXTRAL).read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnHandler", (Handler,), {"hub": served}))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(hub_client.constants, "ENDPOINT", address)
    monkeypatch.setattr(
        hub_client.constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(hub_client.constants, "DOWNLOAD_CHUNK_SIZE", 10_000)
    yield served
    served.go.set()
    server.shutdown()
    server.server_close()


def card_of(person: Any, model: str) -> Locator:
    """The card of a model, in the settings."""
    person.page.locator("#settings-open").click()
    card: Locator = person.page.locator(f"li[data-model={model}]")
    expect(card).to_be_visible()
    return card


def get(card: Locator) -> None:
    """Ask for the download."""
    card.locator(".getting [type=submit]").click()


def test_a_download_shows_how_far_it_is_and_ends_with_a_model(fresh: tuple[Any, str], people: Come, hub: Hub) -> None:
    desk, url = fresh
    card = card_of(people(at=url).arrive(), OPEN)
    get(card)
    expect(card.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "50")
    expect(card.locator(".getting")).to_have_count(0)
    hub.go.set()
    expect(card.locator("[data-do=use_model]")).to_be_visible()
    assert [path.read_bytes() for path in desk.home.models.glob("*.gguf")] == [hub.content]


def test_a_download_is_stopped_and_gone_on_with(fresh: tuple[Any, str], people: Come, hub: Hub) -> None:
    desk, url = fresh
    person = people(at=url).arrive("ar")
    card = card_of(person, OPEN)
    get(card)
    expect(card.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "50")
    card.locator("[data-do=stop_model]").click()
    expect(person.page.locator("#notice .done")).to_contain_text("محفوظ")
    hub.go.set()
    expect(card.locator(".getting")).to_be_visible()
    expect(card.locator(".wrong")).to_have_count(0)
    assert list(desk.home.models.glob("*.gguf")) == []
    get(card)
    expect(card.locator("[data-do=use_model]")).to_be_visible()
    assert len(hub.asked) == 2


def test_a_licence_with_conditions_is_accepted_first(fresh: tuple[Any, str], people: Come, hub: Hub) -> None:
    _, url = fresh
    hub.go.set()
    card = card_of(people(at=url).arrive(), BOUND)
    get(card)
    expect(card.locator(".wrong")).to_be_visible()
    assert hub.asked == []
    card.locator("input[name=accepted]").check()
    get(card)
    expect(card.locator("[data-do=use_model]")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_without_a_network_one_sentence_says_what_to_do(
    fresh: tuple[Any, str], people: Come, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    _, url = fresh
    nowhere = "http://127.0.0.1:9"
    monkeypatch.setattr(
        hub_client.constants, "HUGGINGFACE_CO_URL_TEMPLATE", nowhere + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(hub_client.time, "sleep", lambda _seconds: None)
    card = card_of(people(at=url).arrive(language), OPEN)
    get(card)
    expect(card.locator(".wrong")).to_contain_text("models import")
    expect(card.locator(".getting")).to_be_visible()
