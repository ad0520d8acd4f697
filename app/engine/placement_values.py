"""Where a model's parts go: on which device, in how much memory, and what to try next if that fails.

Values only; the arithmetic is in placement_fit.py and the choice in placement.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KvType = Literal["f16", "q8_0"]
Mode = Literal["gpu", "experts", "layers", "cpu"]
MIB = 1024**2

EXPERT_TENSORS = r"\.ffn_(up|down|gate|gate_up)_(ch|)exps"
"""The weights of a mixture's experts by their GGUF names (LLM_FFN_EXPS_REGEX in llama.cpp's common.h)."""


@dataclass(frozen=True, slots=True)
class Device:
    """A place for weights: a GPU, or the machine's own memory ("cpu"). `free` and `total` in bytes."""

    name: str
    free: int
    total: int = 0
    kind: Literal["gpu", "cpu"] = "gpu"
    description: str = ""


@dataclass(frozen=True, slots=True)
class PlacementOptions:
    """What a person fixes; None leaves it to the plan.

    `context` in tokens, `batch` the tokens decoded at once in prefill, `gpu_layers` counts the output
    as one more layer, `cpu_experts` the first layers whose experts stay on the CPU, `tensor_split` the
    GPUs' shares, `margin` bytes left free on each GPU (the driver's own buffers, the desktop),
    `adapter` the bytes of a LoRA adapter.
    """

    context: int = 8192
    batch: int = 512
    kv: KvType | None = None
    gpu_layers: int | None = None
    cpu_experts: int | None = None
    tensor_split: tuple[float, ...] | None = None
    margin: int = 512 * MIB
    adapter: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What one device is asked to hold, in bytes."""

    device: Device
    layers: int
    weights: int
    kv: int
    compute: int

    @property
    def used(self) -> int:
        """All of it."""
        return self.weights + self.kv + self.compute


@dataclass(frozen=True, slots=True)
class Placement:
    """How a model is laid out over a machine.

    `gpu_layers` and `tensor_split` are llama.cpp's `n_gpu_layers` and `tensor_split`. `fits` says that
    every device has room for its share and the margin.
    """

    mode: Mode
    context: int
    kv: KvType
    flash_attention: bool
    gpu_layers: int
    cpu_experts: int
    tensor_split: tuple[float, ...]
    shares: tuple[Share, ...]
    fits: bool

    @property
    def overrides(self) -> tuple[str, ...]:
        """Patterns of tensors that stay on the CPU, for `tensor_buft_overrides`."""
        return tuple(rf"blk\.{layer}{EXPERT_TENSORS}" for layer in range(self.cpu_experts))

    @property
    def used(self) -> int:
        """Bytes over all devices."""
        return sum(share.used for share in self.shares)

    def summary(self, layers: int) -> str:
        """One short line for records and logs: `experts 21/32 cpu, kv f16, context 8192`."""
        where = {
            "gpu": "all on gpu",
            "experts": f"experts {self.cpu_experts}/{layers} cpu",
            "layers": f"layers {self.gpu_layers}/{layers + 1} gpu",
            "cpu": "cpu",
        }[self.mode]
        return f"{where}, kv {self.kv}, context {self.context}"
