"""Which build of the engine to install on this machine. Standard library only."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

CUDA_WHEELS = "https://abetlen.github.io/llama-cpp-python/whl"
"""Where the llama-cpp-python project offers its CUDA builds, one folder a CUDA version (cu121 ... cu125)."""

NEWEST_WHEELS = (12, 5)
OLDEST_WHEELS = (12, 1)


@dataclass(frozen=True)
class Attempt:
    """One way of installing the engine: pip's arguments, and what to say when it cannot be had."""

    label: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""


def has_gpu() -> bool:
    """Whether an NVIDIA card answers."""
    return bool(_nvidia_smi())


def engine_attempts(engine: str, gpu: bool) -> list[Attempt]:
    """The ways to install `engine` (a requirement line), best first; the last one must work."""
    cpu = Attempt("building the engine for this processor, a few minutes", (engine,))
    if not gpu:
        return [cpu]
    tag = _cuda_tag(_nvidia_smi())
    ready_made = Attempt(
        f"fetching the engine built for CUDA ({tag})",
        ("--only-binary", "llama-cpp-python", "--index-url", f"{CUDA_WHEELS}/{tag}", "--no-deps", engine),
        otherwise="not to be had here",
    )
    source = Attempt(
        "building the engine for CUDA, ten minutes or more",
        ("--no-binary", "llama-cpp-python", "--no-cache-dir", engine),
        (("CMAKE_ARGS", "-DGGML_CUDA=on"), ("FORCE_CMAKE", "1")),
        otherwise="no CUDA toolkit (nvcc) that works; the card stays unused. Install the toolkit and delete .venv to try again",
    )
    return [ready_made, source, cpu]


def _nvidia_smi() -> str:
    program = shutil.which("nvidia-smi")
    if not program:
        return ""
    try:
        answer = subprocess.run([program], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout if answer.returncode == 0 else ""


def _cuda_tag(words: str) -> str:
    """The newest ready-made build that the driver can run."""
    found = re.search(r"CUDA Version:\s*(\d+)\.(\d+)", words)
    version = (int(found[1]), int(found[2])) if found else OLDEST_WHEELS
    version = max(OLDEST_WHEELS, min(version, NEWEST_WHEELS))
    return f"cu{version[0]}{version[1]}"
