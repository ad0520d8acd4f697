"""Gradio without what it brings for other uses, which is more than half of the time that its import takes.

Each import writes type stubs of all its components into the installed package anew, for editors; and it
imports pandas, for tables that this page does not have.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

_STUBS = "gradio.component_meta"
_WRITER = "create_or_modify_pyi"
_AT_NEED = ("pandas",)
"""Imported when somebody asks something of them."""


def prepare() -> None:
    """Have gradio imported lean from now on. It sends no statistics, and writes nothing into its package."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    sys.meta_path.insert(0, _Lean())


class _Lean(MetaPathFinder):
    """Finds those modules as Python would, and has them loaded differently."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec, or None for every module that is to be imported as usual."""
        if fullname not in (_STUBS, *_AT_NEED):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = _Stubless(spec.loader) if fullname == _STUBS else LazyLoader(spec.loader)
        return spec


class _Stubless(Loader):
    """Loads gradio's maker of component classes, and takes the writing of stubs from it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the module's own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module. A gradio that has no such function any more is simply as slow as it is."""
        self._loader.exec_module(module)
        if _WRITER in vars(module):
            vars(module)[_WRITER] = lambda *_: None
