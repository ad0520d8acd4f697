"""Opens the model that a person named, ready to score and to speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.catalogue.files import locate, sha256_of
from app.catalogue.registry import load_catalogue
from app.config import Home
from app.engine.base import Engine, EngineInfo, Likelihood
from app.engine.gguf import inspect
from app.engine.placement import PlacementOptions, placements
from app.loading import Choice, loader, machine
from models.manifest import versions

BARE = Path("none")
"""Stands for "no adapter", also where the catalogue has one."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which model it is: its name, its file's checksum, its adapter's, how it is run, and by which software."""

    name: str
    kind: str
    sha256: str = ""
    adapter: str = ""
    way: str = "log-likelihood"
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A model that is open. `engine` is there where it can also speak; `close` frees it.

    Where scores are not `exact` they tell letters and single words apart, but no longer texts.
    """

    identity: Identity
    score: Callable[[str, Sequence[str]], list[Likelihood]]
    close: Callable[[], None]
    engine: Engine | None = None
    exact: bool = True


def open_model(name: str, home: Home, adapter: Path | None = None, threads: int = 0) -> Opened:
    """Open a catalogue name, a .gguf file, a server's URL (URL or URL#MODEL), or hf:FOLDER.

    A catalogue model runs with its own adapter unless `adapter` is another one or "none"; a file runs
    with the `adapter` given or with none, on so many `threads` (0: one for each core). Raises WorkshopError or
    a DeskError.
    """
    if name.startswith("hf:"):
        from models.evaluate.judges.transformers_judge import open_transformers

        return open_transformers(name[3:])
    if name.startswith(("http://", "https://")):
        from models.evaluate.judges.server import open_server

        return open_server(name)
    if adapter is None and not name.lower().endswith(".gguf"):
        return _from_catalogue(name, home)
    return _from_file(name, home, None if adapter == BARE else adapter, threads)


def _from_catalogue(name: str, home: Home) -> Opened:
    """Just as the desk runs it."""
    engine = loader(Choice(name), home)(lambda _: None)
    beside = load_catalogue(home).get(name).adapter_path
    return _opened(engine, name, engine.info.sha256, beside)


def _from_file(name: str, home: Home, adapter: Path | None, threads: int) -> Opened:
    """A file read and continued, without a chat template of its own: what a log-likelihood needs."""
    from app.engine.llama import LlamaEngine
    from app.engine.llama_options import Adapter, LlamaOptions
    from app.engine.templates import template

    path = Path(name).expanduser()
    if not name.lower().endswith(".gguf"):
        path = locate(home, load_catalogue(home), name).path
    details = inspect(path)
    way = placements(details, machine(), PlacementOptions(adapter=adapter.stat().st_size if adapter else 0))[0]
    options = LlamaOptions(
        context=way.context,
        threads=threads,
        gpu_layers=way.gpu_layers,
        kv=way.kv,
        adapters=(Adapter(adapter),) if adapter else (),
    )
    asked = template("gguf" if details.chat_template else "transcript", details.chat_template, details.bos, details.eos)
    info = EngineInfo(name=path.stem, form="chat" if details.chat_template else "transcript")
    return _opened(LlamaEngine(path, options, asked, info=info), path.stem, sha256_of(path), adapter)


def _opened(engine: Engine, name: str, sha256: str, adapter: Path | None) -> Opened:
    identity = Identity(
        name=f"{name} + {adapter.stem}" if adapter else name,
        kind="llama.cpp",
        sha256=sha256,
        adapter=sha256_of(adapter) if adapter else "",
        versions=versions("llama-cpp-python"),
    )
    return Opened(identity, engine.score, engine.close, engine)
