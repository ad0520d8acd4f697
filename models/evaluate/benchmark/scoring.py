"""From log-likelihoods to a choice: by letter, by full text, and by full text for each character."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from app.engine.base import Likelihood
from models.evaluate.benchmark.prompts import by_letter, by_text
from models.evaluate.benchmark.questions import Question
from models.evaluate.benchmark.tasks import Task

Method = Literal["letter", "text", "text_norm"]
METHODS: tuple[Method, ...] = ("letter", "text_norm", "text")


class Judge(Protocol):
    """Whatever tells how likely a continuation is: an engine of the desk, a server, transformers."""

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """The log-likelihood (natural log) of each continuation after `prompt`."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a model made of a question: a log-likelihood for each option, in the question's own order.

    `letter` scores the options' letters; `text` the options' words, `lengths` of them in characters.
    `text` is empty where only letters were scored.
    """

    letter: tuple[float, ...]
    text: tuple[float, ...]
    lengths: tuple[int, ...]

    def chosen(self, method: Method) -> int | None:
        """The likeliest option; the first of equals. None where the method was not used."""
        if method == "letter":
            return _best(self.letter)
        if method == "text":
            return _best(self.text)
        return _best([value / length for value, length in zip(self.text, self.lengths, strict=False)])


def score(
    judge: Judge,
    question: Question,
    task: Task,
    shots: Sequence[Question] = (),
    shuffle: int | None = None,
    texts: bool = True,
) -> Scored:
    """Ask a judge. `shuffle`, a seed, shows the options in another order; the result is in the question's own."""
    order = _order(question, shuffle)
    shown = replace(question, options=tuple(question.options[place] for place in order))
    asked = by_letter(shown, task, shots)
    letter = _values(judge, asked.prompt, asked.continuations)
    if task.kind == "verdict":
        text = letter
    elif texts:
        spelled = by_text(shown, task, shots)
        text = _values(judge, spelled.prompt, spelled.continuations)
    else:
        text = ()
    lengths = tuple(len(option.strip()) for option in question.options)
    return Scored(_restored(letter, order), _restored(text, order) if text else (), lengths)


def _values(judge: Judge, prompt: str, continuations: Sequence[str]) -> tuple[float, ...]:
    return tuple(found.logprob for found in judge.score(prompt, continuations))


def _order(question: Question, shuffle: int | None) -> list[int]:
    order = list(range(len(question.options)))
    if shuffle is not None:
        random.Random(f"{shuffle} {question.id}").shuffle(order)
    return order


def _restored(values: Sequence[float], order: Sequence[int]) -> tuple[float, ...]:
    back = dict(zip(order, values, strict=True))
    return tuple(back[place] for place in range(len(order)))


def _best(values: Sequence[float]) -> int | None:
    return max(range(len(values)), key=values.__getitem__) if values else None
