"""What can be chosen about a model that llama.cpp runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

KvType = Literal["f16", "bf16", "q8_0"]


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter (GGUF) on top of the model, and how strongly it applies."""

    path: Path
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class TensorOverride:
    """Tensors whose names match the regular expression `pattern` are kept on `device`, such as "CPU" or "CUDA0"."""

    pattern: str
    device: str = "CPU"


@dataclass(frozen=True, slots=True)
class LlamaOptions:
    """How a model is loaded and run. The defaults suit a small machine without a GPU.

    `context` tokens are shared by all conversations that are in memory at the same time; one alone may
    use them all. `batch` tokens at most are evaluated in one step. `sequences` conversations are kept
    in the model's memory side by side; further ones wait outside it, in `state_budget_mb` of RAM.
    `threads` 0 means one for each core. `gpu_layers` counts from the last layer, -1 means all.
    `reproducible` makes a reply independent of what else the engine does at the time, at the price of
    slower prompt reading on CPUs; None means yes for models below 1 GB and no for larger ones. `seed`
    is used where a request names none; None draws a new one each time.
    """

    context: int = 8192
    batch: int = 512
    sequences: int = 8
    threads: int = 0
    gpu_layers: int = 0
    overrides: tuple[TensorOverride, ...] = ()
    tensor_split: tuple[float, ...] = ()
    kv: KvType = "f16"
    flash_attention: bool = True
    adapters: tuple[Adapter, ...] = ()
    state_budget_mb: int = 512
    reproducible: bool | None = None
    seed: int | None = None
