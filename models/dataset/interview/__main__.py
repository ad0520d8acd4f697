"""Writes the turns that the small model is taught with.

    python -m models.dataset.interview FOLDER [--questions 24000] [--answers 1500] [--titles 1000] [--seed 8]

Everything comes from the desk's own protocols and the phrases beside this file; the same seed gives
the same bytes. FOLDER gets train.jsonl, heldout.jsonl (protocols no training sees) and a manifest.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from app.config import ASSETS
from app.intake.knowledge import load_knowledge
from models.command import WorkshopError, command
from models.dataset.interview.answers import answers, titles
from models.dataset.interview.lesson import Lesson, write_lessons
from models.dataset.interview.phrases import load_phrases
from models.dataset.interview.questions import HELD_OUT, Remembering, Writer
from models.manifest import Manifest, digests, versions

HERE = Path(__file__).parent


def make(questions: int, answering: int, naming: int, seed: int) -> list[Lesson]:
    """That many lessons of each kind, no two alike, in an order of their own."""
    knowledge, phrases = load_knowledge(ASSETS), load_phrases(HERE)
    knowledge = replace(knowledge, matcher=Remembering(knowledge.matcher))
    found: list[Lesson] = []
    found += _distinct(Writer(knowledge, phrases, Random(seed)).lessons(), questions)
    found += _distinct(answers(knowledge, phrases, Random(seed + 1)), answering)
    found += _distinct(titles(knowledge, phrases, Random(seed + 2)), naming)
    Random(seed + 3).shuffle(found)
    return found


def _distinct(lessons: Iterable[Lesson], most: int) -> list[Lesson]:
    """The first `most` that differ in what is shown or replied. Raises WorkshopError where there are not so many."""
    seen: set[tuple[object, str]] = set()
    found: list[Lesson] = []
    for lesson in islice(lessons, 20 * most + 1000):
        if len(found) == most:
            return found
        if (key := (lesson.turns, lesson.reply)) not in seen:
            seen.add(key)
            found.append(lesson)
    if len(found) < most:
        raise WorkshopError(f"the phrases give only {len(found)} different turns of a kind; ask for fewer than {most}.")
    return found


def counted(lessons: Iterable[Lesson]) -> dict[str, dict[str, int]]:
    """How many there are by part, task, language, register and mood."""
    rows = list(lessons)
    names = ("part", "task", "language", "register", "mood")
    return {name: dict(sorted(Counter(getattr(row, name) for row in rows).items())) for name in names}


def main(arguments: Sequence[str]) -> int:
    """Write the files and print the counts."""
    chosen = _parser().parse_args(arguments)
    lessons = make(chosen.questions, chosen.answers, chosen.titles, chosen.seed)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    files = [chosen.folder / f"{part}.jsonl" for part in ("train", "heldout")]
    for path in files:
        write_lessons(path, (lesson for lesson in lessons if lesson.part == path.stem))
    figures = counted(lessons)
    settings = {"questions": chosen.questions, "answers": chosen.answers, "titles": chosen.titles, "held_out": HELD_OUT}
    sources = [*sorted(HERE.glob("*.toml")), *sorted((ASSETS / "protocols").glob("*.toml"))]
    Manifest(
        "dataset.interview", settings, digests(sources, HERE), digests(files, chosen.folder), versions(), chosen.seed,
        figures,
    ).write(chosen.folder)  # fmt: skip
    for name, counts in figures.items():
        sys.stdout.write(f"{name}: {', '.join(f'{key} {count}' for key, count in counts.items())}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.dataset.interview", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=24_000)
    parser.add_argument("--answers", type=int, default=1_500)
    parser.add_argument("--titles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=8)
    return parser


if __name__ == "__main__":
    command(main)
