"""Takes a GGUF file into the home directory, checked first."""

from __future__ import annotations

import errno
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

from app.catalogue.files import Progress, described, require_room, sha256_of
from app.catalogue.registry import Registry
from app.catalogue.rows import Catalogue, Model
from app.config import Home
from app.engine.gguf import GgufInfo, inspect
from app.errors import ModelProblem


def import_model(
    home: Home,
    catalogue: Catalogue,
    file: Path,
    *,
    name: str = "",
    template: str = "",
    accepted: bool = False,
    progress: Progress | None = None,
) -> Model:
    """Check a GGUF file (all parts, where it is split) and keep it under `name`.

    A name of the catalogue makes it that model, asked by that row's template. The file is linked where
    it lies on the same disk, else copied. Raises ModelProblem: the file's fault, a licence not yet
    accepted, a name already taken, no template, no room.
    """
    info = inspect(file)
    chosen = name or _slug(info.paths[0].stem)
    row = next((model for model in catalogue.models if model.name == chosen and model.origin != "imported"), None)
    if row:
        _check_row(row, info, accepted)
    elif chosen in Registry(home).all():
        raise ModelProblem("models-name-taken", name=chosen)
    entry = described(info, chosen, template or (row.template if row else ""))
    kept = _bring(info.paths, home.models, chosen)
    digest = sha256_of(kept[0], progress)
    entry = replace(entry, files=tuple(path.name for path in kept), sha256=digest)
    Registry(home).add(entry)
    return replace(row, template=entry.template, form=entry.form) if row else entry.model()


def _slug(stem: str) -> str:
    """A name to type: small letters, digits, dots and hyphens; without a split file's part number."""
    whole = re.sub(r"-\d{5}-of-\d{5}$", "", stem)
    return re.sub(r"[^a-z0-9.]+", "-", whole.lower()).strip("-.") or "model"


def _check_row(row: Model, info: GgufInfo, accepted: bool) -> None:
    """The file is of the build the catalogue names, and its licence accepted."""
    require_consent(row, accepted)
    known = row.dimensions
    if row.origin == "package":
        raise ModelProblem("models-name-taken", name=row.name)
    if known and (info.architecture, len(info.shape.layers)) != (known.architecture, known.layers):
        found = f"{info.architecture}, {len(info.shape.layers)}"
        raise ModelProblem(
            "models-import-other", file=info.paths[0].name, name=row.name, found=found,
            expected=f"{known.architecture}, {known.layers}",
        )  # fmt: skip


def require_consent(model: Model, accepted: bool) -> None:
    """Raise ModelProblem with the licence's consequence unless it was accepted or needs no acceptance."""
    if model.consent and not accepted:
        raise ModelProblem(
            "models-consent", title=model.title, licence=model.licence,
            consequence_en=model.consequence.en, consequence_ar=model.consequence.ar,
        )  # fmt: skip


def _bring(parts: tuple[Path, ...], folder: Path, name: str) -> tuple[Path, ...]:
    """Link or copy every part into `folder`; none is left behind where one fails."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[Path] = []
    try:
        for number, part in enumerate(parts, start=1):
            ending = f"-{number:05d}-of-{len(parts):05d}.gguf" if len(parts) > 1 else ".gguf"
            kept.append(_link_or_copy(part, folder / f"{name}{ending}"))
    except (OSError, ModelProblem):
        for path in kept:
            path.unlink(missing_ok=True)
        raise
    return tuple(kept)


def _link_or_copy(source: Path, target: Path) -> Path:
    if target.exists() and target.samefile(source):
        return target
    temporary = target.with_suffix(".gguf.tmp")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source.resolve(), temporary)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        _copy(source, temporary)
    temporary.replace(target)
    return target


def _copy(source: Path, temporary: Path) -> None:
    require_room(temporary.parent, source.stat().st_size)
    try:
        shutil.copyfile(source, temporary)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ModelProblem("models-copy", file=source.name, reason=error.strerror or str(error)) from error
