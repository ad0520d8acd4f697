"""python -m models.dataset.cost models/configs/dataset_cost.toml [--built DIR]

What a dataset of the paper's size would take: tokens read and written, hours of graphics cards and
processors, memory and disk. Prints a Markdown table; DIR is a built dataset whose times and sizes are used.
"""

from __future__ import annotations

import argparse
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import Field

from models.command import command
from models.dataset.duplicates import Seen, fingerprint
from models.dataset.record import Content, Record, Source
from models.dataset.settings import DuplicateSettings
from models.manifest import Manifest, read_manifest
from models.settings import Settings, load_settings

HOUR = 3600
SAMPLE = 1000
"""Signatures whose memory is measured."""


class CostSettings(Settings):
    """The size, what was measured elsewhere and what is assumed. Tokens a second are those of one replica.

    `rounds` counts the translations of an item, revisions included; `arabic_tokens` those of Arabic for one of
    English; `instructions` the tokens of a prompt beside what it is about.
    """

    interactions: int = Field(default=1_300_000, ge=1)
    tokens: int = Field(default=632_000_000, ge=1)
    chats: int = Field(default=250_000, ge=0)
    english: float = Field(default=2.0, gt=0)
    chat_prompt: float
    chat_reply: float
    attempts: float = Field(ge=1)
    instructions: float
    arabic_tokens: float
    rounds: float = Field(ge=1)
    judge_reply: float
    read_tokens_s: float = Field(gt=0)
    written_tokens_s: float = Field(gt=0)
    gpus_a_replica: int = Field(default=1, ge=1)
    processors: int = Field(default=64, ge=1)


@dataclass(frozen=True, slots=True)
class Work:
    """One step: what is read and written by models, in tokens."""

    step: str
    read: float
    written: float

    def hours(self, settings: CostSettings) -> float:
        """Hours of graphics cards."""
        seconds = self.read / settings.read_tokens_s + self.written / settings.written_tokens_s
        return seconds / HOUR * settings.gpus_a_replica


def steps(settings: CostSettings) -> tuple[Work, ...]:
    """The steps that need a model."""
    arabic = settings.interactions / (1 + settings.english)
    long = settings.tokens / settings.interactions
    in_arabic = long * settings.arabic_tokens
    asked, translated = settings.chats * settings.attempts, arabic * settings.rounds
    return (
        Work("chats from questions", asked * settings.chat_prompt, asked * settings.chat_reply),
        Work("translation", translated * (settings.instructions + long), translated * in_arabic),
        Work("judging", translated * (settings.instructions + long + in_arabic), translated * settings.judge_reply),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """What one interaction took on this machine: processor seconds to examine, decide and write, and bytes."""

    seconds: float
    size: float


def share_of(manifest: Manifest, folder: Path) -> Share:
    """What a built dataset took for each interaction in it."""
    count = manifest.figures["interactions"]["all"]
    size = sum((folder / name).stat().st_size for name in manifest.outputs if name.endswith(".parquet"))
    return Share(sum(manifest.figures["processor_seconds"].values()) / count, size / count)


def signature_bytes(sample: int = SAMPLE) -> float:
    """Memory that one remembered text takes while duplicates are looked for, measured."""
    random, settings = Random(0), DuplicateSettings()
    seen = Seen(settings)
    tracemalloc.start()
    for number in range(sample):
        content = Content(" ".join(str(random.random()) for _ in range(40)))
        record = Record(str(number), str(number), "open_question", Source("sample", "CC0-1.0"), "en", en=content)
        seen.twin(record, (fingerprint("en", content, settings),))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / sample


def table(settings: CostSettings, share: Share | None, memory: float) -> Iterator[str]:
    """The lines of the table."""
    yield "| step | tokens read | tokens written | GPU hours | processor hours |"
    yield "| --- | --- | --- | --- | --- |"
    works = steps(settings)
    for work in works:
        yield f"| {work.step} | {_millions(work.read)} | {_millions(work.written)} | {work.hours(settings):,.0f} | |"
    hours = settings.interactions * share.seconds / HOUR if share else 0.0
    if share:
        yield f"| checks, prints, mixing, writing | | | | {hours:,.1f} |"
    gpu = sum(work.hours(settings) for work in works)
    read, written = sum(work.read for work in works), sum(work.written for work in works)
    yield f"| all | {_millions(read)} | {_millions(written)} | {gpu:,.0f} | {hours:,.1f} |"
    yield ""
    yield f"On 8 GPUs {gpu / 8 / 24:,.1f} days, on 64 {gpu / 64 / 24:,.1f}. "
    yield f"Looking for duplicates holds {settings.interactions * memory / 1e9:,.1f} GB in memory."
    if share:
        yield f"The checks take {hours / settings.processors * 60:,.0f} minutes on {settings.processors} processors;"
        yield f"the shards take {settings.interactions * share.size / 1e9:,.2f} GB."


def _millions(tokens: float) -> str:
    return f"{tokens / 1e6:,.0f} M"


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--built", type=Path)
    given = parser.parse_args(arguments)
    share = share_of(read_manifest(given.built), given.built) if given.built else None
    lines = table(load_settings(given.config, CostSettings), share, signature_bytes())
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    command(main)
