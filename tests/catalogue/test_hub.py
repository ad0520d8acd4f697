"""Downloads, against a small hub on this machine that breaks off, refuses and lies on demand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import huggingface_hub.file_download as hub_client
import pytest

from app.catalogue.files import locate
from app.catalogue.hub import get_model
from app.catalogue.registry import Registry, load_catalogue
from app.catalogue.rows import Catalogue, Model
from app.config import ROOT, Home
from app.errors import ModelProblem
from app.text.locale import Locale
from models.gguf.tiny import MIXTRAL, write_model


@dataclass
class Hub:
    """What the hub serves, how it misbehaves, and what it was asked."""

    content: bytes
    sha256: str = ""
    status: int = 200
    error: str = ""
    break_at: int = 0
    url: str = ""
    ranges: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """One file at any address, with ranges, as the hub serves large files."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(self.hub.content, body=False)

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-.*", self.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        self.hub.ranges.append(self.headers.get("Range", "whole"))
        if start and self.hub.break_at:
            self.close_connection = True
            return
        self._answer(self.hub.content[start:], body=True, start=start)

    def _answer(self, data: bytes, body: bool, start: int = 0) -> None:
        self.send_response(206 if start and self.hub.status == 200 else self.hub.status)
        self.send_header("Content-Length", str(len(data) if self.hub.status == 200 else 0))
        self.send_header("ETag", f'"{self.hub.sha256 or hashlib.sha256(self.hub.content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        if start:
            whole = len(self.hub.content)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if self.hub.error:
            self.send_header("X-Error-Code", self.hub.error)
        self.end_headers()
        if body and self.hub.status == 200:
            sent = data[: self.hub.break_at] if self.hub.break_at and not start else data
            self.wfile.write(sent)
            self.close_connection = len(sent) < len(data)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    content = write_model(tmp_path / "served.gguf", MIXTRAL).read_bytes()
    served = Hub(content)
    handler = type("OwnHandler", (Handler,), {"hub": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ready()


def problem(home: Home, hub: Hub, name: str = "mixtral-8x7b-instruct", accepted: bool = False) -> ModelProblem:
    with pytest.raises(ModelProblem) as caught:
        get_model(home, load_catalogue(home), name, accepted=accepted, endpoint=hub.url)
    for language in ("en", "ar"):
        assert Locale(language, ROOT / "locales").explain(caught.value)
    return caught.value


def test_a_model_is_fetched_checked_and_listed(home: Home, hub: Hub) -> None:
    told: list[tuple[int, int]] = []
    model = get_model(
        home, load_catalogue(home), "mixtral-8x7b-instruct", progress=lambda *step: told.append(step), endpoint=hub.url
    )
    found = locate(home, load_catalogue(home), "mixtral-8x7b-instruct")
    assert found.path.read_bytes() == hub.content and found.path.name == model.files[0].name
    assert found.sha256 == hashlib.sha256(hub.content).hexdigest()
    assert told[-1] == (len(hub.content), len(hub.content)) and told == sorted(told)


def test_what_an_earlier_attempt_fetched_is_kept(home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_client.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(hub_client.constants, "DOWNLOAD_CHUNK_SIZE", 1000)
    hub.break_at = 1_000_000
    assert problem(home, hub).key == "models-offline"
    hub.break_at, hub.ranges = 0, []
    told: list[int] = []
    get_model(
        home, load_catalogue(home), "mixtral-8x7b-instruct", progress=lambda n, _: told.append(n), endpoint=hub.url
    )
    assert hub.ranges == ["bytes=1000000-"] and 1_000_000 < told[0] < told[-1] == len(hub.content)
    assert locate(home, load_catalogue(home), "mixtral-8x7b-instruct").path.read_bytes() == hub.content


def test_a_damaged_file_does_not_stay(home: Home, hub: Hub) -> None:
    hub.sha256 = "a" * 64
    assert problem(home, hub).key == "models-checksum"
    assert not list(home.models.rglob("*.gguf")) and Registry(home).all() == {}


def test_a_file_of_no_use_does_not_stay(home: Home, hub: Hub) -> None:
    hub.content = b"<!DOCTYPE html>" + bytes(100)
    assert problem(home, hub).key == "models-file-webpage"
    assert not list(home.models.rglob("*.gguf"))


@pytest.mark.parametrize(
    ("status", "error", "key"),
    [
        (401, "GatedRepo", "models-gated"),
        (403, "GatedRepo", "models-gated"),
        (404, "RepoNotFound", "models-gone"),
        (404, "EntryNotFound", "models-gone"),
        (418, "", "models-hub"),
    ],
)
def test_a_refusal_says_what_to_do(home: Home, hub: Hub, status: int, error: str, key: str) -> None:
    hub.status, hub.error = status, error
    assert problem(home, hub).key == key


def test_offline_says_how_to_bring_the_file(home: Home, hub: Hub) -> None:
    hub.url = "http://127.0.0.1:9"
    offline = problem(home, hub)
    sentence = Locale("en", ROOT / "locales", isolate=False).explain(offline)
    assert offline.key == "models-offline" and "models import" in sentence and "Q4_K_M.gguf" in sentence


def test_no_room_is_said_before_anything_is_fetched(home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 10, 1000))
    assert problem(home, hub).key == "models-disk" and hub.ranges == []


def test_a_licence_is_accepted_first(home: Home, hub: Hub) -> None:
    refused = problem(home, hub, "med42-70b")
    sentence = Locale("ar", ROOT / "locales", isolate=False).explain(refused)
    assert refused.key == "models-consent" and "M42" in sentence and "--accept-licence" in sentence
    assert hub.ranges == []


@pytest.mark.parametrize(("name", "origin"), [("mini", "package"), ("bimedix-bi", "workshop")])
def test_what_is_not_fetched_says_so(home: Home, hub: Hub, name: str, origin: str) -> None:
    assert problem(home, hub, name, accepted=True).key == f"models-get-{origin}"


def test_the_catalogues_own_checksum_stands(home: Home, hub: Hub) -> None:
    known = Catalogue.load().get("mixtral-8x7b-instruct")
    pinned: Model = replace(known, files=(replace(known.files[0], sha256="b" * 64),))
    with pytest.raises(ModelProblem) as caught:
        get_model(home, Catalogue((pinned,)), pinned.name, endpoint=hub.url)
    assert caught.value.key == "models-checksum"
