"""Measures one model file in a process of its own, so that its memory is its own.

    python -m models.evaluate.speed.one '{"path": FILE, "placement": "cpu", ...}'

prints one JSON object, see Measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from app.config import ROOT
from app.engine.llama_batch import Batch
from app.engine.llama_bench_machine import Company, peak_memory
from app.engine.llama_context import Context, Outcome
from app.engine.llama_load import Model
from app.engine.llama_options import LlamaOptions, TensorOverride
from models.command import WorkshopError
from models.evaluate.speed.energy import per_token

Placement = Literal["cpu", "gpu", "experts"]
PLACEMENTS: tuple[Placement, ...] = ("cpu", "gpu", "experts")
"""All on the CPU, all on the GPU, or all but the experts on the GPU."""
BATCHES = (1, 4, 16)
_EVERYTHING = 999
_WARM = 2


@dataclass(frozen=True, slots=True)
class Task:
    """One file, where it is put, prompt and reply in tokens, how often, and threads (0: one for each core)."""

    path: str
    placement: Placement = "cpu"
    prompt: int = 128
    reply: int = 16
    repeats: int = 3
    threads: int = 0
    batches: tuple[int, ...] = BATCHES


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians. `decode` maps a batch's size to tokens a second of all its replies together.

    `memory` is the most that the process had in bytes, the file's pages included; `company` the part of the
    processor that other programs took meanwhile; `joules` those for a token of a single reply, if readable.
    """

    load_s: float
    first_ms: float
    prompt: float
    decode: dict[int, float]
    spread: dict[int, tuple[float, float]]
    memory: int
    company: float
    joules: float | None


def measure(task: Task) -> Measured:
    """Measure in this process. Raises ModelProblem where the file cannot be loaded so."""
    began = time.perf_counter()
    options = options_for(task)
    model = Model(Path(task.path), options)
    with closing(model), closing(Context(model, options, max(task.batches))) as context:
        load = time.perf_counter() - began
        bench = _Bench(context, task)
        bench.decode(1, _WARM)
        watch = Company()
        reads = [bench.read() for _ in range(task.repeats)]
        speeds = {size: [bench.decode(size, task.reply) for _ in range(task.repeats)] for size in task.batches}
        joules = per_token(lambda: bench.tokens(task.reply))
        return Measured(
            load_s=load,
            first_ms=1000 * median(reads),
            prompt=task.prompt / median(reads),
            decode={size: median(found) for size, found in speeds.items()},
            spread={size: (min(found), max(found)) for size, found in speeds.items()},
            memory=peak_memory(),
            company=watch.share(),
            joules=joules,
        )


def measure_apart(task: Task) -> Measured:
    """Measure in a process of its own. Raises WorkshopError with its last words where it ends badly."""
    command = [sys.executable, "-m", "models.evaluate.speed.one", json.dumps(asdict(task))]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise WorkshopError(f"{Path(task.path).name} ({task.placement}) could not be measured: {last}")
    found = json.loads(done.stdout.splitlines()[-1])
    for name in ("decode", "spread"):
        found[name] = {int(size): value for size, value in found[name].items()}
    return Measured(**found)


def options_for(task: Task) -> LlamaOptions:
    """Room for the largest batch, and the layers and experts where the placement wants them."""
    cells = max(task.prompt, max(task.batches) * (task.reply + _WARM)) + 64
    overrides = (TensorOverride(r"\.ffn_(up|down|gate)_exps"),) if task.placement == "experts" else ()
    return LlamaOptions(
        context=-(-cells // 256) * 256,
        batch=512,
        threads=task.threads,
        gpu_layers=0 if task.placement == "cpu" else _EVERYTHING,
        overrides=overrides,
        reproducible=False,
    )


class _Bench:
    """Prompts and replies of made-up tokens: how fast, not what."""

    def __init__(self, context: Context, task: Task) -> None:
        self._context = context
        self._task = task
        self._batch = Batch(512, max(task.batches))

    def read(self) -> float:
        """Seconds from a prompt to its first token."""
        self._context.clear()
        began = time.perf_counter()
        for at in range(0, self._task.prompt, 512):
            part = range(at, min(at + 512, self._task.prompt))
            last = part[-1] == self._task.prompt - 1
            self._batch.clear()
            self._batch.add(_tokens(part), at, 0, wanted=int(last))
            self._step()
        self._context.logits(self._batch.count - 1).argmax()
        return time.perf_counter() - began

    def decode(self, size: int, steps: int) -> float:
        """Tokens a second of `size` replies decoded together."""
        self._context.clear()
        began = time.perf_counter()
        for step in range(steps):
            self._batch.clear()
            for sequence in range(size):
                self._batch.add(_tokens([step + 31 * sequence]), step, sequence)
            self._step()
            for row in range(size):
                self._context.logits(row).argmax()
        return size * steps / (time.perf_counter() - began)

    def tokens(self, steps: int) -> int:
        """One reply of so many tokens."""
        self.decode(1, steps)
        return steps

    def _step(self) -> None:
        if self._context.decode(self._batch) is not Outcome.DONE:
            raise WorkshopError("llama.cpp had no room for the batch.")


def _tokens(numbers: Sequence[int]) -> list[int]:
    """Ordinary tokens, different ones, so that different experts are at work."""
    return [3 + number * 37 % 400 for number in numbers]


def main() -> None:
    """Measure what the command line's JSON says."""
    values = json.loads(sys.argv[1])
    task = Task(**{**values, "batches": tuple(values["batches"])})
    print(json.dumps(asdict(measure(task))))


if __name__ == "__main__":
    main()
