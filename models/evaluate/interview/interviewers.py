"""Who interviews: the desk, the same model without the desk's policy, or a fixed checklist without a model.

The latter two are the baselines. They keep their conversation in the same record and are read by the same rules, so
that only who asks differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from app.engine.base import Engine, Piece, Request, Sampling, Turn
from app.intake.knowledge import Knowledge
from app.intake.tokens import is_content, tokenise
from app.intake.wording import Address, spoken
from app.sight import Sight, look
from app.store.record import Record
from app.text.language import detect
from app.values import SLOTS, Done, Flags, Language, Message, direction_of
from app.values import Event as TurnEvent

MOST_QUESTIONS = 25
"""A baseline's interview ends after so many questions: about as many as the desk asks."""

LEAST_SHARED = 0.34
"""Share of a question's content words that must belong to a slot for the question to be about it."""

_MARKS = ("?", "؟")
_NAMES: dict[Language, tuple[str, str]] = {"en": ("Patient", "Doctor"), "ar": ("المريض", "الطبيب")}
_TASK: dict[Language, str] = {
    "en": "A doctor takes a patient's history and asks one short question at a time.",
    "ar": "طبيب يأخذ التاريخ المرضي للمريض ويسأل سؤالا قصيرا واحدا في كل مرة.",
}


class Interviewer(Protocol):
    """Runs turns on a record. `Chat` is one."""

    @property
    def record(self) -> Record:
        """Where conversations are kept."""

    def reply(self, conversation: str, text: str, cancel: Event) -> Iterator[TurnEvent]:
        """One turn: Flags first, one Done last."""

    def see(self, conversation: str) -> Sight:
        """What a conversation shows now."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an asker says, the slot that it asks for, and whether it ends the interview with it."""

    text: str
    slot: str | None
    finished: bool


class Asker(Protocol):
    """Decides what to say next."""

    def say(self, sight: Sight, language: Language) -> Line:
        """The next line of a conversation."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An interviewer that only passes on what its asker says."""

    record: Record
    knowledge: Knowledge
    asker: Asker

    def reply(self, conversation: str, text: str, cancel: Event) -> Iterator[TurnEvent]:
        """See Interviewer. Nothing of a reply is put right."""
        about = self.record.get(conversation)
        found = detect(text, fallback=about.language)
        language = found.language or about.language
        self.record.append(conversation, "user", text, language, found.direction)
        sight = self.see(conversation)
        yield Flags(sight.flags)
        line = self.asker.say(sight, language)
        said = line.text or "..."
        kept = self.record.append(conversation, "assistant", said, language, direction_of(language), slot=line.slot)
        yield Done(line.text, language, direction_of(language), line.slot, line.finished, "complete", message=kept.id)

    def see(self, conversation: str) -> Sight:
        """See Interviewer."""
        return look(self.record, self.knowledge, conversation)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The fixed slots in their order, in fixed words, whatever the patient says."""

    knowledge: Knowledge

    def say(self, sight: Sight, language: Language) -> Line:
        """The next question of the list that was not asked yet."""
        asked = {message.slot for message in sight.messages if message.role == "assistant"}
        for slot in SLOTS:
            ask = self.knowledge.common.asks.get(slot)
            if ask and slot not in asked and slot != "chief_complaint":
                return Line(spoken(ask.wordings(language)[0], language, Address()), slot, False)
        return Line(self.knowledge.common.phrases.closing.texts(language)[0], None, True)


@dataclass(frozen=True, slots=True)
class ModelAlone:
    """A model that is shown the dialogue and asked to go on as the doctor. It ends by asking nothing twice in a row."""

    engine: Engine
    knowledge: Knowledge

    def say(self, sight: Sight, language: Language) -> Line:
        """What the model says, cut after its first question."""
        pieces = self.engine.stream(self._request(sight.messages, language), Event())
        text = _first_question("".join(each.text for each in pieces if isinstance(each, Piece)))
        replies = [message.text for message in sight.messages if message.role == "assistant"]
        silent = not _asks(text) and bool(replies) and not _asks(replies[-1])
        slot = asked_slot(text, sight.history.protocol, self.knowledge) if _asks(text) else None
        return Line(text, slot, silent or len(replies) + 1 >= MOST_QUESTIONS)

    def _request(self, messages: Sequence[Message], language: Language) -> Request:
        patient, doctor = _NAMES[language]
        turns = [Turn("system", _TASK[language], pinned=True)]
        turns += [
            Turn("user", message.text, patient) if message.role == "user" else Turn("assistant", message.text, doctor)
            for message in messages
        ]
        if self.engine.info.form == "transcript":
            turns.append(Turn("assistant", "", doctor))
        sampling = Sampling(max_tokens=48, temperature=0.0, repeat_penalty=1.1)
        return Request(str(messages[0].conversation), tuple(turns), sampling)


def asked_slot(question: str, protocol: str, knowledge: Knowledge) -> str | None:
    """The slot that a freely worded question is about, by the words it shares with the slots' own; None for none.

    A word counts the more the fewer slots have it.
    """
    words = [token.forms for token in tokenise(question).tokens if is_content(token)]
    own = [ask.slot for ask in knowledge.protocols[protocol].ask] if protocol in knowledge.protocols else []
    topics = {slot: knowledge.topic(slot, protocol) for slot in dict.fromkeys((*own, *knowledge.common.asks))}
    shared = {slot: [forms for forms in words if forms & topic] for slot, topic in topics.items()}
    spread = {forms: sum(bool(forms & topic) for topic in topics.values()) for forms in words}
    weights = {slot: sum(1 / spread[forms] for forms in found) for slot, found in shared.items()}
    best = max(weights, key=lambda slot: weights[slot])
    return best if shared[best] and len(shared[best]) >= LEAST_SHARED * len(words) else None


def _asks(text: str) -> bool:
    return any(mark in text for mark in _MARKS)


def _first_question(text: str) -> str:
    line = " ".join(text.split())
    ends = [line.index(mark) + 1 for mark in _MARKS if mark in line]
    return line[: min(ends)] if ends else line
