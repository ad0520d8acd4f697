"""What a run will take, before anything is loaded: memory by part, and time. Refuses what cannot fit."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import psutil
import torch

from models.command import WorkshopError
from models.finetune.settings import Run

NF4_BYTES = 0.5 + 1 / 64 + 4 / (64 * 256)
"""Bytes of a weight in NF4: half, an 8-bit scale for 64, a 32-bit one for 256 scales (arXiv 2305.14314)."""

TRAINED_BYTES = 16
"""A trained weight: itself, its gradient and Adam's two averages, 32 bits each."""

LAYER_WORK = 34
"""Bytes a token and unit of width that a layer keeps for its backward pass (arXiv 2205.05198, attention apart)."""

LOGIT_BYTES = 12
"""A logit in 16 and 32 bits with its gradient, and the softmax."""

HEADROOM = 1.1
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Size:
    """A model and its adapter: parameters in layers that are quantised, the others, those that are trained.

    `active` are those of the base that one token goes through.
    """

    packed: int
    plain: int
    trained: int
    active: int
    layers: int
    width: int
    vocabulary: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by part, and seconds; `free` is what the device has."""

    weights: int
    adapter: int
    activations: int
    free: int
    seconds: float

    @property
    def need(self) -> int:
        """All memory, with some room for what allocators waste."""
        return int((self.weights + self.adapter + self.activations) * HEADROOM)

    def text(self) -> str:
        """For people."""
        return (
            f"memory: weights {self.weights / GIB:.1f} GiB, adapter with optimizer {self.adapter / GIB:.1f} GiB, "
            f"activations {self.activations / GIB:.1f} GiB; "
            f"with room {self.need / GIB:.1f} of {self.free / GIB:.1f} GiB\n"
            f"time: about {self.seconds / 3600:.1f} h at the speed measured here"
        )


def size_of(model: Any) -> Size:
    """The sizes of a model with its adapter, on the meta device or not."""
    config = model.config
    named = dict(model.named_parameters())
    trained = sum(value.numel() for value in named.values() if value.requires_grad)
    frozen = {name: value.numel() for name, value in named.items() if not value.requires_grad}
    packed = sum(count for name, count in frozen.items() if ".layers." in name and "norm" not in name)
    fused = sum(count for name, count in frozen.items() if "experts" in name)
    used, experts = getattr(config, "num_experts_per_tok", 1), getattr(config, "num_local_experts", 1)
    active = packed - fused + fused * used // max(1, experts)
    width, vocabulary = config.hidden_size, config.vocab_size
    return Size(packed, sum(frozen.values()) - packed, trained, active, config.num_hidden_layers, width, vocabulary)


def estimate(run: Run, size: Size, tokens: int, learned: float, device: str = "") -> Estimate:
    """Memory and time of a run over `tokens` an epoch, of which the share `learned` is learned."""
    schedule = run.schedule
    step = schedule.rows * schedule.row_tokens
    each = {"nf4": NF4_BYTES, "bf16": 2.0, "fp32": 4.0}[run.base.precision]
    plain = 4.0 if run.base.precision == "fp32" else 2.0
    layers = 2 if schedule.checkpointing else size.layers
    kept = 2 * size.layers if schedule.checkpointing else 0
    activations = step * size.width * (LAYER_WORK * layers + kept) + step * learned * size.vocabulary * LOGIT_BYTES
    passes = 4 if schedule.checkpointing else 3
    work = 2 * passes * tokens * schedule.epochs * (size.active + size.trained + learned * size.width * size.vocabulary)
    seconds = work / speed(device)
    return Estimate(
        int(size.packed * each + size.plain * plain),
        size.trained * TRAINED_BYTES,
        int(activations),
        free_memory(device),
        min(seconds, schedule.minutes * 60) if schedule.minutes else seconds,
    )


def refuse(found: Estimate) -> None:
    """Raises WorkshopError where the run cannot fit."""
    if found.need > found.free:
        raise WorkshopError(
            f"this run needs about {found.need / GIB:.1f} GiB and {found.free / GIB:.1f} GiB are free: lower "
            "schedule.rows or row_tokens, turn schedule.checkpointing on, choose base.precision nf4, or use more GPUs."
        )


def free_memory(device: str = "") -> int:
    """Free bytes on the device that would be trained on."""
    if device != "cpu" and torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    return int(psutil.virtual_memory().available)


def speed(device: str = "", width: int = 1024, times: int = 4) -> float:
    """Floating-point operations a second of a 16-bit matrix product here; a run reaches about half of it."""
    place = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
    matrix = torch.randn(width, width, dtype=torch.bfloat16, device=place)
    _ = matrix @ matrix
    began = time.perf_counter()
    for _turn in range(times):
        matrix = matrix @ matrix / width
    if place == "cuda":
        torch.cuda.synchronize()
    return 0.5 * 2 * width**3 * times / max(time.perf_counter() - began, 1e-9)
