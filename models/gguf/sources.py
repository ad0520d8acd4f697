"""The sources of the llama.cpp that the desk runs: converters and tools of that very revision.

They lie in the source distribution of the pinned llama-cpp-python, under `vendor/llama.cpp`. It is
fetched once into a cache folder (76 MB), checked, and unpacked.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from app.catalogue.files import sha256_of
from app.config import ROOT
from app.engine.llama_version import PACKAGE, VERSION, check_version
from models.command import WorkshopError

CACHE = ROOT / "build"
ARCHIVE = f"llama_cpp_python-{VERSION}.tar.gz"
SHA256 = "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
_INSIDE = "vendor/llama.cpp/"
_LEFT_OUT = {"tests", "docs", "media", "benches", "models", "examples", "pocs"}
_TIMEOUT_S = 900


@dataclass(frozen=True, slots=True)
class Sources:
    """An unpacked llama.cpp. `home` also holds what is built from it."""

    home: Path

    @property
    def root(self) -> Path:
        """The folder with llama.cpp's own files."""
        return self.home / "source"

    def script(self, name: str) -> Path:
        """One of its Python scripts. Raises WorkshopError where it is missing."""
        path = self.root / name
        if not path.is_file():
            raise WorkshopError(f"{self.root} has no {name}: delete the folder, it is unpacked anew.")
        return path


def sources(cache: Path = CACHE, sha256: str = SHA256) -> Sources:
    """The unpacked sources, fetched and checked the first time.

    Raises WorkshopError without a connection or for a file that is not the published one, EngineProblem
    where another llama-cpp-python is installed than the desk is made for.
    """
    check_version()
    found = Sources(cache / f"llama.cpp-{VERSION}")
    if found.root.is_dir():
        return found
    found.home.mkdir(parents=True, exist_ok=True)
    with FileLock(found.home / ".lock"):
        if not found.root.is_dir():
            archive = cache / ARCHIVE
            if not archive.is_file():
                _fetch(cache)
            _check(archive, sha256)
            _unpack(archive, found.root)
    return found


def _fetch(cache: Path) -> None:
    """Let pip bring the source distribution of exactly the pinned version."""
    wanted = f"{PACKAGE}=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", PACKAGE, "--dest", str(cache)]
    done = subprocess.run([*command, wanted], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    if done.returncode or not (cache / ARCHIVE).is_file():
        raise WorkshopError(
            f"The sources of {wanted} could not be fetched. On a computer with a connection run "
            f"`pip download --no-deps --no-binary {PACKAGE} {wanted}` and put {ARCHIVE} into {cache}."
        )


def _check(archive: Path, sha256: str) -> None:
    if sha256_of(archive) != sha256:
        raise WorkshopError(f"{archive} is not the published file (its sha256 differs): delete it and run this again.")


def _unpack(archive: Path, target: Path) -> None:
    """llama.cpp's folder alone, without what neither converting nor building needs."""
    temporary = target.with_name("source.tmp")
    with tarfile.open(archive) as packed:
        packed.extractall(temporary, members=_wanted(packed), filter="data")
    temporary.replace(target)


def _wanted(packed: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in packed:
        within = member.name.partition("/")[2]
        inside = within.removeprefix(_INSIDE) if within.startswith(_INSIDE) else ""
        top = inside.split("/")[0]
        if inside and not top.startswith(".") and top not in _LEFT_OUT and (member.isfile() or member.isdir()):
            yield member.replace(name=inside)
