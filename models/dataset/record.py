"""A record: one item in one language or both, with where it is from and what may be done with it.

An item and its translation are one record, so nothing can set them apart. A record counts as one
interaction for each of its forms: English, Arabic, or a conversation that changes between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from pydantic import ConfigDict, with_config

from app.values import Language, Role

Task = Literal["multiple_choice", "open_question", "chat"]
Form = Literal["en", "ar", "mixed"]
Split = Literal["train", "test"]
Method = Literal["professional", "written", "model", "person"]

TASKS: tuple[Task, ...] = get_args(Task)
FORMS: tuple[Form, ...] = get_args(Form)
LETTERS: dict[Language, str] = {"en": "ABCDEFGHIJ", "ar": "أبجدهوزحطي"}
"""What options are called, in order (the abjad order in Arabic)."""

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of a chat: the user (a patient or a clinician who asks) or the assistant."""

    role: Role
    language: Language
    text: str


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Content:
    """What an item says in one form. Which parts are used depends on the record's task.

    `question`, `context` (what the question is about, possibly empty) and `answer` make an open
    question; with `options` it is a multiple-choice question, whose `answer` is an explanation or
    empty; `turns` make a chat.
    """

    question: str = ""
    context: str = ""
    options: tuple[str, ...] = ()
    answer: str = ""
    turns: tuple[Spoken, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text in it that is not empty, in reading order."""
        said = (turn.text for turn in self.turns)
        yield from (text for text in (self.context, self.question, *self.options, self.answer, *said) if text)


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Source:
    """Where an item is from: `licence` is an SPDX name, `revision` a commit, version or date.

    `credit` is the attribution that the licence asks for. What is not `redistributable` is only
    referenced in a built dataset (id and revision), never included.
    """

    name: str
    licence: str
    revision: str = ""
    credit: str = ""
    redistributable: bool = True


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Translation:
    """How the second language came about.

    `professional`: translated by people for the source; `written`: both languages written side by
    side; `model`: by a model alone; `person`: a model's, accepted or edited by a person. `score` is
    the judge's last one (0-100), `rounds` how often it was revised.
    """

    method: Method
    model: str = ""
    score: float | None = None
    rounds: int = 0


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Record:
    """One item. `id` is unique in a dataset; `item` names what it was made of and decides its split.

    A chat made of a question carries the question's `item`, so that both are on the same side.
    `original` is the language it was first written in; `correct` the number of the right option,
    counted from 0, the same in every form; `split` is empty until it is set.
    """

    id: str
    item: str
    task: Task
    source: Source
    original: Language
    en: Content | None = None
    ar: Content | None = None
    mixed: Content | None = None
    correct: int | None = None
    translation: Translation | None = None
    split: Split | None = None
    tags: tuple[str, ...] = ()

    def content(self, form: Form) -> Content | None:
        """What it says in one form; None where it has none."""
        return {"en": self.en, "ar": self.ar, "mixed": self.mixed}[form]

    def having(self, form: Form, content: Content | None) -> Record:
        """The record with one form exchanged, or taken away."""
        if form == "en":
            return replace(self, en=content)
        return replace(self, ar=content) if form == "ar" else replace(self, mixed=content)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that it has: as many interactions."""
        return tuple(form for form in FORMS if self.content(form) is not None)

    @property
    def paired(self) -> bool:
        """Whether it has both languages."""
        return self.en is not None and self.ar is not None


@dataclass(frozen=True, slots=True)
class Interaction:
    """A record in one of its forms: what training and counting look at."""

    record: Record
    form: Form
    content: Content


def interactions(record: Record) -> tuple[Interaction, ...]:
    """Its interactions: English first, then Arabic, then the mixed one."""
    pairs = ((form, record.content(form)) for form in FORMS)
    return tuple(Interaction(record, form, content) for form, content in pairs if content is not None)
