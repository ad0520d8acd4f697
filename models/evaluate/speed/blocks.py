"""Random weights straight in llama.cpp's quantised blocks: no 16-bit model is ever held.

The bits are random; only the blocks' scales are chosen, so that a matrix times a vector keeps the vector's
size and no number overflows. Layouts: `block_q4_K` and its like in ggml/src/ggml-common.h.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

_POOL = 1 << 25
_NORMAL_F16 = 2.0**-24
"""The smallest positive number of 16 bits."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a block keeps its scale, and (K-quants with a minimum) its minimum's scale, as offsets in bytes.

    `spread` is the standard deviation of random weights at scale 1, `shift` the minimum's scale in units of
    the scale that centres them: with 6-bit scales and minima and n-bit weights, their means multiply.
    """

    scale: int
    spread: float
    minimum: int = -1
    shift: float = 0.0


LAYOUTS = {
    GGMLQuantizationType.Q4_K: Layout(0, 258.0, 2, 7.5),
    GGMLQuantizationType.Q5_K: Layout(0, 527.0, 2, 15.5),
    GGMLQuantizationType.Q6_K: Layout(208, 1370.0),
    GGMLQuantizationType.Q8_0: Layout(0, 74.0),
}


class Maker:
    """Makes random tensors, the same for one seed."""

    def __init__(self, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self._pool = self._random.integers(0, 256, _POOL, np.uint8)

    def tensor(self, shape: Sequence[int], kind: GGMLQuantizationType) -> np.ndarray:
        """Weights of `shape` (slowest-running axis first); bytes for quantised kinds, numbers for F16 and F32."""
        if kind in (GGMLQuantizationType.F16, GGMLQuantizationType.F32):
            number = np.float16 if kind == GGMLQuantizationType.F16 else np.float32
            row = (self._random.standard_normal(shape[-1]) / shape[-1] ** 0.5).astype(number)
            return np.broadcast_to(row, shape).copy()
        elements, size = GGML_QUANT_SIZES[kind]
        count = int(np.prod(shape)) // elements
        blocks = self._bytes(count * size).reshape(count, size)
        layout = LAYOUTS[kind]
        scale = max(1.0 / (shape[-1] ** 0.5 * layout.spread), _NORMAL_F16)
        _set(blocks, layout.scale, scale)
        if layout.minimum >= 0:
            _set(blocks, layout.minimum, scale * layout.shift)
        return blocks.reshape(*shape[:-1], -1)

    def _bytes(self, count: int) -> np.ndarray:
        """`count` random bytes, from somewhere in the pool on, around and around."""
        start = int(self._random.integers(0, _POOL))
        return np.resize(np.roll(self._pool, -start) if count > _POOL else self._pool[start:], count)


def _set(blocks: np.ndarray, offset: int, value: float) -> None:
    blocks[:, offset : offset + 2] = np.frombuffer(np.float16(value).tobytes(), np.uint8)
