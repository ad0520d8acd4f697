"""Ask mode: multiple-choice questions read from a message, and the probability of each choice."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.text.fold import fold
from app.values import Language

_MARK = r"[(\[]?\s*([A-Ha-hأإاٱبجدهـوزح])ـ?\s*[)\].:\-–،]"
_OPTION = re.compile(rf"(?:^|\n|(?<=\s)){_MARK}\s*(\S.*?)(?=(?:\n|\s){_MARK}\s*\S|\Z)", re.DOTALL)
_ARABIC_LETTERS = "ابجدهوزح"
_LATIN_LETTERS = "ABCDEFGH"
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its letter as written, and its text."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A multiple-choice question. The letters run A, B, C ... or أ، ب، ج ... without a gap."""

    stem: str
    choices: tuple[Choice, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Chosen:
    """The likeliest choice and the probability of each, in the order of the question; they sum to 1."""

    choice: Choice
    probabilities: tuple[float, ...]


def parse(text: str, language: Language) -> ChoiceQuestion | None:
    """The multiple-choice question that a message is, or None where it is none."""
    found = [(match.start(), match[1], match[2]) for match in _OPTION.finditer(text)]
    rows = [(start, number, Choice(letter, " ".join(said.split()))) for start, letter, said in found
            if (number := _number(letter)) is not None]  # fmt: skip
    for first in range(len(rows)):
        run = _run(rows[first:])
        if len(run) >= FEWEST:
            stem = " ".join(text[: run[0][0]].split())
            return ChoiceQuestion(stem, tuple(row[2] for row in run), language)
    return None


def prompt(question: ChoiceQuestion) -> str:
    """The text after which the letters are scored."""
    ask, answer = (
        ("السؤال", "الجواب هو الحرف") if question.language == "ar" else ("Question", "The answer is the letter")
    )
    options = "\n".join(f"{choice.letter}. {choice.text}" for choice in question.choices)
    return f"{ask}: {question.stem}\n{options}\n{answer}"


def continuations(question: ChoiceQuestion) -> tuple[str, ...]:
    """What is scored after the prompt, one for each choice."""
    return tuple(f" {choice.letter}" for choice in question.choices)


def chosen(question: ChoiceQuestion, logprobs: Sequence[float]) -> Chosen:
    """The choice by the natural log-likelihoods of the continuations (softmax over the choices)."""
    top = max(logprobs)
    weights = [math.exp(logprob - top) for logprob in logprobs]
    probabilities = tuple(weight / sum(weights) for weight in weights)
    best = max(range(len(probabilities)), key=lambda index: probabilities[index])
    return Chosen(question.choices[best], probabilities)


def reply(question: ChoiceQuestion, answer: Chosen) -> str:
    """The answer as it is said: the choice, then the probability of each in per cent."""
    shares = "، " if question.language == "ar" else ", "
    rows = shares.join(
        f"{choice.letter} {share:.0%}" for choice, share in zip(question.choices, answer.probabilities, strict=True)
    )
    return f"{answer.choice.letter}. {answer.choice.text}\n({rows})"


def _number(letter: str) -> int | None:
    """The place of a letter in its row: A and أ are 0."""
    plain = fold(letter)
    if plain in _ARABIC_LETTERS and plain:
        return _ARABIC_LETTERS.index(plain)
    return _LATIN_LETTERS.index(letter.upper()) if letter.upper() in _LATIN_LETTERS else None


def _run(rows: Sequence[tuple[int, int, Choice]]) -> list[tuple[int, int, Choice]]:
    """The rows from the first on whose letters count up from A without a gap."""
    run: list[tuple[int, int, Choice]] = []
    for row in rows:
        if row[1] != len(run):
            break
        run.append(row)
    return run
