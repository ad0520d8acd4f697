"""Ask mode: multiple-choice questions read from a message, and the probability of each choice."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.text.fold import fold
from app.values import Language

_LETTER = r"[(\[]?\s*([A-Ha-hأإاٱبجدهـوزح])ـ?\s*[)\].:/\-–،]"
_NUMBER = r"[(\[]?\s*([1-8١-٨])\s*[)\].:/\-–](?!\d)"
_LETTERS = "ABCDEFGH"
_ARABIC_LETTERS = "ابجدهوزح"
_NUMBERS = "12345678"
_ASKS = ("?", "؟", ":")
FEWEST = 2


def _options(mark: str) -> re.Pattern[str]:
    """A mark and the option's text, up to the next mark or the end."""
    return re.compile(rf"(?:^|\n|(?<=\s)){mark}\s*(\S.*?)(?=(?:\n|\s){mark}\s*\S|\Z)", re.DOTALL)


_LETTERED, _NUMBERED = _options(_LETTER), _options(_NUMBER)


_PROMPT: dict[tuple[Language, bool], tuple[str, str]] = {
    ("en", False): ("Question", "The answer is the letter"),
    ("en", True): ("Question", "The answer is the number"),
    ("ar", False): ("السؤال", "الجواب هو الحرف"),
    ("ar", True): ("السؤال", "الجواب هو الرقم"),
}
"""How a question is put to the model, by its language and whether its choices are numbered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its letter or number as written, and its text."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A multiple-choice question. Its marks run A, B, C ... or أ، ب، ج ... or 1, 2, 3 ... without a gap."""

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
    lettered = _read(text, language, _LETTERED)
    if lettered:
        return lettered
    numbered = _read(text, language, _NUMBERED)
    return numbered if numbered and _is_asked(numbered) else None


def _is_asked(question: ChoiceQuestion) -> bool:
    """Whether what is numbered are answers: the question stands before them. A list of findings is no choice."""
    asks_later = any(mark in choice.text for choice in question.choices for mark in _ASKS[:2])
    return question.stem.endswith(_ASKS) and not asks_later


def _read(text: str, language: Language, options: re.Pattern[str]) -> ChoiceQuestion | None:
    rows = [(match.start(), place, Choice(match[1], _plain(match[2]))) for match in options.finditer(text)
            if (place := _place(match[1])) is not None]  # fmt: skip
    for first in range(len(rows)):
        run = _run(rows[first:])
        if len(run) >= FEWEST:
            stem = " ".join(text[: run[0][0]].split())
            return ChoiceQuestion(stem, tuple(row[2] for row in run), language)
    return None


def _plain(said: str) -> str:
    """An option on one line, without the comma before the next."""
    return " ".join(said.split()).rstrip(",;،؛")


def prompt(question: ChoiceQuestion) -> str:
    """The text after which the letters or numbers are scored."""
    numbered = fold(question.choices[0].letter) in _NUMBERS
    ask, answer = _PROMPT[question.language, numbered]
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
    """The answer as it is said: the choice, then the probability of each in whole per cent, 100 in all."""
    shares = "، " if question.language == "ar" else ", "
    percents = zip(question.choices, _percents(answer.probabilities), strict=True)
    rows = shares.join(f"{choice.letter} {percent}%" for choice, percent in percents)
    return f"{answer.choice.letter}. {answer.choice.text}\n({rows})"


def _percents(probabilities: Sequence[float]) -> list[int]:
    """Whole numbers that add up to 100: what rounding down leaves goes to the largest remainders."""
    whole = [math.floor(share * 100) for share in probabilities]
    by_remainder = sorted(range(len(whole)), key=lambda index: whole[index] - probabilities[index] * 100)
    for index in by_remainder[: 100 - sum(whole)]:
        whole[index] += 1
    return whole


def _place(mark: str) -> int | None:
    """The place of a letter or number in its row: A, أ and 1 are 0."""
    plain = fold(mark).upper()
    rows = (row for row in (_LETTERS, _ARABIC_LETTERS, _NUMBERS) if plain and plain in row)
    return next((row.index(plain) for row in rows), None)


def _run(rows: Sequence[tuple[int, int, Choice]]) -> list[tuple[int, int, Choice]]:
    """The rows from the first on whose marks count up from the first without a gap."""
    run: list[tuple[int, int, Choice]] = []
    for row in rows:
        if row[1] != len(run):
            break
        run.append(row)
    return run
