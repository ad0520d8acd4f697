"""The devices that llama.cpp can put a model on, with their memory, and the cores of this machine."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.engine.llama_library import libggml
from app.engine.llama_version import check_version
from app.errors import ModelProblem

DeviceKind = Literal["cpu", "gpu", "accelerator"]

_KINDS: dict[int, DeviceKind] = {0: "cpu", 1: "gpu", 2: "gpu", 3: "accelerator"}
"""enum ggml_backend_dev_type in ggml-backend.h; an integrated GPU counts as a GPU."""


@dataclass(frozen=True, slots=True)
class LlamaDevice:
    """A device as llama.cpp names it ("CPU", "CUDA0"). Memory in bytes."""

    name: str
    description: str
    kind: DeviceKind
    free: int
    total: int


def devices() -> tuple[LlamaDevice, ...]:
    """Every device of this build of llama.cpp, in its own order. Raises EngineProblem for another version."""
    check_version()
    count = _function("ggml_backend_dev_count", ctypes.c_size_t)()
    return tuple(_describe(_get()(index)) for index in range(count))


def buffer_type(name: str) -> int:
    """The address of the buffer type that keeps tensors on device `name`. Raises ModelProblem for an unknown one."""
    if name.upper() == "CPU":
        # Plain host memory: the CPU device's own type may be one that repacks weights.
        return int(_function("ggml_backend_cpu_buffer_type", ctypes.c_void_p)())
    device = _function("ggml_backend_dev_by_name", ctypes.c_void_p, ctypes.c_char_p)(name.encode())
    if not device:
        known = ", ".join(each.name for each in devices())
        raise ModelProblem("engine-device-unknown", device=name, choices=known)
    return int(_function("ggml_backend_dev_buffer_type", ctypes.c_void_p, ctypes.c_void_p)(device))


def cores() -> int:
    """The physical cores this process may use: a second thread on a core slows arithmetic down."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    siblings = {_siblings(number) for number in allowed}
    return max(1, len(siblings))


def _siblings(number: int) -> str:
    path = Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list")
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return str(number)


def _describe(device: int) -> LlamaDevice:
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    memory = _function("ggml_backend_dev_memory", None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    memory(device, ctypes.byref(free), ctypes.byref(total))
    text = {
        part: _function(f"ggml_backend_dev_{part}", ctypes.c_char_p, ctypes.c_void_p)(device).decode("utf-8", "replace")
        for part in ("name", "description")
    }
    kind = _function("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)(device)
    return LlamaDevice(text["name"], text["description"], _KINDS.get(kind, "accelerator"), free.value, total.value)


def _get() -> ctypes._CFuncPtr:  # type: ignore[name-defined]
    return _function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)


def _function(name: str, result: object, *arguments: object) -> ctypes._CFuncPtr:  # type: ignore[name-defined]
    """A function of ggml's registry of devices, which llama-cpp-python does not wrap."""
    function = libggml[name]
    function.restype, function.argtypes = result, list(arguments)
    return function
