"""What a run learns from: turns of interviews, or a built dataset's records, as examples in tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from models.command import WorkshopError
from models.dataset.interview.lesson import read_lessons
from models.dataset.messages import messages
from models.dataset.record import interactions
from models.dataset.record_files import read_records
from models.finetune.examples import Encoder, Example
from models.finetune.packing import Row, pack
from models.finetune.settings import Data, Run


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned and what is measured, as packed rows; measured rows by "language/task"."""

    learned: Sequence[Row]
    measured: Mapping[str, Sequence[Row]]

    @property
    def examples(self) -> list[Example]:
        """Everything that is learned, unpacked."""
        return [example for row in self.learned for example in row]


def material(run: Run, writing: Encoder) -> Material:
    """Read, encode, shuffle and pack a run's data. Raises WorkshopError where there is nothing to learn."""
    length = run.schedule.row_tokens
    examples = list(encoded(run.data.train, run.data.form, writing))
    if not any(example.learned for example in examples):
        raise WorkshopError(
            f"{run.data.train} holds nothing to learn: name a dataset folder, or a file of its records."
        )
    Random(run.seed).shuffle(examples)
    groups: defaultdict[str, list[Example]] = defaultdict(list)
    for example in islice(encoded(run.data.evaluate, run.data.form, writing, "test"), run.data.most_evaluated):
        groups[example.group].append(example)
    return Material(list(pack(examples, length)), {name: list(pack(found, length)) for name, found in groups.items()})


def look(data: Data) -> None:
    """Whether the data are there at all, before anything is loaded. Raises WorkshopError."""
    made_by = "python -m models.dataset.interview" if data.form == "lessons" else "python -m models.dataset"
    for path in (data.train, data.evaluate):
        if not path.exists():
            raise WorkshopError(f"{path} is not there: make it with {made_by}, or name other data in the run's file.")


def encoded(path: Path, form: str, writing: Encoder, split: str = "train") -> Iterator[Example]:
    """Every dialogue of a file, or of that `split` of a dataset folder, in tokens; each under "language/task"."""
    if form == "lessons":
        for lesson in read_lessons(path):
            yield writing.lesson(lesson.turns, lesson.reply, f"{lesson.language}/{lesson.task}")
        return
    for record in read_records(path, split):
        for interaction in interactions(record):
            yield writing.example(messages(interaction), f"{interaction.form}/{record.task}")
