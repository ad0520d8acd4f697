"""Fetches a published checkpoint, resumed where it broke off, each file checked by its sha256.

`hf_hub_download` no longer goes on with what an earlier process fetched, so its inner step `http_get`
is used, which can: nobody wants to fetch 93 GB twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from httpx2 import HTTPError
from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import OfflineModeIsEnabled
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers
from tqdm import tqdm

from app.catalogue.files import require_room, sha256_of
from models.command import WorkshopError

_KEPT = (".safetensors", ".json", ".model", ".jinja", ".txt")
_FAULTS = (HTTPError, OfflineModeIsEnabled, OSError)


@dataclass(frozen=True, slots=True)
class Remote:
    """One file of a repository. `sha256` is "" for small files, of which the hub keeps none."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A checkpoint on the hub at one commit."""

    name: str
    commit: str
    files: tuple[Remote, ...]
    endpoint: str | None = None

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def look_up(name: str, endpoint: str | None = None) -> Repository:
    """What the hub holds of a repository. Raises WorkshopError without a connection or such a repository."""
    try:
        info = HfApi(endpoint=endpoint).model_info(name, files_metadata=True)
    except _FAULTS as error:
        raise _unreachable(name, error) from error
    files = [
        Remote(each.rfilename, each.size or 0, each.lfs.sha256 if each.lfs else "")
        for each in info.siblings or ()
        if each.rfilename.endswith(_KEPT) and "/" not in each.rfilename
    ]
    if not any(file.name.endswith(".safetensors") for file in files):
        raise WorkshopError(f"{name} holds no weights in safetensors form.")
    return Repository(name, info.sha or "main", tuple(files), endpoint)


def download(repository: Repository, folder: Path, tell: Callable[[str], object] = print) -> None:
    """Bring all files into `folder`; what is there and right is kept.

    Raises WorkshopError: no connection, or a file whose checksum differs; ModelProblem: no room.
    """
    require_room(folder, sum(file.size - _here(file, folder) for file in repository.files))
    for file in repository.files:
        if not (folder / file.name).is_file():
            tell(f"{file.name}: {file.size / 1e9:.2f} GB")
            _fetch(repository, file, folder)


def _here(file: Remote, folder: Path) -> int:
    found = [path for path in (folder / file.name, _part(file, folder)) if path.is_file()]
    return min(found[0].stat().st_size, file.size) if found else 0


def _part(file: Remote, folder: Path) -> Path:
    return folder / f"{file.name}.{file.sha256[:16] or file.size}.tmp"


def _fetch(repository: Repository, file: Remote, folder: Path) -> None:
    part = _part(file, folder)
    url = hf_hub_url(repository.name, file.name, revision=repository.commit, endpoint=repository.endpoint)
    if part.is_file() and part.stat().st_size > file.size:
        part.unlink()
    try:
        with part.open("ab") as target:
            http_get(
                url, target, resume_size=part.stat().st_size, headers=build_hf_headers(), expected_size=file.size,
                tqdm_class=_Quiet,
            )  # fmt: skip
    except _FAULTS as error:
        raise _unreachable(repository.name, error) from error
    if file.sha256 and sha256_of(part) != file.sha256:
        part.unlink()
        raise WorkshopError(f"{file.name} did not arrive whole (its sha256 differs): run this again.")
    part.replace(folder / file.name)


class _Quiet(tqdm):
    """A progress bar that only shows itself on a terminal."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{**options, "disable": None})


def _unreachable(name: str, error: Exception) -> WorkshopError:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return WorkshopError(
        f"{name} cannot be fetched ({reason}). What is here is kept: run this again with a connection, or bring the "
        "repository's files by hand into the folder `source` of --work."
    )
