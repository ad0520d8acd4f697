"""llama.cpp's own llama-bench beside our figures, where it was built."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.engine.llama_devices import cores
from models.command import WorkshopError
from models.evaluate.speed.one import Task

_TIMEOUT_S = 1800


@dataclass(frozen=True, slots=True)
class Bench:
    """Its mean tokens a second for the same prompt and reply."""

    prompt: float
    decode: float


def llama_bench(tool: Path, task: Task) -> Bench:
    """Run it on the task's file and placement. Raises WorkshopError where it fails."""
    layers = "0" if task.placement == "cpu" else "999"
    experts = ["-ncmoe", "999"] if task.placement == "experts" else []
    command = [
        str(tool), "-m", task.path, "-p", str(task.prompt), "-n", str(task.reply), "-r", str(task.repeats),
        "-t", str(task.threads or cores()), "-ngl", layers, *experts, "-fa", "on", "-o", "json",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise WorkshopError(f"llama-bench failed: {last}")
    return parse(done.stdout)


def parse(said: str) -> Bench:
    """Its JSON: one entry for the prompt, one for the reply."""
    rows = json.loads(said)
    prompt = next(row["avg_ts"] for row in rows if row["n_prompt"] and not row["n_gen"])
    reply = next(row["avg_ts"] for row in rows if row["n_gen"] and not row["n_prompt"])
    return Bench(float(prompt), float(reply))
