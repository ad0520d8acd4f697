"""Reading clinical content: TOML to checked, frozen values. Any fault names its file, its key and what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.errors import ContentProblem
from app.values import Language

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sex = Literal["female", "male"]


class Content(BaseModel):
    """A value of the clinical content: frozen, and with no key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Both(Content):
    """One text in both languages."""

    en: Filled
    ar: Filled

    def text(self, language: Language) -> str:
        """The text in `language`."""
        return self.ar if language == "ar" else self.en


class BothLists(Content):
    """Several texts in both languages."""

    en: tuple[Filled, ...] = ()
    ar: tuple[Filled, ...] = ()

    def texts(self, language: Language) -> tuple[str, ...]:
        """The texts in `language`."""
        return self.ar if language == "ar" else self.en


class Source(Content):
    """Where a piece of content comes from."""

    id: str = ""
    title: Filled
    publisher: str = ""
    year: int | None = None
    url: str = ""
    note: str = ""


class Measure(Content):
    """A number that makes a concept present: `min` <= value <= `max`, in the unit that docs/intake.md names."""

    name: Literal[
        "age",
        "temperature",
        "systolic",
        "diastolic",
        "heart_rate",
        "respiratory_rate",
        "spo2",
        "glucose",
        "creatinine",
        "gestation_weeks",
    ]
    min: float = Field(default=float("-inf"))
    max: float = Field(default=float("inf"))


class Condition(Content):
    """Whom something applies to. Ages in years; a bound that is not given holds for everybody."""

    sex: Sex | None = None
    age_min: float | None = None
    age_max: float | None = None
    pregnant: bool | None = None
    has: tuple[Id, ...] = ()
    lacks: tuple[Id, ...] = ()


Kind = TypeVar("Kind", bound=Content)


def problem(path: Path, where: str, fault: str) -> ContentProblem:
    """The error for a fault at key `where` of the file `path`."""
    return ContentProblem("intake-content", file=path.name, where=where, fault=fault)


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises ContentProblem where it is missing or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise problem(path, "-", error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise problem(path, "-", str(error)) from error


def checked(kind: type[Kind], data: object, path: Path, where: str) -> Kind:
    """`data` as a value of `kind`. Raises ContentProblem with the first fault."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in (where, *first["loc"]) if step != "")
        raise problem(path, key, first["msg"]) from error
