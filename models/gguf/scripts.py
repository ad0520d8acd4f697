"""Runs llama.cpp's own scripts and tools as processes of their own, and says in one line why one failed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from models.command import WorkshopError


def run_script(script: Path, arguments: Sequence[str], log: Path) -> None:
    """Run one of llama.cpp's Python scripts with the interpreter that runs this. See run_tool."""
    run_tool([sys.executable, str(script), *arguments], log)


def run_tool(command: Sequence[str], log: Path) -> str:
    """Run a command and give what it printed, which is also kept in `log`.

    Raises WorkshopError with its last words where it fails.
    """
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "NO_LOCAL_GGUF")}
    # The scripts only read what lies here; nothing is to be looked up behind a person's back.
    environment |= {"HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, env=environment, check=False)
    said = log.read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing")
        raise WorkshopError(f"{_title(command)} failed: {last} (all it said: {log})")
    return said


def _title(command: Sequence[str]) -> str:
    return Path(command[1] if command[0] == sys.executable else command[0]).name
