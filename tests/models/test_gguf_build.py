"""The whole way from published weights to the catalogue, on a tiny Mixtral that a hub on loopback serves."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

from app.catalogue.files import locate
from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Catalogue, Model
from app.config import Home
from app.engine.llama_version import VERSION
from app.errors import ModelProblem
from models.command import WorkshopError
from models.gguf.build import Build
from models.gguf.download import download, look_up
from models.gguf.sources import CACHE, Sources
from models.gguf.tiny_checkpoint import write_checkpoint
from models.manifest import read_manifest

LLAMA = Sources(CACHE / f"llama.cpp-{VERSION}")
needs_sources = pytest.mark.skipif(not LLAMA.root.is_dir(), reason="needs `python -m models.gguf sources`")
COMMIT = "c" * 40


@dataclass
class Hub:
    """A folder served as a repository. `break_at` cuts weights off after so many bytes; `spoil` changes one."""

    folder: Path
    url: str = ""
    break_at: int = 0
    spoil: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def files(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for path in sorted(self.folder.iterdir()):
            row: dict[str, object] = {"rfilename": path.name, "size": path.stat().st_size}
            if path.suffix == ".safetensors":
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                row["lfs"] = {"sha256": digest, "size": path.stat().st_size, "pointerSize": 100}
            rows.append(row)
        return rows


class Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/api/models/"):
            self._send(json.dumps({"id": "x/y", "sha": COMMIT, "siblings": self.hub.files()}).encode())
            return
        name = self.path.rsplit("/", 1)[1]
        data = (self.hub.folder / name).read_bytes()
        if self.hub.spoil and name.endswith(".safetensors"):
            data = data[:-1] + bytes([data[-1] ^ 1])
        asked = re.fullmatch(r"bytes=(\d+)-.*", self.headers.get("Range", ""))
        self.hub.asked.append((name, self.headers.get("Range", "")))
        start = int(asked[1]) if asked else 0
        if start and self.hub.break_at:
            self.close_connection = True
            return
        cut = self.hub.break_at if name.endswith(".safetensors") else 0
        self._send(data[start:], start, len(data), cut)

    def _send(self, data: bytes, start: int = 0, whole: int = 0, cut: int = 0) -> None:
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Type", "application/json")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        self.end_headers()
        self.wfile.write(data[:cut] if cut else data)
        self.close_connection = bool(cut)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("published") / "weights")


@pytest.fixture
def hub(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    served = Hub(published)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnHandler", (Handler,), {"hub": served}))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)  # between its tries
    monkeypatch.setattr("huggingface_hub.file_download.constants.DOWNLOAD_CHUNK_SIZE", 1000)
    yield served
    server.shutdown()
    server.server_close()


def row(layers: int = 2) -> Model:
    """The catalogue's BiMediX, with the tiny one's dimensions."""
    real = Catalogue.load().get("bimedix-bi")
    assert real.dimensions
    return replace(real, dimensions=replace(real.dimensions, layers=layers))


@needs_sources
def test_published_weights_become_a_model_of_the_catalogue(hub: Hub, tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ready()
    model = row()
    catalogue = Catalogue((model,))
    build = Build(model, tmp_path / "work", "Q8_0", accepted=True, imatrix=False, endpoint=hub.url, check_tokens=100)
    told: list[str] = []
    made = build.run(home, catalogue, LLAMA, told.append)
    assert locate(home, load_catalogue(home), "bimedix-bi").path.read_bytes() == made.read_bytes()
    assert read_manifest(tmp_path / "work" / "source").settings["commit"] == COMMIT
    card = (made.parent / "README.md").read_text(encoding="utf-8")
    assert "CC-BY-NC-SA" in card and COMMIT in card and "KL divergence" in card
    fetched = len(hub.asked)
    build.run(home, catalogue, LLAMA, told.append)
    assert len(hub.asked) == fetched  # nothing twice
    assert not list((tmp_path / "work").rglob("*.tmp"))


def test_the_licence_is_asked_for_and_other_models_are_sent_away(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ready()
    catalogue = Catalogue.load()
    with pytest.raises(ModelProblem) as caught:
        Build(row(), tmp_path / "work").run(home, catalogue, LLAMA)
    assert caught.value.key == "models-consent"
    with pytest.raises(WorkshopError, match="models get med42-70b"):
        Build(catalogue.get("med42-70b"), tmp_path / "work", accepted=True).run(home, catalogue, LLAMA)
    assert not (tmp_path / "work").exists()


def test_a_download_goes_on_where_it_broke_off(hub: Hub, tmp_path: Path) -> None:
    repository = look_up("x/y", hub.url)
    assert repository.commit == COMMIT and repository.size == sum(file.size for file in repository.files)
    hub.break_at = 2500
    with pytest.raises(WorkshopError, match="What is here is kept"):
        download(repository, tmp_path, lambda _: None)
    left = next(tmp_path.glob("*.safetensors.*.tmp")).stat().st_size
    assert left > 0
    hub.break_at, hub.asked = 0, []
    download(repository, tmp_path, lambda _: None)
    first = next(asked for asked in hub.asked if asked[0].endswith(".safetensors"))
    assert first[1].startswith(f"bytes={left}-")
    for file in repository.files:
        assert (tmp_path / file.name).read_bytes() == (hub.folder / file.name).read_bytes()


def test_what_arrives_changed_is_thrown_away(hub: Hub, tmp_path: Path) -> None:
    hub.spoil = True
    with pytest.raises(WorkshopError, match="its sha256 differs"):
        download(look_up("x/y", hub.url), tmp_path, lambda _: None)
    assert not list(tmp_path.glob("*.safetensors*"))


def test_a_disk_too_small_is_said_before_anything_is_fetched(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.catalogue.files.shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    build = Build(row(), tmp_path / "work", accepted=True, endpoint=hub.url)
    with pytest.raises(ModelProblem) as caught:
        build.run(Home(tmp_path / "home").ready(), Catalogue.load(), LLAMA)
    assert caught.value.key == "models-disk" and hub.asked == []


def test_without_a_connection_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match=r"cannot be fetched.*into the folder `source`"):
        look_up("x/y", "http://127.0.0.1:9")
