"""A checkpoint folder as the hub keeps it: config, tokenizer, and weights in one or several shards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from safetensors import safe_open

from models.command import WorkshopError
from models.manifest import NAME as MANIFEST

INDEX, SINGLE = "model.safetensors.index.json", "model.safetensors"
_KEPT = (".json", ".model", ".txt", ".jinja", ".md")
_NOT_KEPT = {"config.json", MANIFEST, "begun.json", "README.md"}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where it lies, its shards in order, its tensors' names, and the other files worth keeping."""

    folder: Path
    shards: tuple[str, ...]
    tensors: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def files(self) -> list[Path]:
        """Config and shards: what the weights depend on."""
        return [self.folder / "config.json", *(self.folder / shard for shard in self.shards)]

    @classmethod
    def open(cls, folder: Path) -> Checkpoint:
        """Look at a folder. Raises WorkshopError for missing weights or shards."""
        shards, tensors = _weights(folder)
        missing = [shard for shard in shards if not (folder / shard).is_file()]
        if missing:
            raise WorkshopError(f"{folder} lacks {missing[0]} ({len(missing)} of {len(shards)} shards are missing).")
        others = sorted(path.name for path in folder.iterdir() if path.suffix in _KEPT and path.name not in _NOT_KEPT)
        return cls(folder, shards, tensors, tuple(others))


def _weights(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shards' names and the tensors' names."""
    index = folder / INDEX
    if index.is_file():
        try:
            places: dict[str, str] = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        except (ValueError, KeyError) as error:
            raise WorkshopError(f"{index} is broken.") from error
        return tuple(sorted(set(places.values()))), tuple(places)
    if not (folder / SINGLE).is_file():
        raise WorkshopError(f"{folder} holds neither {SINGLE} nor {INDEX}: is it a checkpoint folder?")
    with safe_open(folder / SINGLE, "pt") as file:
        return (SINGLE,), tuple(file.keys())
