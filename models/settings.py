"""One TOML file a run, checked before anything starts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from models.command import WorkshopError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Settings(BaseModel):
    """A table of a run's TOML file. Unknown keys are mistakes; values are not turned into other types."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


Chosen = TypeVar("Chosen", bound=Settings)


def load_settings(path: Path, kind: type[Chosen]) -> Chosen:
    """Read and check a run's file. Raises WorkshopError naming the file, the key and the fault."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkshopError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{path} is not TOML: {error}.") from error
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'file'}: {_fault(each)}" for each in error.errors())
        raise WorkshopError(f"{path}: {faults}.") from error


def _fault(found: Mapping[str, Any]) -> str:
    return "no such key; remove it or mend its spelling" if found["type"] == "extra_forbidden" else str(found["msg"])
