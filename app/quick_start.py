"""Starting quickly: what is read once and stays is not searched for garbage while it is made."""

from __future__ import annotations

import gc
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
