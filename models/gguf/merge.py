"""Merges a LoRA into a checkpoint in 16 bit, one shard at a time: memory holds a shard, never the model.

    python -m models.gguf merge LORA_FOLDER --base CHECKPOINT_FOLDER --output FOLDER

Shards keep their names, their tensors and their number type. A run that broke off goes on behind the
last whole shard.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from models.command import WorkshopError
from models.gguf.adapter import base_config
from models.gguf.checkpoint import Checkpoint
from models.gguf.lora import CONFIG, WEIGHTS, Lora, Pair, mixture_of, read_lora
from models.gguf.steps import Made, Step, known_digests
from models.manifest import Manifest

_FUSED = re.compile(r"(?P<layer>.*)\.mlp\.experts\.(?P<which>gate_up_proj|down_proj)$")
_ROUTER = re.compile(r"(?P<layer>.*\.layers\.\d+)\.mlp\.gate\.weight$")


@dataclass(frozen=True, slots=True)
class MergeJob:
    """The peft folder, the checkpoint it was trained on, and the folder for the merged one."""

    lora: Path
    base: Path
    output: Path

    def run(self) -> Manifest:
        """Merge. Raises WorkshopError, also for an adapter that does not belong to the checkpoint."""
        checkpoint = Checkpoint.open(self.base)
        inputs = known_digests([self.lora / CONFIG, self.lora / WEIGHTS, *checkpoint.files])
        return Step("merge", self.output, {"base": self.base.name}, inputs).run(lambda: self._work(checkpoint))

    def _work(self, checkpoint: Checkpoint) -> Made:
        config = base_config(self.base)
        lora = read_lora(self.lora, mixture_of(config))
        _check_belongs(lora, checkpoint)
        for shard in checkpoint.shards:
            target = self.output / shard
            if not target.is_file():
                merge_shard(self.base / shard, target, lora)
        copied = [Path(shutil.copy2(self.base / name, self.output / name)) for name in checkpoint.others]
        # The router's logits are wanted in training only; some runtimes stumble over them.
        (self.output / "config.json").write_text(json.dumps({**config, "output_router_logits": False}, indent=1))
        shards = [self.output / shard for shard in checkpoint.shards]
        figures = {"changed_tensors": len(lora.pairs), "replaced_tensors": len(lora.whole)}
        return Made((*shards, *copied, self.output / "config.json"), figures)


def merge_shard(source: Path, target: Path, lora: Lora) -> Path:
    """Write `source` with the adapter's changes added into `target`, whole or not at all."""
    tensors = {}
    with safe_open(source, "pt") as file:
        described = file.metadata() or {"format": "pt"}
        for name in file.keys():  # noqa: SIM118  (not a mapping)
            tensors[name] = merged(name, file.get_tensor(name), lora)
    temporary = target.with_name(target.name + ".tmp")
    save_file(tensors, temporary, metadata=described)
    temporary.replace(target)
    return target


def merged(name: str, weights: torch.Tensor, lora: Lora) -> torch.Tensor:
    """One tensor of a checkpoint with its change added in float32, in the number type it had."""
    if name in lora.whole:
        return lora.whole[name].to(weights.dtype)
    fused = _FUSED.fullmatch(name)
    if fused:
        return _merged_experts(fused["layer"], fused["which"], weights, lora.pairs)
    pair = lora.pairs.get(_usual_name(name))
    return weights if pair is None else _added(name, weights, pair)


def targets(name: str, experts: int) -> set[str]:
    """The names under which an adapter may change a checkpoint's tensor."""
    fused = _FUSED.fullmatch(name)
    if not fused:
        return {_usual_name(name)}
    parts = ("w1", "w3") if fused["which"] == "gate_up_proj" else ("w2",)
    return {_expert(fused["layer"], expert, part) for expert in range(experts) for part in parts}


def _merged_experts(layer: str, which: str, weights: torch.Tensor, pairs: Mapping[str, Pair]) -> torch.Tensor:
    """Checkpoints in the new form keep all experts in one tensor: changed in place, one expert at a time."""
    for expert, mine in enumerate(weights):
        parts = zip(("w1", "w3"), mine.chunk(2), strict=True) if which == "gate_up_proj" else (("w2", mine),)
        for part, rows in parts:
            name = _expert(layer, expert, part)
            if name in pairs:
                rows.copy_(_added(name, rows, pairs[name]))
    return weights


def _added(name: str, weights: torch.Tensor, pair: Pair) -> torch.Tensor:
    if tuple(weights.shape) != pair.shape:
        raise WorkshopError(f"The adapter's {name} is {pair.shape}, the checkpoint's {tuple(weights.shape)}.")
    return (weights.float() + pair.delta()).to(weights.dtype)


def _expert(layer: str, expert: int, part: str) -> str:
    return f"{layer}.block_sparse_moe.experts.{expert}.{part}.weight"


def _usual_name(name: str) -> str:
    found = _ROUTER.fullmatch(name)
    return f"{found['layer']}.block_sparse_moe.gate.weight" if found else name


def _check_belongs(lora: Lora, checkpoint: Checkpoint) -> None:
    experts = mixture_of(base_config(checkpoint.folder)).experts
    known = set().union(*(targets(name, experts) for name in checkpoint.tensors))
    foreign = sorted((set(lora.pairs) | set(lora.whole)) - known)
    if foreign:
        raise WorkshopError(f"The adapter changes {foreign[0]}, which {checkpoint.folder} has not: another base?")
