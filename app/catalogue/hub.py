"""Downloads a model from the hub: resumed where it broke off, checked before it is used.

`hf_hub_download` no longer goes on with what an earlier process fetched, so its inner step `http_get`
is used, which can.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock
from httpx2 import HTTPError
from huggingface_hub import get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers
from huggingface_hub.utils import logging as hub_logging
from tqdm import tqdm

from app.catalogue.files import described, gigabytes, require_room, sha256_of
from app.catalogue.importing import require_consent
from app.catalogue.registry import Installed, Registry
from app.catalogue.rows import Catalogue, Model, ModelFile
from app.config import Home
from app.engine.gguf import inspect
from app.errors import ModelProblem

Bytes = Callable[[int, int], object]
"""Hears how many bytes of how many are here."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def get_model(
    home: Home,
    catalogue: Catalogue,
    name: str,
    *,
    accepted: bool = False,
    progress: Bytes | None = None,
    endpoint: str | None = None,
) -> Model:
    """Download a catalogue model's files into the home directory and check them.

    What an earlier attempt fetched is kept and gone on from. `endpoint` is another hub than the usual
    one (huggingface_hub's own HF_ENDPOINT works too). Raises ModelProblem: a model that is made, not
    fetched; a licence not accepted; no connection; no room; a file that is not what it should be.
    """
    model = catalogue.get(name)
    if model.origin != "hub":
        raise ModelProblem(f"models-get-{model.origin}", name=name, source=model.source)
    require_consent(model, accepted)
    hub_logging.set_verbosity_error()  # what goes wrong is said once, by ModelProblem
    wanted = [_looked_up(model, file, home, endpoint) for file in model.files]
    have = sum(_fetched(home, file) for file in wanted)
    total = sum(file.size for file in wanted)
    require_room(home.models, total - have)
    counter = _Counter(progress, have, total)
    with FileLock(home.models / f".{name}.lock"):
        paths = [_download(model, file, home, endpoint, counter) for file in wanted]
    entry = replace(_checked(paths, name, model.template), sha256=wanted[0].sha256)
    for path in paths:
        path.replace(home.models / path.name)
    Registry(home).add(entry)
    return model


def _checked(paths: list[Path], name: str, template: str) -> Installed:
    """How the downloaded model is listed; a file of no use is deleted, since fetching it again would not help."""
    try:
        return described(inspect(paths[0]), name, template)
    except ModelProblem:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


class _Counter:
    """Adds up what the hub's progress bars report."""

    def __init__(self, progress: Bytes | None, done: int, total: int) -> None:
        self._progress, self._done, self._total = progress, done, total

    def bar(self) -> type[tqdm]:
        """A progress bar class as huggingface_hub takes it, which draws nothing and counts here."""
        counter = self

        class Bar(tqdm):
            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **{**options, "disable": True})

            def update(self, n: float | None = 1) -> bool | None:
                counter.add(int(n or 0))
                return super().update(n)

        return Bar

    def add(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(min(self._done, self._total), self._total)


def _looked_up(model: Model, file: ModelFile, home: Home, endpoint: str | None) -> ModelFile:
    """The file with the size and checksum the hub gives for it; the catalogue's own checksum stands."""
    url = hf_hub_url(file.repository, file.name, endpoint=endpoint)
    try:
        found = get_hf_file_metadata(url, endpoint=endpoint)
    except (HTTPError, OfflineModeIsEnabled, OSError) as error:
        raise _explained(error, model, file, home) from error
    etag = found.etag or ""
    sha256 = file.sha256 or (etag if _SHA256.fullmatch(etag) else "")
    return ModelFile(file.name, found.size or file.size, sha256, file.repository)


def _download(model: Model, file: ModelFile, home: Home, endpoint: str | None, counter: _Counter) -> Path:
    """The whole file in the downloads folder. Bytes go to a part file, named by checksum, that outlives a break."""
    whole, part = _folder(home) / file.name, _part(home, file)
    if not whole.is_file():
        part.parent.mkdir(parents=True, exist_ok=True)
        if part.is_file() and part.stat().st_size > file.size:
            part.unlink()
        url = hf_hub_url(file.repository, file.name, endpoint=endpoint)
        try:
            with part.open("ab") as target:
                http_get(
                    url,
                    target,
                    resume_size=part.stat().st_size,
                    headers=build_hf_headers(),
                    expected_size=file.size,
                    tqdm_class=counter.bar(),
                )
        except (HTTPError, OfflineModeIsEnabled, OSError) as error:
            raise _explained(error, model, file, home) from error
        part.replace(whole)
    if file.sha256 and sha256_of(whole) != file.sha256:
        whole.unlink()
        raise ModelProblem("models-checksum", file=file.name)
    return whole


def _folder(home: Home) -> Path:
    return home.models / "downloads"


def _part(home: Home, file: ModelFile) -> Path:
    return _folder(home) / f"{file.name}.{file.sha256[:16] or file.size}.part"


def _fetched(home: Home, file: ModelFile) -> int:
    """Bytes that an earlier attempt left."""
    found = [path for path in (_folder(home) / file.name, _part(home, file)) if path.is_file()]
    return found[0].stat().st_size if found else 0


def _explained(error: Exception, model: Model, file: ModelFile, home: Home) -> ModelProblem:
    """What went wrong with the hub, as a person can act on it."""
    place = {"name": model.name, "file": file.name, "repository": file.repository, "folder": str(home.models)}
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return ModelProblem("models-disk", needed=gigabytes(file.size), free=gigabytes(0), folder=str(home.models))
    if isinstance(error, GatedRepoError):
        return ModelProblem("models-gated", **place)
    if isinstance(error, (RepositoryNotFoundError, EntryNotFoundError)):
        return ModelProblem("models-gone", **place)
    if isinstance(error, HfHubHTTPError):
        return ModelProblem("models-hub", reason=str(error).splitlines()[0], **place)
    return ModelProblem("models-offline", **place)
