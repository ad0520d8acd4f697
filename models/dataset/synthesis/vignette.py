"""A multiple-choice question as a consultation needs it: what the patient can tell, what is asked, the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.text.numerals import to_western
from app.values import Language
from models.dataset.record import Record

_SENTENCE = re.compile(r"(?<=[.!?؟。])\s+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FEWEST_FACTS = 2


@dataclass(frozen=True, slots=True)
class Vignette:
    """`facts` are the sentences of the case, `asked` its last one, `answer` the right option's text."""

    item: str
    language: Language
    facts: tuple[str, ...]
    asked: str
    answer: str

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers among the facts, in Western digits: ages, days, readings."""
        return numbers_in(" ".join(self.facts))


def vignette(record: Record, language: Language) -> Vignette | None:
    """The vignette of a question about a patient in one language; None where the question tells no case."""
    content = record.content(language)
    if content is None or record.correct is None:
        return None
    sentences = [part.strip() for part in _SENTENCE.split(content.question) if part.strip()]
    if content.context:
        sentences = [part.strip() for part in _SENTENCE.split(content.context) if part.strip()] + sentences
    *facts, asked = sentences or [""]
    if len(facts) < FEWEST_FACTS:
        return None
    return Vignette(record.item, language, tuple(facts), asked, content.options[record.correct])


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, in Western digits without marks of thousands."""
    return frozenset(number.replace(",", "").rstrip(".") for number in _NUMBER.findall(to_western(text)))
