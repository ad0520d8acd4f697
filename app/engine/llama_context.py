"""A model's working memory: evaluates batches, and keeps, copies and restores what was read."""

from __future__ import annotations

import ctypes
from enum import Enum

import numpy as np

from app.engine.llama_batch import Batch
from app.engine.llama_devices import cores
from app.engine.llama_library import llama_cpp
from app.engine.llama_load import Model, load_problem
from app.engine.llama_log import heard
from app.engine.llama_options import LlamaOptions
from app.errors import EngineProblem, ModelProblem

WANTED_ROWS = 16
"""Rows of one batch that may ask for logits. Room for them is reserved, with a large vocabulary a megabyte each."""

_KINDS = {"f16": 1, "q8_0": 8, "bf16": 30}  # enum ggml_type in ggml.h


State = tuple[np.ndarray, ...]


class Outcome(Enum):
    """How a step ended. After NO_ROOM and INTERRUPTED nothing of the batch is in memory."""

    DONE = 0
    NO_ROOM = 1
    INTERRUPTED = 2


class Context:
    """One llama.cpp context with several sequences in a unified KV cache. Belongs to one thread.

    Only `interrupt` may be called from others.
    """

    def __init__(self, model: Model, options: LlamaOptions, sequences: int) -> None:
        """`sequences` can be used, numbered from 0. Raises ModelProblem where memory does not suffice."""
        self._scratch = sequences  # one more, to save and restore through
        params = _parameters(model, options, sequences + 1)
        self._flag = (ctypes.c_char * 2)()  # a C string: empty, or one character long
        params.abort_callback = _string_is_set()
        params.abort_callback_data = ctypes.cast(self._flag, ctypes.c_void_p)
        with heard() as said:
            pointer = llama_cpp.llama_init_from_model(model.pointer, params)
        if not pointer:
            raise load_problem(model.paths[0], said)
        self._pointer = pointer
        self._memory = llama_cpp.llama_get_memory(pointer)
        self._row = ctypes.c_float * llama_cpp.llama_vocab_n_tokens(model.vocabulary)
        self.cells = llama_cpp.llama_n_ctx(pointer)
        self.trained = llama_cpp.llama_model_n_ctx_train(model.pointer)
        self._window = llama_cpp.llama_model_n_swa(model.pointer)
        # A model with a recurrent state cannot go back to an earlier position.
        recurrent = llama_cpp.llama_model_is_recurrent(model.pointer) or llama_cpp.llama_model_is_hybrid(model.pointer)
        self.rewinds = not recurrent
        self._set_adapters(model)

    def decode(self, batch: Batch) -> Outcome:
        """Evaluate a batch. Raises EngineProblem where llama.cpp fails."""
        code = llama_cpp.llama_decode(self._pointer, batch.struct)
        if code not in (0, 1, 2):
            raise EngineProblem("engine-decode", code=code)
        return Outcome(code)

    def logits(self, row: int) -> np.ndarray:
        """The logits (float32, one for each token) of a wanted row of the last batch; valid until the next."""
        pointer = llama_cpp.llama_get_logits_ith(self._pointer, row)
        return np.frombuffer(self._row.from_address(ctypes.addressof(pointer.contents)), np.float32)

    def interrupt(self) -> None:
        """Make a running step stop at its next operation; works on CPUs. From any thread."""
        self._flag[0] = b"1"

    def resume(self) -> None:
        """Let steps run again."""
        self._flag[0] = b"\0"

    def copy(self, source: int, target: int, start: int, end: int) -> None:
        """Let sequence `target` share the cells of `source` from position `start` to before `end` (-1: all)."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, start, end)

    def cut(self, sequence: int, start: int) -> bool:
        """Take positions from `start` on out of a sequence. False where this memory cannot."""
        return bool(llama_cpp.llama_memory_seq_rm(self._memory, sequence, start, -1))

    def clear(self) -> None:
        """Forget all sequences."""
        llama_cpp.llama_memory_clear(self._memory, False)

    def save(self, sequence: int, length: int) -> State:
        """What a sequence of `length` tokens holds, as bytes.

        llama.cpp leaves out what lies outside a sliding window that ends at a sequence's last position,
        and nothing could be cut back then. So it is saved in pieces no longer than the window.
        """
        step = self._window or max(length, 1)
        return tuple(self._save_piece(sequence, start, min(start + step, length)) for start in range(0, length, step))

    def load(self, sequence: int, state: State) -> bool:
        """Bring a saved state back into an empty sequence. False, and the sequence stays empty, without room for it."""
        for piece in state:
            loaded = llama_cpp.llama_state_seq_set_data(self._pointer, _bytes(piece), piece.size, self._scratch)
            if loaded:
                self.copy(self._scratch, sequence, 0, -1)
            self.cut(self._scratch, 0)
            if not loaded:
                self.cut(sequence, 0)
                return False
        return True

    def close(self) -> None:
        """Free the memory."""
        if self._pointer:
            llama_cpp.llama_free(self._pointer)
            self._pointer = None

    def _save_piece(self, sequence: int, start: int, end: int) -> np.ndarray:
        self.copy(sequence, self._scratch, start, end)
        size = llama_cpp.llama_state_seq_get_size(self._pointer, self._scratch)
        data = np.empty(size, np.uint8)
        written = llama_cpp.llama_state_seq_get_data(self._pointer, _bytes(data), size, self._scratch)
        self.cut(self._scratch, 0)
        return data[:written]

    def _set_adapters(self, model: Model) -> None:
        if not model.adapters:
            return
        count = len(model.adapters)
        pointers = (llama_cpp.llama_adapter_lora_p_ctypes * count)(
            *(ctypes.cast(pointer, llama_cpp.llama_adapter_lora_p_ctypes) for pointer, _ in model.adapters)
        )
        scales = (ctypes.c_float * count)(*(scale for _, scale in model.adapters))
        if llama_cpp.llama_set_adapters_lora(self._pointer, pointers, count, scales):
            raise ModelProblem("engine-adapter-other", file=model.paths[0].name)


def _parameters(model: Model, options: LlamaOptions, sequences: int) -> llama_cpp.llama_context_params:
    params = llama_cpp.llama_context_default_params()
    params.n_ctx = options.context
    params.n_batch = params.n_ubatch = min(options.batch, options.context)
    params.n_seq_max = sequences
    params.n_outputs_max = max(WANTED_ROWS, sequences)
    params.kv_unified = True
    params.swa_full = True  # else a sliding window forgets what trimming and sharing prefixes need
    params.n_threads = params.n_threads_batch = options.threads or cores()
    params.type_k = _KINDS[_key_kind(model, options)]
    params.type_v = _KINDS[options.kv]
    flash = (
        llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO if options.flash_attention else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )
    params.flash_attn_type = flash
    return params


def _key_kind(model: Model, options: LlamaOptions) -> str:
    """How the keys are kept, where results must not depend on what else is in memory.

    On CPUs, attention over keys in f16 is summed in parts whose borders depend on how full the memory
    is, and in another order for many rows than for few. Over keys of another kind it is not. Of those,
    bf16 beside values in f16 was the fastest.
    """
    exact = model.reproducible and options.gpu_layers == 0 and options.flash_attention
    return "bf16" if exact and options.kv == "f16" else options.kv


def _string_is_set() -> ctypes._CFuncPtr:  # type: ignore[name-defined]
    """An abort callback that needs no Python: strlen, which is zero for an empty string.

    ggml asks after every operation of a step; a Python function would wait for the interpreter's lock
    hundreds of times for each token.
    """
    library = ctypes.CDLL("msvcrt") if hasattr(ctypes, "windll") else ctypes.CDLL(None)
    return ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)


def _bytes(data: np.ndarray) -> ctypes._Pointer:
    return ctypes.cast(data.ctypes.data, ctypes.POINTER(ctypes.c_uint8))
