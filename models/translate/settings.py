"""A translation run's file, as `models/configs/translate.toml` shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from app.values import Language
from models.settings import Settings


class ModelSettings(Settings):
    """A model: a name of the catalogue or a .gguf file, or what a server at `server` serves.

    `prices` are per million tokens, read and written, in whatever money. `patience_s` is how long one
    answer may take.
    """

    model: str = ""
    server: str = ""
    temperature: float = Field(default=0.0, ge=0)
    prices: tuple[float, float] = (0.0, 0.0)
    patience_s: float = Field(default=120.0, gt=0)


class JudgeSettings(ModelSettings):
    """A judge. `score` asks it for one; `round_trip` has it translate back, and counts how much comes back (chrF).

    The second is for models too small to judge: they cannot say how good a translation is, but what
    they make of it does.
    """

    kind: Literal["score", "round_trip"] = "score"


class LoopSettings(Settings):
    """When a translation is good enough: a score of `threshold`, within `rounds` revisions.

    `sample` is the share of those that would be accepted that a person sees all the same.
    """

    threshold: float = Field(default=80.0, ge=0, le=100)
    rounds: int = Field(default=2, ge=0, le=10)
    sample: float = Field(default=0.05, ge=0, le=1)


class LimitSettings(Settings):
    """How hard the servers are asked: requests at once, requests a minute (0: no limit), and tries of each."""

    concurrency: int = Field(default=8, ge=1)
    per_minute: int = Field(default=0, ge=0)
    attempts: int = Field(default=5, ge=1)
    pause_s: float = Field(default=1.0, gt=0)


class Example(Settings):
    """A pair that shows a base model what is wanted; never an item of what is translated."""

    source: str
    target: str


class TranslateSettings(Settings):
    """One run. `source` is a file of records (JSON lines, Parquet) or a dataset's folder.

    `state` is the SQLite file that remembers everything.
    """

    source: Path
    state: Path
    into: Language = "ar"
    seed: int = 0
    limit: int = Field(default=0, ge=0)
    glossary: tuple[Path, ...] = ()
    shipped_glossary: bool = True
    translator: ModelSettings
    judge: JudgeSettings | None = None
    loop: LoopSettings = LoopSettings()
    limits: LimitSettings = LimitSettings()
    example: tuple[Example, ...] = ()

    @property
    def out_of(self) -> Language:
        """The language that is translated from."""
        return "en" if self.into == "ar" else "ar"
