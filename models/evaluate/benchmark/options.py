"""What a benchmark run is asked to do, from the command line."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from app.config import find_home
from app.values import Language
from models.command import WorkshopError
from models.evaluate.benchmark.prompts import VERSION
from models.evaluate.benchmark.tasks import Task, chosen_tasks
from models.evaluate.judges.judge import Identity


@dataclass(frozen=True, slots=True)
class Way:
    """How questions are asked: all that changes an answer, beside the model. `shuffle` is a seed or None."""

    shots: int = 0
    shuffle: int | None = None
    seed: int = 0
    texts: bool = True

    def key(self, identity: Identity) -> str:
        """The same for the same model asked in the same way by the same software."""
        told = json.dumps([VERSION, asdict(self), asdict(identity)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A benchmark run. `data` None means the hub; `limit` 0 means every question."""

    model: str
    adapter: Path | None
    tasks: tuple[Task, ...]
    languages: tuple[Language, ...]
    data: Path | None
    way: Way
    limit: int
    results: Path
    output: Path | None
    threads: int = 0


def parse(arguments: Sequence[str], doc: str) -> Wanted:
    """Read the command line. Raises WorkshopError for a task or language that there is not."""
    parser = argparse.ArgumentParser(
        prog="benchmark", description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True, help="a catalogue name, FILE.gguf, a server's URL, or hf:FOLDER")
    parser.add_argument("--adapter", type=Path, help="a LoRA file in place of the model's own; none for none")
    parser.add_argument("--tasks", default="all", help="all (the paper's nine), every, or names with commas")
    parser.add_argument("--language", default="ar,en")
    parser.add_argument("--data", type=Path, help="a local folder of sets; without it the hub is asked")
    parser.add_argument("--shots", type=int, default=0, help="examples before each question (default 0)")
    parser.add_argument("--shuffle", type=int, help="a seed: the options are shown in another order")
    parser.add_argument("--letters-only", action="store_true", help="do not score the options' full texts")
    parser.add_argument("--limit", type=int, default=0, help="at most so many questions a task and language")
    parser.add_argument("--seed", type=int, default=0, help="of the interval's draws, the examples and the limit")
    parser.add_argument("--threads", type=int, default=0, help="of a model file (default one for each core)")
    parser.add_argument("--results", type=Path, help="the file of results (default: in the desk's home)")
    parser.add_argument("--output", type=Path, help="a folder for report.md, report.json and scores.png")
    given = parser.parse_args(list(arguments))
    return Wanted(
        model=given.model,
        adapter=given.adapter,
        tasks=chosen_tasks(given.tasks),
        languages=languages(given.language),
        data=given.data,
        way=Way(given.shots, given.shuffle, given.seed, not given.letters_only),
        limit=given.limit,
        results=given.results or default_results(),
        output=given.output,
        threads=given.threads,
    )


def languages(words: str) -> tuple[Language, ...]:
    """The languages named, with commas. Raises WorkshopError."""
    found = words.split(",")
    if not set(found) <= {"ar", "en"}:
        raise WorkshopError(f"There is no language {words}: choose ar, en, or ar,en.")
    return cast("tuple[Language, ...]", tuple(found))


def default_results() -> Path:
    """Where results are kept unless a person says otherwise."""
    return find_home(None).path / "evaluation.sqlite"
