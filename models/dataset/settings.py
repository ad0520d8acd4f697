"""A run's TOML file: what goes into the dataset, and how it is cleaned, mixed and written."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from app.values import Language
from models.dataset.record import Method, Source, Task
from models.settings import Settings

Unit = Literal["items", "tokens"]
Privacy = Literal["trust", "report", "redact", "reject"]


class SourceSettings(Settings):
    """One source. `path` is relative to the run's data folder.

    `only` and `skip` choose rows by their fields (a value, or a list of them; `CMU_*` is a beginning);
    `add` adds fields to every row; `fields`, `task` and `translated` are for the importer "mapped",
    `count` and `seed` for "protocols". `redistribute` = false leaves only ids in the built dataset. A source's
    `pii` says what happens to texts that seem to name somebody ("trust" does not look: for texts written here).
    """

    name: str
    importer: str
    path: str = ""
    licence: str
    revision: str = ""
    credit: str = ""
    redistribute: bool = True
    pii: Privacy = "reject"
    only: dict[str, Any] = Field(default_factory=dict)
    skip: dict[str, Any] = Field(default_factory=dict)
    add: dict[str, Any] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)
    task: Task = "open_question"
    translated: Method = "model"
    count: int = Field(default=0, ge=0)
    seed: int = 0

    def source(self) -> Source:
        """What its records say of where they are from."""
        return Source(self.name, self.licence, self.revision, self.credit, self.redistribute)


class DuplicateSettings(Settings):
    """Texts of which `threshold` of the shingles (of `words` words) are the same are near-duplicates."""

    threshold: float = Field(default=0.8, ge=0.3, le=0.95)
    permutations: int = Field(default=128, ge=16)
    words: int = Field(default=3, ge=1)


class ContaminationSettings(Settings):
    """A leak shares `share` of the n-grams (of `words` words) of one evaluation text.

    An n-gram in more than `common` evaluation items is a turn of phrase and counts for nothing.
    """

    words: int = Field(default=8, ge=3)
    share: float = Field(default=0.5, gt=0, le=1)
    common: int = Field(default=4, ge=1)


class MixSettings(Settings):
    """One part Arabic to `english` parts English; `shares` of the tasks; the share of paired chats that switch.

    Both are counted in `unit`. No `shares` takes what there is.
    """

    english: float = Field(default=2.0, gt=0)
    unit: Unit = "tokens"
    shares: dict[Task, float] = Field(default_factory=dict)
    switch_share: float = Field(default=0.05, ge=0, le=1)


class WorkSettings(Settings):
    """How the per-item steps run: in this process or with Ray Data, `block` items at a time."""

    runner: Literal["process", "ray"] = "process"
    block: int = Field(default=500, ge=1)
    cpus: int | None = None


class SynthesisSettings(Settings):
    """Chats made of multiple-choice items by `model` (a catalogue name, or a name at the OpenAI-compatible `server`).

    `count` items at most, each tried `attempts` times; `concurrency` requests at once.
    """

    model: str
    server: str = ""
    sources: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ("en",)
    count: int | None = None
    attempts: int = Field(default=3, ge=1)
    concurrency: int = Field(default=4, ge=1)
    max_tokens: int = Field(default=1200, ge=64)
    temperature: float = Field(default=0.7, ge=0)


class DatasetSettings(Settings):
    """A whole run. `tokenizer` is "words" (a count that needs no model) or a catalogue name or GGUF file."""

    output: Path
    data: Path = Path()
    seed: int = 0
    test_share: float = Field(default=0.02, ge=0, lt=1)
    tokenizer: str = "words"
    shard_rows: int = Field(default=20_000, ge=1)
    sources: tuple[SourceSettings, ...]
    evaluation: tuple[SourceSettings, ...] = ()
    duplicates: DuplicateSettings = DuplicateSettings()
    contamination: ContaminationSettings = ContaminationSettings()
    mix: MixSettings = MixSettings()
    work: WorkSettings = WorkSettings()
    synthesis: SynthesisSettings | None = None
