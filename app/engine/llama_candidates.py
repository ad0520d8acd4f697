"""The likeliest next tokens, as llama.cpp's samplers take them."""

from __future__ import annotations

import ctypes

import numpy as np

from app.engine.llama_library import llama_cpp

_GROUP = 256
_KIND = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])  # struct llama_token_data


def likeliest(logits: np.ndarray, count: int) -> np.ndarray:
    """The ids of the `count` greatest logits, and of a few more, in ascending order of id.

    The logits are dealt into groups and the greatest of each is found first: `count` of the logits are
    at least as great as the group maximum of that rank, so what is below it cannot be among the first
    `count`. That takes a tenth of the time of sorting the head of 262,144 logits.
    """
    columns = logits.size // _GROUP
    whole = columns * _GROUP
    maxima = logits[:whole].reshape(_GROUP, columns).max(axis=0)
    if whole < logits.size:
        maxima = np.append(maxima, logits[whole:].max())
    if count >= maxima.size:
        return np.arange(logits.size, dtype=np.int32)
    floor = np.partition(maxima, maxima.size - count)[maxima.size - count]
    return np.flatnonzero(logits >= floor).astype(np.int32)


class Candidates:
    """An array of (token, logit) pairs that samplers may reorder and shorten."""

    def __init__(self, ids: np.ndarray, logits: np.ndarray) -> None:
        self._data = np.zeros(ids.size, _KIND)
        self._data["id"] = ids
        self._data["logit"] = logits[ids]
        self._array = llama_cpp.llama_token_data_array()
        self._point()

    @property
    def pointer(self) -> ctypes._Pointer:
        """What a sampler takes."""
        return ctypes.pointer(self._array)

    @property
    def selected(self) -> int:
        """The token that a sampler chose. Samplers may have moved the data, so it is read through their pointer."""
        return int(self._array.data[self._array.selected].id)

    def drop_excluded(self) -> bool:
        """Leave out what has a logit of minus infinity. False where nothing is left."""
        self._data = self._data[np.isfinite(self._data["logit"])]
        self._point()
        return bool(self._data.size)

    def _point(self) -> None:
        data = ctypes.cast(self._data.ctypes.data, llama_cpp.llama_token_data_p)
        self._array.data = data  # type: ignore[assignment]
        self._array.size = self._data.size
        self._array.selected = -1
        self._array.sorted = False
