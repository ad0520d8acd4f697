"""The clinical content as it was read last time, kept in the desk's own directory to start quickly.

Reading and checking the content takes more than a second; taking it from here a third of that. What is kept
belongs to exactly one state of the content and of the code that reads it: its name is their fingerprint, so
anything changed is read and checked anew.

It is a pickle, of which an ordinary reader would run whatever it says. This one makes nothing but the values
of app/intake and plain containers, so that a file from elsewhere can do no more than be refused.
"""

from __future__ import annotations

import hashlib
import io
import logging
import pickle
import sys
from pathlib import Path
from typing import Any

from app.config import ASSETS, ROOT, Home
from app.intake.knowledge import Knowledge, load_knowledge

log = logging.getLogger(__name__)

_CONTAINERS = {("builtins", "list"), ("builtins", "set"), ("collections", "defaultdict")}
_BROKEN = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, ValueError, TypeError)
"""What a cut or foreign file may raise; then the content is simply read anew."""


def quick_knowledge(home: Home, assets: Path = ASSETS) -> Knowledge:
    """The clinical content under `assets`, as `load_knowledge` gives it. Raises ContentProblem where it is faulty."""
    kept = home.path / "cache" / f"knowledge-{_fingerprint(assets)}.pickle"
    try:
        found = _Reader(io.BytesIO(kept.read_bytes())).load()
        if isinstance(found, Knowledge):
            return found
    except FileNotFoundError:
        pass
    except _BROKEN as error:
        log.warning("kept_knowledge_unreadable kind=%s", type(error).__name__)
    knowledge = load_knowledge(assets)
    _keep(knowledge, kept)
    return knowledge


class _Reader(pickle.Unpickler):
    """Reads values of app/intake. Raises UnpicklingError for whatever else a pickle may name, functions above all."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        """The class of that name, if it is one that clinical content is made of."""
        if (module_name, global_name) in _CONTAINERS:
            return super().find_class(module_name, global_name)
        if module_name.startswith("app.intake.") and global_name.isidentifier():
            found = super().find_class(module_name, global_name)
            if isinstance(found, type) and found.__module__ == module_name:
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def _fingerprint(assets: Path) -> str:
    """Of everything on which the loaded content depends: the content, the code that reads it, and this Python."""
    whole = hashlib.sha256(sys.version.encode())
    code = (path for room in ("intake", "text") for path in (ROOT / "app" / room).glob("*.py"))
    for path in sorted((*assets.rglob("*.toml"), *code, ROOT / "app" / "values.py")):
        content = path.read_bytes()
        whole.update(f"{path.name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()[:32]


def _keep(knowledge: Knowledge, target: Path) -> None:
    """Write it whole or not at all, in place of what was kept before. A disk that refuses only costs time later."""
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        for old in target.parent.glob("knowledge-*"):
            old.unlink(missing_ok=True)
        temporary = target.with_suffix(".tmp")
        temporary.write_bytes(pickle.dumps(knowledge, protocol=5))
        temporary.replace(target)
    except OSError as error:
        log.warning("knowledge_not_kept reason=%s", error.strerror)
