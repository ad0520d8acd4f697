"""Asks a model every question that it has not answered yet, and keeps each answer at once."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.evaluate.benchmark.options import Wanted
from models.evaluate.benchmark.questions import Question, QuestionSet
from models.evaluate.benchmark.scoring import Judge, score
from models.evaluate.benchmark.store import Results, Run
from models.evaluate.benchmark.tasks import Task

_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Batch:
    """A task's questions in one language, and the examples that stand before each of them."""

    task: Task
    found: QuestionSet
    questions: tuple[Question, ...]
    shots: tuple[Question, ...]


def batches(sets: Sequence[tuple[Task, QuestionSet]], wanted: Wanted) -> tuple[Batch, ...]:
    """What is asked of each set: examples are drawn by seed and not asked; a limit draws by seed too.

    The draws go by the questions' ids, so that both languages of an aligned set give the same ones.
    """
    return tuple(_batch(task, found, wanted) for task, found in sets)


def _batch(task: Task, found: QuestionSet, wanted: Wanted) -> Batch:
    order = sorted(found.questions, key=lambda question: _place(question, wanted.way.seed))
    shots, rest = order[: wanted.way.shots], order[wanted.way.shots :]
    kept = {question.id for question in (rest[: wanted.limit] if wanted.limit else rest)}
    return Batch(task, found, tuple(each for each in found.questions if each.id in kept), tuple(shots))


def _place(question: Question, seed: int) -> str:
    return hashlib.sha256(f"{seed} {question.task} {question.id}".encode()).hexdigest()


def ask_all(judge: Judge, work: Sequence[Batch], wanted: Wanted, results: Results, run: Run) -> None:
    """Ask what is not answered yet. An interruption loses the question under way at most."""
    for batch in work:
        results.note_set(run, batch.found)
    left = [(batch, question) for batch in work for question in batch.questions]
    left = [(batch, question) for batch, question in left if not results.is_answered(run, question)]
    for batch, question in _told(left):
        began = time.monotonic()
        scored = score(judge, question, batch.task, batch.shots, wanted.way.shuffle, wanted.way.texts)
        results.add(run, question, scored, time.monotonic() - began)


def _told(left: Sequence[tuple[Batch, Question]]) -> Iterator[tuple[Batch, Question]]:
    """The same, with a line on stderr now and then of how far it is."""
    began = said = time.monotonic()
    for done, (batch, question) in enumerate(left):
        now = time.monotonic()
        if done and now - said > _EVERY_S:
            said, pace = now, (now - began) / done
            line = f"{done} of {len(left)} questions, {pace:.2f} s each, {pace * (len(left) - done) / 60:.0f} min left"
            print(f"{line} ({batch.task.name} {question.language})", file=sys.stderr, flush=True)
        yield batch, question
