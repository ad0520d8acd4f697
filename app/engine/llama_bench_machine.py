"""What a machine's memory gives, measured, and what its processor is called."""

from __future__ import annotations

import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.engine.llama_bench_values import Machine
from app.engine.llama_devices import cores, devices

_BLOCK = 64 * 1024**2
_TRIES = 8


def machine(threads: int) -> Machine:
    """This machine, its memory bandwidth measured with as many threads as the engine uses."""
    memory = next((device.total for device in devices() if device.kind == "cpu"), 0)
    return Machine(_processor(), cores(), memory, bandwidth(threads))


def bandwidth(threads: int) -> float:
    """Bytes a second that `threads` threads read together; the best of several tries.

    Each reads a block far larger than the processor's caches, through a dot product of the block with
    itself, which costs less than reading it.
    """
    blocks = [np.ones(_BLOCK // 4, np.float32) for _ in range(threads)]
    best = 0.0
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(_TRIES):
            started = time.perf_counter()
            list(pool.map(lambda block: float(np.dot(block, block)), blocks))
            best = max(best, threads * _BLOCK / (time.perf_counter() - started))
    return best


class Company:
    """How much of the processor other programs take meanwhile.

    `others` are the processes that belong to the measurement beside this one.
    """

    def __init__(self, *others: int) -> None:
        self._ours = (os.getpid(), *others)
        self._before = self._now()

    def begin(self) -> None:
        """Count from now on."""
        self._before = self._now()

    def share(self) -> float:
        """The part of all cores' time, from 0 to 1, that other programs took; 0 where the system does not tell."""
        (busy, idle, ours), (busy_then, idle_then, ours_then) = self._now(), self._before
        busy, idle, ours = busy - busy_then, idle - idle_then, ours - ours_then
        return max(0.0, busy - ours) / (busy + idle) if busy + idle > 0 else 0.0

    def _now(self) -> tuple[int, int, int]:
        """Ticks so far: busy and idle of all cores, and those of the measurement."""
        try:
            user, nice, system, idle, waiting, *rest = _numbers(Path("/proc/stat").read_text().splitlines()[0], 1)
            ours = sum(
                sum(_numbers(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1], 11)[:2]) for pid in self._ours
            )
        except OSError:
            return 0, 0, 0
        return user + nice + system + sum(rest[:3]), idle + waiting, ours


def _numbers(line: str, skipped: int) -> list[int]:
    return [int(word) for word in line.split()[skipped:]]


def peak_memory() -> int:
    """The most bytes this process has had in memory; 0 where the system does not tell."""
    if os.name != "posix":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if platform.system() == "Darwin" else peak * 1024


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
