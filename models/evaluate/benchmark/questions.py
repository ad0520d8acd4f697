"""A question with options, the set it came from, and what is wrong with those that are not scored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from app.values import Language

FaultKind = Literal[
    "no question",
    "missing answer",
    "wrong letter",
    "empty option",
    "repeated option",
    "duplicate",
    "contradiction",
    "not Arabic",
]


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a file has it, before it is checked. `answer` is an option's index; None where none is given."""

    id: str
    text: str
    options: tuple[str, ...]
    answer: int | None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be scored. `answer` is the right option's index; `passage` is read before the question.

    `id` is the same in every language of an aligned set.
    """

    id: str
    task: str
    language: Language
    text: str
    options: tuple[str, ...]
    answer: int
    passage: str = ""

    @property
    def digest(self) -> str:
        """Changes when anything of the question changes."""
        parts = [self.language, self.passage, self.text, *self.options, str(self.answer)]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not scored, and why."""

    id: str
    kind: FaultKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one task in one language, where they came from, and the rows that were left out.

    `revision` is a commit of the hub or the sha256 of the file; `licence` is what its source says.
    """

    task: str
    language: Language
    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()
    source: str = ""
    licence: str = ""
    revision: str = ""
