"""The tokens of one step, laid out as llama.cpp reads them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np

from app.engine.llama_library import llama_cpp


class Batch:
    """Rows of (token, position, sequence, wanted). `wanted` rows get logits.

    The arrays are made once and filled in place; llama.cpp reads them where they are.
    """

    def __init__(self, rows: int, sequences: int) -> None:
        self.count = 0
        self._token = np.zeros(rows, np.int32)
        self._position = np.zeros(rows, np.int32)
        self._sequences = np.ones(rows, np.int32)  # each row belongs to one sequence
        self._names = np.arange(sequences, dtype=np.int32)
        self._name = np.zeros(rows, np.uintp)
        self._wanted = np.zeros(rows, np.int8)
        self._struct = llama_cpp.llama_batch(
            n_tokens=0,
            token=_pointer(self._token, llama_cpp.llama_token),
            embd=None,
            pos=_pointer(self._position, llama_cpp.llama_pos),
            n_seq_id=_pointer(self._sequences, ctypes.c_int32),
            seq_id=_pointer(self._name, ctypes.POINTER(llama_cpp.llama_seq_id)),
            logits=_pointer(self._wanted, ctypes.c_int8),
        )

    def clear(self) -> None:
        """Begin a new step."""
        self.count = 0

    def add(self, tokens: Sequence[int], start: int, sequence: int, wanted: int = 1) -> int:
        """Append `tokens` at positions `start` and on; the last `wanted` of them get logits.

        Returns the index of the first appended row.
        """
        first, last = self.count, self.count + len(tokens)
        rows = slice(first, last)
        self._token[rows] = tokens
        self._position[rows] = range(start, start + len(tokens))
        self._name[rows] = self._names.ctypes.data + sequence * self._names.itemsize
        self._wanted[rows] = 0
        if wanted:
            self._wanted[last - wanted : last] = 1
        self.count = last
        return first

    @property
    def struct(self) -> llama_cpp.llama_batch:
        """What llama_decode takes."""
        self._struct.n_tokens = self.count
        return self._struct


def _pointer(array: np.ndarray, kind: type) -> ctypes._Pointer:
    return ctypes.cast(array.ctypes.data, ctypes.POINTER(kind))
