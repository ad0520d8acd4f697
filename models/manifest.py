"""What a step was made of, written beside what it made, last: a folder without it is not finished."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

from app.catalogue.files import sha256_of
from app.export.files import encode, write_whole
from models.command import WorkshopError

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One run of one step.

    `inputs` and `outputs` map a file's name, relative to the folder where that is possible, to its
    sha256; `settings` is the run's TOML as it was understood; `versions` are those of the packages
    that had a part in the result; `figures` is what was measured.
    """

    step: str
    settings: Mapping[str, Any]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    versions: Mapping[str, str]
    seed: int | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    made: str = field(default_factory=lambda: datetime.now(timezone.utc).isoformat(timespec="seconds"))
    python: str = platform.python_version()

    def write(self, folder: Path) -> Path:
        """Write it into `folder`, whole or not at all."""
        path = folder / NAME
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        write_whole(path, encode(json.dumps(values, ensure_ascii=False, indent=1, default=str) + "\n"))
        return path

    def changed(self, folder: Path) -> list[str]:
        """The outputs in `folder` that are missing or no longer what this says."""
        return [name for name, digest in self.outputs.items() if digests([folder / name], folder).get(name) != digest]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a finished step. Raises WorkshopError where there is none."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise WorkshopError(f"{folder} holds no finished step ({NAME} is missing or broken): run it again.") from error


def digests(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """Name to sha256 of those files that are there; names are relative to `folder` where they lie in it."""
    return {
        (path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name): sha256_of(path)
        for path in files
        if path.is_file()
    }


def versions(*packages: str) -> dict[str, str]:
    """The installed versions of these packages; "" for one that is not installed."""
    found = {}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = ""
    return found
