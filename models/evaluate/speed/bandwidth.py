"""How fast the GPU reads its own memory, measured with torch where that is installed for it."""

from __future__ import annotations

import time

_BLOCK = 1 << 30
_TRIES = 10


def gpu_bandwidth() -> float:
    """Bytes a second of the first CUDA device's memory; 0 where torch or the device is not there."""
    try:
        import torch
    except ImportError:
        return 0.0
    if not torch.cuda.is_available():
        return 0.0
    block = torch.ones(_BLOCK // 4, device="cuda")
    best = 0.0
    for _ in range(_TRIES):
        torch.cuda.synchronize()
        began = time.perf_counter()
        block.sum()
        torch.cuda.synchronize()
        best = max(best, _BLOCK / (time.perf_counter() - began))
    return best
