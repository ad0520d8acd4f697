"""How a question is put to a model. An Arabic prompt is Arabic throughout, its letters too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.values import Language
from models.evaluate.benchmark.questions import Question
from models.evaluate.benchmark.rows import ARABIC, LATIN
from models.evaluate.benchmark.tasks import Task

VERSION = 1
"""Counted up when a wording changes: results of different wordings are not compared."""

LETTERS: dict[Language, Sequence[str]] = {"en": LATIN, "ar": ARABIC}


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of a prompt in one language."""

    head: str
    passage: str
    question: str
    answer: str


WORDINGS: dict[Language, Wording] = {
    "en": Wording(
        "The following are multiple choice questions (with answers) about {topic}.\n\n",
        "Abstract: {text}\n",
        "Question: {text}\n",
        "Answer:",
    ),
    "ar": Wording(
        "فيما يلي أسئلة اختيار من متعدد (مع إجاباتها) في {topic}.\n\n",
        "الملخص: {text}\n",
        "السؤال: {text}\n",
        "الإجابة:",
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt and the continuations whose likelihood is asked for, one an option."""

    prompt: str
    continuations: tuple[str, ...]


def by_letter(question: Question, task: Task, shots: Sequence[Question] = ()) -> Asked:
    """The options are listed and their letters scored; a verdict's words are scored as they are."""
    letters = LETTERS[question.language]
    names = question.options if task.kind == "verdict" else letters[: len(question.options)]
    return Asked(_prompt(question, task, shots, listed=True), tuple(f" {name}" for name in names))


def by_text(question: Question, task: Task, shots: Sequence[Question] = ()) -> Asked:
    """The options are not listed; each one's full text is scored."""
    options = tuple(f" {option.strip()}" for option in question.options)
    return Asked(_prompt(question, task, shots, listed=False), options)


def _prompt(question: Question, task: Task, shots: Sequence[Question], listed: bool) -> str:
    wording = WORDINGS[question.language]
    head = "" if task.kind == "verdict" else wording.head.format(topic=task.topic[question.language])
    examples = [f"{_ask(shot, task, listed)} {_right(shot, task, listed)}\n\n" for shot in shots]
    return head + "".join(examples) + _ask(question, task, listed)


def _ask(question: Question, task: Task, listed: bool) -> str:
    wording = WORDINGS[question.language]
    parts = [wording.passage.format(text=question.passage)] if question.passage else []
    parts.append(wording.question.format(text=question.text.strip()))
    if listed and task.kind == "choice":
        letters = LETTERS[question.language]
        parts += [f"{letter}. {option.strip()}\n" for letter, option in zip(letters, question.options, strict=False)]
    return "".join(parts) + wording.answer


def _right(question: Question, task: Task, listed: bool) -> str:
    by_name = listed and task.kind == "choice"
    return LETTERS[question.language][question.answer] if by_name else question.options[question.answer].strip()
