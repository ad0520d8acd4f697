"""Says what a LoRA adapter in GGUF form is made for, without loading it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.engine.gguf import GgufInfo
from app.engine.gguf_checks import check_data
from app.engine.gguf_metadata import Metadata
from app.engine.gguf_reader import read_header
from app.errors import ModelProblem


@dataclass(frozen=True, slots=True)
class AdapterInfo:
    """A LoRA adapter: the architecture of its base model, its rank, and its size in bytes."""

    path: Path
    architecture: str
    rank: int
    size: int


def inspect_adapter(path: Path, base: GgufInfo | None = None) -> AdapterInfo:
    """Read and check an adapter, and that it belongs to `base` where that is given. Raises ModelProblem."""
    if not path.is_file():
        raise ModelProblem("models-file-missing", file=str(path))
    header = read_header(path)
    check_data(path, header)
    metadata = Metadata(path.name, header.metadata)
    halves = {tensor.name: tensor for tensor in header.tensors}
    downs = [name for name in halves if name.endswith(".lora_a")]
    if metadata.text("general.type") != "adapter" or metadata.text("adapter.type") != "lora" or not downs:
        raise ModelProblem("models-file-not-adapter", file=path.name)
    for name in downs:
        up = name.removesuffix("a") + "b"
        if up not in halves:
            raise ModelProblem("models-file-tensor", file=path.name, tensor=up)
    if base and metadata.architecture != base.architecture:
        raise ModelProblem(
            "models-file-adapter-other",
            file=path.name,
            architecture=metadata.architecture,
            expected=base.architecture,
        )
    return AdapterInfo(path, metadata.architecture, halves[downs[0]].shape[1], path.stat().st_size)
