"""Starting quickly: nothing is imported that nobody uses, and what stays is made without looking for garbage."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Rest the garbage collector while modules are imported and clinical content is read.

    Both make hundreds of thousands of objects that live as long as the program. The collector would walk
    through them again and again, for about a third of the start's time, and find nothing; they are set
    aside for good (`gc.freeze`) when it takes up its work again.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if working:
            gc.enable()


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Let `modules` seem not to be installed, to import a library that could use them but need not.

    No other thread may import anything meanwhile.
    """
    loaded = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(dict.fromkeys(modules))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]
        sys.modules.update(loaded)
