"""python -m models.translate.serve [--model FILE.gguf] [--name mini] [--port 8081] [--slots 8] [--threads 1]

A real OpenAI-compatible server on loopback: llama.cpp's own, in this process, with the embedded model
unless another GGUF file is named. For trying a run without a fleet. A --name that the catalogue knows is
asked by its template there (a transcript, for mini), any other as a chat. Needs `xllamacpp`
(tests/requirements.txt). It ends with Ctrl+C.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.catalogue.files import ensure_embedded
from app.config import find_home
from models.command import WorkshopError, command

CONTEXT = 2048
"""Tokens of each slot's context: a few examples, a text and its translation."""


def main(argv: Sequence[str]) -> int:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--name", default="mini")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--slots", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args(argv)
    model = arguments.model or ensure_embedded(find_home(None).ready())
    running = start(model, arguments.port, arguments.slots, arguments.threads, arguments.name)
    print(f"ready: {running.listening_address}", flush=True)
    while True:
        time.sleep(3600)


def start(model: Path, port: int = 0, slots: int = 8, threads: int = 1, name: str = "mini") -> Any:
    """A running server; it ends when nothing refers to it. Raises WorkshopError where the package is missing."""
    try:
        import xllamacpp
    except ImportError as error:
        raise WorkshopError("The server needs xllamacpp: pip install -r tests/requirements.txt.") from error
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {name}
    params.n_ctx, params.n_parallel, params.port = CONTEXT * slots, slots, port
    params.cpuparams.n_threads = threads
    params.swa_full = True
    return xllamacpp.Server(params)


if __name__ == "__main__":
    command(main)
