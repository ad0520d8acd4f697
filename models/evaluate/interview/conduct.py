"""Conducts an interview: the desk asks, the patient answers, until the desk is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Protocol

from app.values import Done, Flags, History, Language
from models.evaluate.interview.interviewers import Interviewer
from models.evaluate.interview.patient import Case, Fact, Told

MOST_TURNS = 80
"""An interview that has not ended by then has gone wrong."""

Tongue = Callable[[int], Language]
"""The language in which the patient speaks in a turn, counted from 0."""

TONGUES: dict[str, Tongue] = {
    "en": lambda turn: "en",
    "ar": lambda turn: "ar",
    "switch": lambda turn: "ar" if turn // 2 % 2 else "en",
}
"""One language throughout, or another one every second turn."""


class Respondent(Protocol):
    """Whoever is interviewed: opens the conversation and answers what is asked."""

    @property
    def case(self) -> Case:
        """The patient behind the answers."""

    def open(self, language: Language) -> Told:
        """The first message."""

    def answer(self, slot: str | None, language: Language) -> Told:
        """The answer to a question for `slot`."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn: what the patient said, in which language, and what the desk did."""

    told: Told
    language: Language
    flags: tuple[str, ...]
    done: Done


@dataclass(frozen=True, slots=True)
class Interview:
    """A whole interview. `message_ids` are the ids of the patient's messages, in order."""

    patient: Respondent
    tongue: str
    exchanges: tuple[Exchange, ...]
    history: History

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the patient was asked for and told."""
        return tuple(exchange.told.fact for exchange in self.exchanges if exchange.told.fact)


def interview(chat: Interviewer, patient: Respondent, tongue: str) -> Interview:
    """Interview `patient`, who speaks as `tongue` says."""
    speak = TONGUES[tongue]
    conversation = chat.record.create("interview", speak(0)).id
    told, exchanges = patient.open(speak(0)), []
    for turn in count():
        language = speak(turn)
        exchange = _turn(chat, conversation, told, language)
        exchanges.append(exchange)
        if exchange.done.finished or turn + 1 == MOST_TURNS:
            break
        told = patient.answer(exchange.done.asks, speak(turn + 1))
    return Interview(patient, tongue, tuple(exchanges), chat.see(conversation).history)


def _turn(chat: Interviewer, conversation: str, told: Told, language: Language) -> Exchange:
    flags: tuple[str, ...] = ()
    done = None
    for event in chat.reply(conversation, told.text, Event()):
        if isinstance(event, Flags):
            flags = tuple(flag.rule for flag in event.flags)
        elif isinstance(event, Done):
            done = event
    if done is None:
        raise RuntimeError("a turn ended without its last event")
    return Exchange(told, language, flags, done)
