"""Every model the desk knows: where it comes from, what its licence means, how it is asked, how large it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.config import ROOT
from app.errors import ContentProblem, ModelProblem
from app.values import Language

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CATALOGUE = ROOT / "models" / "catalogue.toml"
Origin = Literal["package", "hub", "workshop", "imported"]
Form = Literal["chat", "transcript", "taught"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in both languages."""

    en: str = ""
    ar: str = ""

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.ar if language == "ar" else self.en


@dataclass(frozen=True, slots=True)
class Defaults:
    """How a model's tokens are chosen unless a request says otherwise."""

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0


@dataclass(frozen=True, slots=True)
class Dimensions:
    """A model's build, in elements, so that its memory can be planned before its file is there.

    `head` is the width of one attention head; `experts` 0 means a dense model.
    """

    architecture: str
    layers: int
    embedding: int
    heads: int
    kv_heads: int
    head: int
    feed_forward: int
    vocabulary: int
    experts: int = 0
    used: int = 0
    shares_embedding: bool = False


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file: its name in the home directory, bytes, checksum ("" where unknown) and hub repository."""

    name: str
    size: int = 0
    sha256: str = ""
    repository: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A row of the catalogue, or a model that a person imported.

    `source` is the repository of the original weights, `consequence` the licence in one sentence,
    `consent` whether the licence must be accepted first. `form` is how the model wants to be asked,
    `structured` whether it may add findings through a JSON schema. `adapter` is a LoRA file, relative
    to the desk's folder, used where it exists; `adapter_form` is how the model is asked with it.
    """

    name: str
    title: str
    origin: Origin
    source: str
    licence: str
    consent: bool
    template: str
    form: Form
    context: int
    medical: bool = False
    structured: bool = False
    adapter: str = ""
    adapter_form: Form | None = None
    about: Wording = Wording()
    consequence: Wording = Wording()
    sampling: Defaults = Defaults()
    dimensions: Dimensions | None = None
    files: tuple[ModelFile, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def adapter_path(self) -> Path | None:
        """The LoRA adapter that belongs to this model, where it is there."""
        path = ROOT / self.adapter if self.adapter else None
        return path if path and path.is_file() else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models by name, in the order of the file, imported ones last."""

    models: tuple[Model, ...]

    @classmethod
    def load(cls, path: Path = CATALOGUE, imported: Iterable[Model] = ()) -> Catalogue:
        """Read the catalogue. Raises ContentProblem that names the fault."""
        try:
            rows = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
            known = tuple(_model(row) for row in _whole(rows))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ContentProblem(file=path.name, fault=str(error)) from error
        names = {model.name for model in known}
        return cls((*known, *(model for model in imported if model.name not in names)))

    def list(self) -> tuple[Model, ...]:
        """Every model."""
        return self.models

    def get(self, name: str) -> Model:
        """The model called `name`. Raises ModelProblem that names the choices."""
        for model in self.models:
            if model.name == name:
                return model
        raise ModelProblem("models-unknown", name=name, choices=", ".join(model.name for model in self.models))


def _whole(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Rows with what they take from an earlier one they are `like`."""
    by_name: dict[str, dict[str, Any]] = {}
    for row in rows:
        own = {key: value for key, value in row.items() if key != "like"}
        whole = {**by_name[row["like"]], **own} if "like" in row else own
        by_name[whole["name"]] = whole
        yield whole


def _model(row: Mapping[str, Any]) -> Model:
    rest = {key: value for key, value in row.items() if key not in _NESTED}
    dimensions = row.get("dimensions")
    return Model(
        **rest,
        about=Wording(**row["about"]),
        consequence=Wording(**row["consequence"]),
        sampling=Defaults(**row["sampling"]),
        dimensions=Dimensions(**dimensions) if dimensions else None,
        files=tuple(ModelFile(**file) for file in row["files"]),
    )


_NESTED = ("about", "consequence", "sampling", "dimensions", "files")
