"""`test`: everything that must hold before a change is kept."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from argparse import Namespace

from app.config import ROOT
from app.errors import BadInput

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy", "--no-error-summary")),
)


def test(arguments: Namespace) -> int:
    """Format, lint, types and all tests; with arguments for pytest only those tests. Gives the worst exit status."""
    if importlib.util.find_spec("pytest") is None:
        raise BadInput("error-test-tools")
    failed = 0
    for name, command in () if arguments.pytest else CHECKS:
        code = _run(command)
        print(f"{name}: {'failed' if code else 'ok'}", flush=True)
        failed = failed or code
    return _run(("pytest", *arguments.pytest)) or failed


def _run(command: tuple[str, ...]) -> int:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode
