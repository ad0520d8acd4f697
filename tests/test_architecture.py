"""Imports run one way, and each heavy library has one room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"values", "errors", "config", "text"}),
    frozenset({"engine.base"}),
    frozenset({"intake", "engine", "store", "export"}),
    frozenset({"catalogue"}),
    frozenset(
        {"sight", "suggest", "kept_knowledge", "documents", "reply", "chat", "live", "engines", "loading", "desk"}
    ),
    frozenset({"ui"}),
    frozenset({"commands"}),
    frozenset({"cli"}),
)
"""From the ground up. A room may import from rooms below it; SIBLINGS not from each other.

`app.engine.base` is values alone: what a model is asked and what it answers.
"""

SIBLINGS = LAYERS[2]

OWNERS = {
    "gradio": ("app/ui/", "models/review/"),
    "llama_cpp": ("app/engine/llama", "models/"),
    "torch": ("models/",),
    "transformers": ("models/",),
    "sqlite_utils": ("app/store/", "models/"),
    "typst": ("app/export/",),
    "docx": ("app/export/",),
}


def sources() -> list[Path]:
    """Every Python file of the desk and the workshop."""
    return sorted(path for folder in ("app", "models") for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(module: str) -> str:
    """`app.intake.policy` is in the room `intake`."""
    parts = module.split(".")
    return "engine.base" if module == "app.engine.base" else parts[1] if len(parts) > 1 else ""


def level(name: str) -> int:
    """How far up a room is; -1 for what belongs to no layer, such as the start."""
    return next((height for height, rooms in enumerate(LAYERS) if name in rooms), -1)


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    here = room(where.removesuffix(".py").replace("/", "."))
    for module in imports(path):
        assert not (where.startswith("app/") and module.split(".")[0] == "models"), f"{where} imports the workshop"
        if not (where.startswith("app/") and module.startswith("app.")):
            continue
        there = room(module)
        if there == here or level(here) == -1:
            continue
        siblings = {here, there} <= SIBLINGS
        assert level(there) <= level(here) and not siblings, f"{where} imports {module}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_heavy_libraries_have_one_room(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    for module in imports(path):
        owners = OWNERS.get(module.split(".")[0])
        assert owners is None or where.startswith(owners), f"{where} imports {module}"


def test_start_needs_only_the_standard_library() -> None:
    import sys

    starters = [
        ROOT / "run.py",
        ROOT / "app/__init__.py",
        ROOT / "app/arguments.py",
        *(ROOT / "app").glob("bootstrap*.py"),
    ]
    for path in starters:
        for module in imports(path):
            known = module.split(".")[0] in sys.stdlib_module_names or module.startswith(
                ("app.bootstrap", "app.arguments")
            )
            assert known or module in ("app", "app.cli"), f"{path.name} imports {module}"


def test_a_wrong_import_would_be_seen() -> None:
    assert level("engine.base") < level("store") < level("catalogue") < level("chat") < level("ui") < level("commands")
    assert level("intake") == level("store") > 0 and room("app.intake.policy") == "intake"
