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

LAYER_WORK = 17
"""Bytes a token and unit of width kept for a layer's backward pass, the inside of its MLP apart (arXiv 2205.05198)."""

INNER_WORK = 8
"""Bytes a token and unit of the inner width of a gated MLP: gate, up, and their product, in 16 bits."""

UNPACKED_BYTES = 2
"""A weight of fused experts while its layer is at work: the adapter's share is added to it in 16 bits."""

LOGIT_BYTES = 12
"""A logit in 16 and 32 bits with its gradient, and the softmax."""

HEADROOM = 1.1
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Size:
    """A model and its adapter: parameters in layers that are quantised, the others, those that are trained.

    `active` are those of the base that one token goes through; `fused` the parameters of one layer's
    experts that the adapter is added to as a whole; `inner` the widths of all MLPs that a token goes through.
    """

    packed: int
    plain: int
    trained: int
    active: int
    layers: int
    width: int
    vocabulary: int
    fused: int
    inner: int


@dataclass(frozen=True, slots=True)
class Device:
    """What trains: its free memory in bytes, and floating-point operations a second that a run reaches."""

    free: int
    speed: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by part, and seconds; `unpacked` are experts while they are at work, `free` is what the device has."""

    weights: int
    adapter: int
    activations: int
    unpacked: int
    free: int
    seconds: float

    @property
    def need(self) -> int:
        """All memory, with some room for what allocators waste."""
        return int((self.weights + self.adapter + self.activations + self.unpacked) * HEADROOM)

    def memory(self) -> str:
        """The memory, for people."""
        experts = f", experts at work {self.unpacked / GIB:.1f} GiB" if self.unpacked else ""
        return (
            f"memory: weights {self.weights / GIB:.1f} GiB, adapter with optimizer {self.adapter / GIB:.1f} GiB, "
            f"activations {self.activations / GIB:.1f} GiB{experts}; "
            f"with room {self.need / GIB:.1f} of {self.free / GIB:.1f} GiB"
        )

    def time(self) -> str:
        """The time, for people."""
        return f"time: about {self.seconds / 3600:.1f} h at the device's speed"


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
    adapted = any("experts" in name and value.requires_grad for name, value in named.items())
    return Size(
        packed,
        sum(frozen.values()) - packed,
        trained,
        active,
        layers=config.num_hidden_layers,
        width=config.hidden_size,
        vocabulary=config.vocab_size,
        fused=fused // config.num_hidden_layers if adapted else 0,
        inner=config.intermediate_size * used,
    )


def estimate(run: Run, size: Size, tokens: int, learned: float, device: Device) -> Estimate:
    """Memory and time of a run over `tokens` an epoch, of which the share `learned` is learned."""
    schedule = run.schedule
    each = {"nf4": NF4_BYTES, "bf16": 2.0, "fp32": 4.0}[run.base.precision]
    plain = 4.0 if run.base.precision == "fp32" else 2.0
    passes = 4 if schedule.checkpointing else 3
    work = 2 * passes * tokens * schedule.epochs * (size.active + size.trained + learned * size.width * size.vocabulary)
    seconds = work / device.speed
    at_work = 1 if schedule.checkpointing else size.layers
    return Estimate(
        int(size.packed * each + size.plain * plain),
        size.trained * TRAINED_BYTES,
        int(_activations(run, size, learned)),
        size.fused * UNPACKED_BYTES * (at_work + 2),  # one more while its weights are unpacked, one for their gradient
        device.free,
        min(seconds, schedule.minutes * 60) if schedule.minutes else seconds,
    )


def _activations(run: Run, size: Size, learned: float) -> float:
    """Bytes kept for the backward pass of one step: with checkpointing a layer's whole, and every layer's input."""
    schedule = run.schedule
    step = schedule.rows * schedule.row_tokens
    layer = LAYER_WORK * size.width + INNER_WORK * size.inner
    kept = 2 * size.width * size.layers + layer if schedule.checkpointing else layer * size.layers
    return step * (kept + learned * size.vocabulary * LOGIT_BYTES)


def refuse(found: Estimate) -> None:
    """Raises WorkshopError where the run cannot fit."""
    if found.need > found.free:
        raise WorkshopError(
            f"this run needs about {found.need / GIB:.1f} GiB and {found.free / GIB:.1f} GiB are free: lower "
            "schedule.rows or row_tokens, turn schedule.checkpointing on, choose base.precision nf4, or use more GPUs."
        )


def this_device() -> Device:
    """The GPU of this machine, or the machine itself."""
    if torch.cuda.is_available():
        return Device(int(torch.cuda.mem_get_info()[0]), speed("cuda"))
    return Device(int(psutil.virtual_memory().available), speed("cpu"))


def speed(place: str, width: int = 1024, times: int = 4) -> float:
    """Half of the floating-point operations a second of a 16-bit matrix product there: what a run may reach."""
    matrix = torch.randn(width, width, dtype=torch.bfloat16, device=place)
    _ = matrix @ matrix
    began = time.perf_counter()
    for _turn in range(times):
        matrix = matrix @ matrix / width
    if place == "cuda":
        torch.cuda.synchronize()
    return 0.5 * 2 * width**3 * times / max(time.perf_counter() - began, 1e-9)
