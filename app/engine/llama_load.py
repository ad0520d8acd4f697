"""Loads a model file with its adapters, telling how far it is."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from app.engine.gguf import parts_of
from app.engine.llama_devices import buffer_type
from app.engine.llama_library import llama_cpp
from app.engine.llama_log import heard
from app.engine.llama_options import Adapter, LlamaOptions, TensorOverride
from app.errors import ModelProblem

Progress = Callable[[float], object]

_LOOK_S = 0.05
_SMALL = 1024**3
_NO_MEMORY = ("failed to allocate", "unable to allocate", "out of memory", "cudaMalloc failed")


class _Override(ctypes.Structure):
    """struct llama_model_tensor_buft_override in llama.h."""

    _fields_ = [("pattern", ctypes.c_char_p), ("type", ctypes.c_void_p)]


class Model:
    """A model in memory, with its adapters. `reproducible` says how `LlamaOptions.reproducible` was settled."""

    def __init__(self, path: Path, options: LlamaOptions, progress: Progress | None = None) -> None:
        """Load. Raises ModelProblem, or whatever `progress` raised, which ends the loading."""
        self.paths = parts_of(path)
        self.bytes = sum(part.stat().st_size for part in self.paths)
        self.reproducible = self.bytes < _SMALL if options.reproducible is None else options.reproducible
        if self.reproducible:
            # ggml reads this once, at its first matrix product. Its tiled products give other last
            # digits for eight and more rows than for fewer, so a reply would depend on its company.
            os.environ["GGML_CPU_TILED_MM"] = "0"
        llama_cpp.llama_backend_init()
        self.pointer: int | None = _load(self.paths, options, self.reproducible, progress)
        self.adapters = [self._adapter(adapter) for adapter in options.adapters]
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.pointer)

    def describe(self) -> str:
        """Kind, size and quantisation in llama.cpp's words, such as `gemma3 270M Q4_K - Medium`."""
        buffer = ctypes.create_string_buffer(128)
        llama_cpp.llama_model_desc(self.pointer, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def metadata(self, key: str) -> str:
        """A value of the file's metadata as text, empty where there is none."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_meta_val_str(self.pointer, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def close(self) -> None:
        """Free the memory."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None

    def _adapter(self, adapter: Adapter) -> tuple[int, float]:
        if not adapter.path.is_file():
            self.close()
            raise ModelProblem("engine-adapter-missing", file=str(adapter.path))
        with heard() as said:
            pointer = llama_cpp.llama_adapter_lora_init(self.pointer, str(adapter.path).encode())
        if not pointer:
            self.close()
            raise ModelProblem("engine-adapter-broken", file=adapter.path.name, reason=_reason(said))
        return pointer, adapter.scale


def _load(paths: tuple[Path, ...], options: LlamaOptions, reproducible: bool, progress: Progress | None) -> int:
    params = llama_cpp.llama_model_default_params()
    params.n_gpu_layers = options.gpu_layers
    # Repacked weights are faster for some kinds of quantisation, but take other paths for one row and for many.
    params.use_extra_bufts = not reproducible
    overrides = _overrides(options.overrides)
    params.tensor_buft_overrides = ctypes.cast(overrides, ctypes.c_void_p) if overrides else None
    if options.tensor_split:
        shares = (ctypes.c_float * llama_cpp.llama_max_devices())(*options.tensor_split)
        params.tensor_split = shares
    with heard() as said:
        pointer = _watched(paths, params, progress)
    if not pointer:
        raise load_problem(paths[0], said)
    return pointer


def _watched(paths: tuple[Path, ...], params: llama_cpp.llama_model_params, progress: Progress | None) -> int | None:
    """Load on a thread beside, and tell `progress` from this one, where it may raise what it likes.

    An exception must not pass through llama.cpp: it only ends the loading.
    """
    share, wanted = 0.0, True

    def watch(now: float, _user: ctypes.c_void_p) -> bool:
        nonlocal share
        share = now
        return wanted

    params.progress_callback = llama_cpp.llama_progress_callback(watch)
    watched = False
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(_load_files, paths, params)
        try:
            while progress and not loading.done():
                wait([loading], _LOOK_S)
                progress(share)
            watched = True
        finally:
            wanted = watched
            pointer = loading.result()
            if pointer and not watched:
                llama_cpp.llama_model_free(pointer)
    return pointer


def _load_files(paths: tuple[Path, ...], params: llama_cpp.llama_model_params) -> int | None:
    names = [str(path).encode() for path in paths]
    if len(names) == 1:
        return llama_cpp.llama_model_load_from_file(names[0], params)
    return llama_cpp.llama_model_load_from_splits((ctypes.c_char_p * len(names))(*names), len(names), params)


def _overrides(overrides: tuple[TensorOverride, ...]) -> ctypes.Array[_Override] | None:
    """A C array that ends with a null pattern."""
    if not overrides:
        return None
    array = (_Override * (len(overrides) + 1))()
    for index, each in enumerate(overrides):
        array[index] = _Override(each.pattern.encode(), buffer_type(each.device))
    return array


def load_problem(path: Path, said: list[str]) -> ModelProblem:
    """Why llama.cpp did not load `path`, from the error lines it logged."""
    if any(mark in line for line in said for mark in _NO_MEMORY):
        return ModelProblem("engine-memory", file=path.name)
    return ModelProblem("engine-load", file=path.name, reason=_reason(said))


def _reason(said: list[str]) -> str:
    """llama.cpp's first complaint without the function's name; the later ones only say that loading failed."""
    first = said[0] if said else "?"
    return first.split(": ", 1)[-1].strip()
