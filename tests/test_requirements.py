"""What the desk imports is what requirements.txt names, exactly and for every system."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMES_WITH = {"pydantic": "gradio", "fastapi": "gradio", "uvicorn": "gradio", "starlette": "gradio", "numpy": "gradio"}
"""Packages that the page's framework brings and pins itself: naming them again could only disagree."""


def named(file: str) -> dict[str, str]:
    """The requirements of a file, by their normalised names, with the version."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", line) for line in lines]
    return {normal(match[1]): match[2] for match in found if match}


def normal(name: str) -> str:
    """Names that differ only in case, dots and underscores are the same package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: str) -> set[str]:
    """The top-level modules imported under `folder`, without the standard library and our own."""
    modules: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    return modules - set(sys.stdlib_module_names) - {"app", "models", "tests"}


@pytest.mark.parametrize(
    ("folder", "files"),
    [
        ("app", ["requirements.txt"]),
        ("models", ["requirements.txt", "models/requirements.txt"]),
        ("tests", ["requirements.txt", "tests/requirements.txt", "models/requirements.txt"]),
    ],
)
def test_every_import_has_a_requirement(folder: str, files: list[str]) -> None:
    known = {name for file in files for name in named(file)}
    owners = packages_distributions()
    for module in sorted(imported(folder) - {"tomli"}):
        packages = {normal(package) for package in owners.get(module, [module])}
        assert packages & (known | set(COMES_WITH)), f"{module} comes from {packages}, which nothing names"


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt", "models/requirements.txt"])
def test_every_requirement_is_exact(file: str) -> None:
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            assert re.match(r"[A-Za-z0-9._-]+(\[[^\]]*\])?==[^\s;]+(\s*;.*)?$", line), line
