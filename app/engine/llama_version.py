"""Refuses a llama-cpp-python that this desk was not written for."""

from __future__ import annotations

from importlib import metadata

from app.errors import EngineProblem

PACKAGE = "llama-cpp-python"
VERSION = "0.3.36"
"""The release whose low-level functions and structures the engine uses; they change between releases."""


def check_version() -> None:
    """Raises EngineProblem with one clear line where another release is installed, or none."""
    try:
        found = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        raise EngineProblem("engine-library-missing", package=PACKAGE, version=VERSION) from None
    if found != VERSION:
        raise EngineProblem("engine-library-version", package=PACKAGE, version=VERSION, found=found)
