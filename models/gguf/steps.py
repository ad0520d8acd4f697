"""What the steps from weights to GGUF share: a folder each, a manifest written last, a finished step skipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.catalogue.files import sha256_of
from app.export.files import encode, write_whole
from models.command import WorkshopError
from models.manifest import NAME, Manifest, digests, read_manifest, versions

_BEGUN = "begun.json"
_PACKAGES = ("llama-cpp-python", "gguf", "torch", "transformers", "peft", "safetensors")


@dataclass(frozen=True, slots=True)
class Made:
    """What a step's work gave: its files in the step's folder, and what was measured on the way."""

    files: tuple[Path, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step into one folder. `inputs` maps file names to sha256, see `known_digests`."""

    name: str
    folder: Path
    settings: Mapping[str, Any]
    inputs: Mapping[str, str]
    seed: int | None = None

    def run(self, work: Callable[[], Made], tell: Callable[[str], object] = print) -> Manifest:
        """Do the work unless it was done with the same settings and inputs; the manifest comes last.

        What an interrupted run left is kept where it was of the same settings and inputs, else deleted.
        """
        done = self._done()
        if done:
            tell(f"{self.name}: done already, {self.folder}")
            return done
        self._begin()
        tell(f"{self.name}: {self.folder}")
        made = work()
        manifest = Manifest(
            step=self.name,
            settings=self.settings,
            inputs=self.inputs,
            outputs=digests(made.files, self.folder),
            versions=versions(*_PACKAGES),
            seed=self.seed,
            figures=made.figures,
        )
        manifest.write(self.folder)
        (self.folder / _BEGUN).unlink(missing_ok=True)
        return manifest

    def _done(self) -> Manifest | None:
        if not (self.folder / NAME).is_file():
            return None
        found = read_manifest(self.folder)
        whole = all((self.folder / name).is_file() for name in found.outputs)
        return found if whole and self._same(found.step, found.settings, found.inputs) else None

    def _same(self, name: str, settings: Mapping[str, Any], inputs: Mapping[str, str]) -> bool:
        return (name, dict(settings), dict(inputs)) == (self.name, self._plain(), dict(self.inputs))

    def _plain(self) -> dict[str, Any]:
        """The settings as they come back from JSON."""
        plain: dict[str, Any] = json.loads(json.dumps(dict(self.settings), default=str))
        return plain

    def _begin(self) -> None:
        """Leave a note of what was begun; clear away what was begun otherwise."""
        note, text = self.folder / _BEGUN, self._note()
        if self._foreign(note, text):
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(note, encode(text))

    def _note(self) -> str:
        values = {"step": self.name, "settings": self._plain(), "inputs": dict(self.inputs)}
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    def _foreign(self, note: Path, text: str) -> bool:
        """Whether the folder holds a step of another kind. Raises WorkshopError where it holds no step at all."""
        if not self.folder.is_dir() or not any(self.folder.iterdir()):
            return False
        if note.is_file():
            return note.read_text(encoding="utf-8") != text
        if (self.folder / NAME).is_file():
            return True
        raise WorkshopError(f"{self.folder} holds other files: name an empty folder for {self.name}.")


def known_digests(files: Iterable[Path]) -> dict[str, str]:
    """Name to sha256. What an earlier step's manifest says is taken; else the file is read.

    Raises WorkshopError for a file that is not there.
    """
    found = {}
    for path in files:
        if not path.is_file():
            raise WorkshopError(f"{path} is not there: name a file or folder that the step before wrote.")
        found[path.name] = _from_manifest(path) or sha256_of(path)
    return found


def _from_manifest(path: Path) -> str:
    if not (path.parent / NAME).is_file():
        return ""
    return read_manifest(path.parent).outputs.get(path.name, "")
