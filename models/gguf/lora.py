"""Reads a peft adapter as pairs of plain matrices, under the names that checkpoints use.

Today's transformers keeps the experts of a Mixtral in two parameters a layer, `mlp.experts.gate_up_proj`
(experts, 2 x inner, width) and `mlp.experts.down_proj` (experts, width, inner); checkpoints keep them apart
as `block_sparse_moe.experts.N.w1` (gate), `w3` (up) and `w2` (down). peft trains the fused ones with one
`lora_A` of (experts x rank, in), expert by expert, and one `lora_B` of (out, rank x experts), in which the
experts alternate. Their names do not tell which parameter they belong to (it depends on the order in which
they were wrapped), but their shapes do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from models.command import WorkshopError

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_PREFIX = "base_model.model."
_FUSED = re.compile(r"(?P<layer>.*\.layers\.\d+)\.mlp\.experts(\.base_layer)*$")
_HALF = re.compile(r"(?P<base>.+)\.lora_(?P<half>[AB])(\.default)?\.weight$")
_UNSUPPORTED = ("use_dora", "use_qalora", "fan_in_fan_out", "lora_bias", "alpha_pattern", "layer_replication")


@dataclass(frozen=True, slots=True)
class Pair:
    """One matrix's change: `scale` x `up` (out, rank) @ `down` (rank, in), added to its weights (out, in)."""

    down: torch.Tensor
    up: torch.Tensor
    scale: float

    @property
    def shape(self) -> tuple[int, int]:
        """That of the matrix it changes."""
        return self.up.shape[0], self.down.shape[1]

    def delta(self) -> torch.Tensor:
        """The change itself, in float32."""
        return self.scale * (self.up.float() @ self.down.float())


@dataclass(frozen=True, slots=True)
class Lora:
    """An adapter: `pairs` by the changed tensor's name in the checkpoint, `whole` tensors that replace others."""

    pairs: Mapping[str, Pair]
    whole: Mapping[str, torch.Tensor]
    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mixture:
    """The base model's experts: how many (0: a dense model), the model's width and each expert's inner size."""

    experts: int = 0
    width: int = 0
    inner: int = 0


def mixture_of(config: Mapping[str, Any]) -> Mixture:
    """From a checkpoint's config.json."""
    sizes = [int(config.get(name) or 0) for name in ("num_local_experts", "hidden_size", "intermediate_size")]
    return Mixture(*sizes) if sizes[0] else Mixture()


def read_lora(folder: Path, base: Mixture) -> Lora:
    """Read a peft folder that was trained on `base`.

    Raises WorkshopError for what is not a LoRA, or a kind of it that cannot be merged.
    """
    config = _config(folder)
    halves, whole = _halves(folder / WEIGHTS)
    pairs: dict[str, Pair] = {}
    for name, (down, up) in halves.items():
        found = _FUSED.fullmatch(name)
        if found:
            pairs |= _apart(found["layer"], down, up, base, config)
        else:
            pairs[f"{_checkpoint_name(name, base.experts)}.weight"] = Pair(down, up, _scale(config, down.shape[0]))
    if not pairs:
        raise WorkshopError(f"{folder / WEIGHTS} holds no LoRA matrices.")
    return Lora(pairs, whole, config)


def _config(folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WorkshopError(f"{folder} is no peft adapter: {CONFIG} is missing or broken.") from error
    unsupported = [name for name in _UNSUPPORTED if config.get(name)]
    if config.get("peft_type") != "LORA" or unsupported:
        raise WorkshopError(f"{folder}: only plain LoRA can be merged, not {', '.join(unsupported) or 'this kind'}.")
    return config


def _scale(config: Mapping[str, Any], rank: int) -> float:
    """By how much the product counts: alpha / rank, or alpha / sqrt(rank) (rank-stabilised LoRA)."""
    return float(config["lora_alpha"]) / (rank**0.5 if config.get("use_rslora") else rank)


def _halves(path: Path) -> tuple[dict[str, tuple[torch.Tensor, torch.Tensor]], dict[str, torch.Tensor]]:
    found: dict[str, dict[str, torch.Tensor]] = {}
    whole: dict[str, torch.Tensor] = {}
    if not path.is_file():
        raise WorkshopError(f"{path} is not there: name the folder `adapter` that a fine-tune wrote.")
    with safe_open(path, "pt") as file:
        for key in file.keys():  # noqa: SIM118  (not a mapping)
            name = key.removeprefix(_PREFIX)
            half = _HALF.fullmatch(name)
            if half:
                found.setdefault(half["base"], {})[half["half"]] = file.get_tensor(key)
            elif ".lora_" in name:
                raise WorkshopError(f"{path}: {key} is of a kind that cannot be merged.")
            else:
                whole[name.replace(".base_layer.", ".").replace("modules_to_save.", "")] = file.get_tensor(key)
    lonely = [base for base, both in found.items() if len(both) < 2]
    if lonely:
        raise WorkshopError(f"{path}: one half of {lonely[0]} is missing.")
    return {base: (both["A"], both["B"]) for base, both in found.items()}, whole


def _checkpoint_name(base: str, experts: int) -> str:
    """The router is `mlp.gate` in today's transformers and `block_sparse_moe.gate` in checkpoints."""
    return base.replace(".mlp.gate", ".block_sparse_moe.gate") if experts and base.endswith(".mlp.gate") else base


def _apart(
    layer: str, down: torch.Tensor, up: torch.Tensor, base: Mixture, config: Mapping[str, Any]
) -> dict[str, Pair]:
    """The pairs of each expert's own matrices, from those of a fused parameter."""
    experts, (out, width) = base.experts, (up.shape[0], down.shape[1])
    gate_and_up = (out, width) == (2 * base.inner, base.width)
    if not (gate_and_up or (out, width) == (base.width, base.inner)) or not experts or len(down) % experts:
        raise WorkshopError(f"The adapter's experts in {layer} do not belong to this base model.")
    downs = down.reshape(experts, -1, width)
    ups = up.reshape(out, -1, experts)
    scale = _scale(config, downs.shape[1])
    pairs = {}
    for expert in range(experts):
        mine = ups[:, :, expert]
        parts = zip(("w1", "w3"), mine.chunk(2), strict=True) if gate_and_up else (("w2", mine),)
        for part, rows in parts:
            name = f"{layer}.block_sparse_moe.experts.{expert}.{part}.weight"
            pairs[name] = Pair(downs[expert].contiguous(), rows.contiguous(), scale)
    return pairs
