"""Which model files a person brought into the home directory, and as what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock

from app.catalogue.rows import Catalogue, Form, Model, ModelFile, Wording
from app.config import Home


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that was downloaded or imported. `files` lie in the models folder, the first is loaded.

    `size` in bytes over all files; `sha256` is that of the first; `template`, `form` and `context` say
    how it is asked where the catalogue has no row for it.
    """

    name: str
    files: tuple[str, ...]
    size: int
    sha256: str
    template: str
    title: str = ""
    licence: str = ""
    form: Form = "chat"
    context: int = 0

    def model(self) -> Model:
        """This file as a model of its own."""
        unknown = Wording(
            en="A file of your own: the desk does not know what its licence allows.",
            ar="ملف خاص بك: لا يعرف البرنامج ما الذي تسمح به رخصته.",
        )
        return Model(
            name=self.name,
            title=self.title or self.name,
            origin="imported",
            source="",
            licence=self.licence,
            consent=False,
            template=self.template,
            form=self.form,
            context=self.context,
            consequence=unknown,
            files=(ModelFile(self.files[0], self.size, self.sha256),),
        )


class Registry:
    """The list of installed models, `installed.json` in the models folder."""

    def __init__(self, home: Home) -> None:
        self.folder = home.models
        self._path = self.folder / "installed.json"

    def all(self) -> dict[str, Installed]:
        """What is installed, by name. Entries that cannot be read are left out."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            found = [Installed(**{**row, "files": tuple(row["files"])}) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return {}
        return {entry.name: entry for entry in found}

    def add(self, entry: Installed) -> None:
        """Put an entry on the list, in place of one of the same name."""
        with self.locked():
            self._write({**self.all(), entry.name: entry})

    def drop(self, name: str) -> None:
        """Take an entry off the list."""
        with self.locked():
            self._write({key: entry for key, entry in self.all().items() if key != name})

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes in the models folder meanwhile, in this process or another."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock"):
            yield

    def _write(self, entries: dict[str, Installed]) -> None:
        temporary = self._path.with_suffix(".json.tmp")
        temporary.write_text(json.dumps([asdict(entry) for entry in entries.values()], indent=1), encoding="utf-8")
        temporary.replace(self._path)


def load_catalogue(home: Home) -> Catalogue:
    """The catalogue with what was imported on this desk. Raises ContentProblem."""
    installed = Registry(home).all()
    catalogue = Catalogue.load(imported=[entry.model() for entry in installed.values()])
    return Catalogue(tuple(_asked_as_imported(model, installed.get(model.name)) for model in catalogue.models))


def _asked_as_imported(model: Model, entry: Installed | None) -> Model:
    if entry is None or entry.template == model.template:
        return model
    return replace(model, template=entry.template, form=entry.form)


def paths_of(home: Home, entry: Installed) -> tuple[Path, ...]:
    """Where an installed model's files lie."""
    return tuple(home.models / name for name in entry.files)
