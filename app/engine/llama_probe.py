"""Tries a way of loading in a process of its own: a GPU's driver may abort where memory runs out.

    python -m app.engine.llama_probe

reads the pickled path and options from standard input, loads, reads one full batch and writes one
token. It is started by `probe` alone.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from app.config import ROOT
from app.engine.base import Request, Sampling, Turn
from app.engine.llama import LlamaEngine
from app.engine.llama_options import LlamaOptions
from app.engine.templates import template
from app.errors import DeskError, ModelProblem

_COMMAND = (sys.executable, "-m", "app.engine.llama_probe")
_FITS, _OTHER_FAULT = 0, 3


def probe(path: Path, options: LlamaOptions, timeout_s: float = 600.0, command: Sequence[str] = _COMMAND) -> None:
    """Raise ModelProblem (`engine-memory`) where loading `path` this way fails, aborts or takes too long.

    Faults that have nothing to do with memory pass: the real loading will name them.
    """
    try:
        tried = subprocess.run(
            command, input=pickle.dumps((path, options)), cwd=ROOT, timeout=timeout_s, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ModelProblem("engine-memory", file=path.name) from error
    if tried.returncode not in (_FITS, _OTHER_FAULT):
        raise ModelProblem("engine-memory", file=path.name)


def main() -> int:
    """Load as standard input says and use it once; the exit status tells how that went."""
    path, options = pickle.load(sys.stdin.buffer)
    try:
        engine = LlamaEngine(path, options, template("transcript"))
    except DeskError as error:
        return 1 if error.key == "engine-memory" else _OTHER_FAULT
    words = " ".join(["pain"] * min(options.batch, options.context // 4))
    try:
        for _ in engine.stream(Request("", (Turn("user", words),), Sampling(max_tokens=1)), Event()):
            pass
    except DeskError:
        return _OTHER_FAULT
    finally:
        engine.close()
    return _FITS


if __name__ == "__main__":
    sys.exit(main())
