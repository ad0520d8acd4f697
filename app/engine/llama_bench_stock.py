"""llama-cpp-python's own `Llama` class, measured in a process of its own.

    python -m app.engine.llama_bench_stock MODEL CONTEXT THREADS

reads one JSON object a line, `{"prompt": text, "tokens": count}`, and answers each with a line of
what it took. A process of its own, so that no setting of this engine reaches it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import llama_cpp

from app.engine.llama_bench_machine import peak_memory


@dataclass(frozen=True, slots=True)
class Taken:
    """One completion: milliseconds to the first token and to the end, tokens a second after the first."""

    first_ms: float
    total_ms: float
    tokens: int
    rate: float
    peak: int


class Stock:
    """The class at work in another process."""

    def __init__(self, model: Path, context: int, threads: int) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("GGML_", "GOMP_"))}
        command = [sys.executable, "-m", "app.engine.llama_bench_stock", str(model), str(context), str(threads)]
        root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", env=environment, cwd=root,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        """The other process."""
        return self._process.pid

    def complete(self, prompt: str, tokens: int) -> Taken:
        """Complete a prompt greedily and say what it took."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"prompt": prompt, "tokens": tokens}) + "\n")
        self._process.stdin.flush()
        return Taken(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def complete(model: llama_cpp.Llama, prompt: str, tokens: int) -> Taken:
    """One completion through the class, token by token."""
    moments = [time.perf_counter()]
    for _ in model.create_completion(prompt, max_tokens=tokens, temperature=0.0, repeat_penalty=1.0, stream=True):
        moments.append(time.perf_counter())
    moments.pop()  # the last event only says that it is over
    made = len(moments) - 1
    rate = (made - 1) / (moments[-1] - moments[1]) if made > 1 else 0.0
    return Taken((moments[1] - moments[0]) * 1000, (moments[-1] - moments[0]) * 1000, made, rate, peak_memory())


def main() -> None:
    """Answer until standard input ends."""
    path, context, threads = sys.argv[1:]
    model = llama_cpp.Llama(
        path, n_ctx=int(context), n_threads=int(threads), n_threads_batch=int(threads), verbose=False
    )
    complete(model, "Once", 2)
    for line in sys.stdin:
        taken = complete(model, **json.loads(line))
        print(json.dumps({name: getattr(taken, name) for name in Taken.__slots__}), flush=True)


if __name__ == "__main__":
    main()
