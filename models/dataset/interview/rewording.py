"""A protocol's question in other words that ask the same: a lead before it, and the register's own function words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from models.dataset.interview.phrases import Phrases, Register, answered_in

DIALECT_SHARE = 0.7
LED_SHARE = 0.3
_STAYS_UPPER = re.compile(r"I\b|[A-Z]{2}")
_ENGLISH = {
    "Is there any": "Have you noticed any",
    "Are there any": "Do you know of any",
    "Has there been any": "Have you seen any",
    "How long has": "For how long has",
    "What makes": "What would you say makes",
}


def reworded(question: str, register: Register, phrases: Phrases, random: Random) -> str:
    """One of many ways to put `question`. Words with a clinical meaning stay as the protocol has them."""
    spoken = answered_in(register)
    if spoken in phrases.openers and random.random() < DIALECT_SHARE:
        question = _begun(question, phrases.openers[spoken])
        question = _replaced(question, phrases.function_words[spoken])
    if spoken == "en" and random.random() < 0.5:
        question = _begun(question, _ENGLISH)
    if random.random() < LED_SHARE:
        return _led(question, random.choice(phrases.replies["leads"][spoken]), spoken)
    return question


def _begun(question: str, words: Mapping[str, str]) -> str:
    """The question with another beginning, if `words` knows its own; the longest fits first."""
    for own in sorted(words, key=len, reverse=True):
        if re.match(rf"{re.escape(own)}(?!\w)", question):
            return f"{words[own]}{question[len(own) :]}".strip()
    return question


def _replaced(question: str, words: Mapping[str, str]) -> str:
    """The question with each of these words as the register has it."""
    pattern = "|".join(map(re.escape, words))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda match: words[match[0]], question)


def _led(question: str, lead: str, register: Register) -> str:
    if register == "en" and not _STAYS_UPPER.match(question):
        question = question[:1].lower() + question[1:]
    return lead.replace("{q}", question)
