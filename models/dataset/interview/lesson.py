"""One turn to learn from: what the model is shown and what it is to write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from app.engine.base import Turn
from app.engine.templates import template, text_of
from app.export.files import encode, write_whole
from app.values import Language
from models.command import WorkshopError
from models.dataset.interview.phrases import Register

Task = Literal["question", "answer", "title"]
Part = Literal["train", "heldout"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the model is shown (`turns`, the last one left open) and what it replies, on one line.

    `question` is the protocol's wording that was planned, for judging; `part` says whether the
    protocol is one of those that no training ever sees.
    """

    id: str
    task: Task
    language: Language
    register: Register
    protocol: str
    slot: str
    mood: str
    part: Part
    question: str
    turns: tuple[Turn, ...]
    reply: str

    def row(self) -> dict[str, Any]:
        """As a line of a file: `turns` as role, label and text, and `prompt` as the model reads it, for people."""
        values = asdict(self)
        values["turns"] = [{"role": turn.role, "label": turn.label, "text": turn.text} for turn in self.turns]
        return {**values, "prompt": text_of(template("transcript").render(self.turns))}


def lesson(row: Mapping[str, Any]) -> Lesson:
    """The lesson of a line. Raises KeyError or TypeError for a line that is none."""
    values = {name: row[name] for name in Lesson.__dataclass_fields__}
    turns = tuple(
        Turn(**turn, pinned=turn["role"] == "system" and not place) for place, turn in enumerate(row["turns"])
    )
    return Lesson(**{**values, "turns": turns})


def write_lessons(path: Path, lessons: Iterable[Lesson]) -> int:
    """Write JSON lines, whole or not at all; returns how many."""
    lines = [json.dumps(each.row(), ensure_ascii=False) for each in lessons]
    write_whole(path, encode("\n".join(lines) + "\n"))
    return len(lines)


def read_lessons(path: Path) -> Sequence[Lesson]:
    """Read what `write_lessons` wrote. Raises WorkshopError naming the file and the line."""
    return list(_lessons(path))


def _lessons(path: Path) -> Iterator[Lesson]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WorkshopError(f"{path} cannot be read: make it with python -m models.dataset.interview.") from error
    for number, line in enumerate(lines, 1):
        try:
            yield lesson(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise WorkshopError(f"{path}, line {number}: not a lesson ({error}).") from error
