"""Turns of interviews: a patient's line, the topic the protocol plans, and the desk's question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from random import Random

from app.intake import taught
from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.matcher import Match, Matcher
from app.intake.protocols import Ask, Protocol
from app.intake.tokens import Text
from app.intake.wording import Address, Relation, spoken
from app.values import SLOTS, History, Message, Plan, Role, direction_of
from models.dataset.interview.lesson import Lesson, Part
from models.dataset.interview.phrases import REGISTERS, Phrases, Register, language_of
from models.dataset.interview.rewording import reworded

HELD_OUT = (
    "burns", "child_breathing", "ear_pain", "haemoptysis", "jaundice", "palpitations", "testicular_pain", "visual_loss",
)  # fmt: skip
"""Protocols that no training sees, nor the questions that only they ask."""

OTHER_WORDING_SHARE = 0.1
"""How often the reply takes another of the protocol's own wordings than the planned one."""

_WEIGHTS: dict[Register, int] = {
    "en": 36, "msa": 14, "egyptian": 14, "gulf": 12, "levantine": 12, "arabizi": 6, "mixed": 6,
}  # fmt: skip
_REMARKS = {"diagnosis": 7, "treatment": 5, "correction": 4, "distress": 5, "refusal": 5}
_LOSS = ("died", "توفي", "توفى", "اتوفى", "مات", "etwafa", "فقدت", "lost my")
_DENIED = ("no", "لا", "none", "not", "مفيش", "ما ", "nothing", "la2", "معنديش")
LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone.utc)


class Remembering(Matcher):
    """A matcher that reads no text twice: the guard reads the same wordings over and over."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._found: dict[str, list[Match]] = {}

    def find(self, text: Text) -> list[Match]:
        """See Matcher."""
        if text.original not in self._found:
            self._found[text.original] = self._matcher.find(text)
        return self._found[text.original]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes lessons from the protocols and the phrases; the same ones for the same `random`."""

    knowledge: Knowledge
    phrases: Phrases
    random: Random

    def lessons(self) -> Iterator[Lesson]:
        """Endless lessons over all protocols; those the desk's own guard would refuse are left out."""
        protocols = sorted(self.knowledge.protocols.values(), key=lambda protocol: protocol.id)
        reserved = held_out_slots(self.knowledge)
        number = 0
        while True:
            protocol = self.random.choice(protocols)
            part: Part = "heldout" if protocol.id in HELD_OUT else "train"
            asks = [ask for ask in protocol.ask if part == "heldout" or ask.slot not in reserved]
            made = self._lesson(protocol, asks, part, number)
            if made:
                number += 1
                yield made

    def _lesson(self, protocol: Protocol, asks: Sequence[Ask], part: Part, number: int) -> Lesson | None:
        """A turn of an interview by `protocol`; None where the guard would step in."""
        register = self.random.choices(REGISTERS, [_WEIGHTS[each] for each in REGISTERS])[0]
        place = self.random.randrange(len(asks))
        ask, language, to = asks[place], language_of(register), self._address(protocol)
        messages, mood = self._said(protocol, asks[:place], register, to)
        wordings = tuple(spoken(wording, language, to) for wording in ask.wordings(language))
        plan = Plan("ask", language, ask.slot, self._planned(wordings), wordings)
        reply = self._reply(plan, mood, register)
        if check(reply, plan, History(protocol.id, protocol.id), self.knowledge).guarded:
            return None
        return Lesson(
            id=f"q{number:06d}",
            task="question",
            language=language,
            register=register,
            protocol=protocol.id,
            slot=ask.slot,
            mood=mood,
            part=part,
            question=plan.question,
            turns=taught.turns(messages, plan, self.knowledge),
            reply=reply,
        )

    def _planned(self, wordings: Sequence[str]) -> str:
        """The wording that the plan holds: the main one mostly, as the policy takes it."""
        return wordings[0] if self.random.random() < 0.7 else self.random.choice(wordings)

    def _reply(self, plan: Plan, mood: str, register: Register) -> str:
        other = self.random.random() < OTHER_WORDING_SHARE
        question = self.random.choice(plan.wordings) if other else plan.question
        question = reworded(question, register, self.phrases, self.random)
        return f"{self.phrases.reply(mood, register, self.random)} {question}".strip()

    def _address(self, protocol: Protocol) -> Address:
        sex = protocol.sex or self.random.choice(("male", "female", None))
        child = protocol.age_max is not None and protocol.age_max < 18
        relations: tuple[Relation, ...] = ("self", "child", "patient")
        relation = self.random.choices(relations, (0, 8, 1) if child else (10, 1, 1))[0]
        return Address(relation, sex)

    def _said(
        self, protocol: Protocol, before: Sequence[Ask], register: Register, to: Address
    ) -> tuple[tuple[Message, ...], str]:
        """The exchange before the reply, and the mood in which it leaves the desk."""
        if not before or self.random.random() < 0.15:
            return (_message(1, "user", self._opening(protocol, register, to), register),), "opening"
        previous = self.random.choice(before)
        text, mood = self._answer(previous, register)
        remark = self.random.choices((None, *_REMARKS), (74, *_REMARKS.values()))[0]
        if remark:
            said = self.phrases.opening(remark, register, self.random)
            text = said if self.random.random() < 0.6 else _joined(text, said)
            mood = "loss" if _holds(said, _LOSS) else remark
        asked = spoken(previous.wordings(language_of(register))[0], language_of(register), to)
        return (
            _message(1, "assistant", asked, register, previous.slot),
            _message(2, "user", text, register),
        ), mood

    def _opening(self, protocol: Protocol, register: Register, to: Address) -> str:
        title = protocol.title.text("en" if register in ("en", "arabizi") else "ar")
        complaint = title[:1].lower() + title[1:] if register != "en" or self.random.random() < 0.8 else title
        return self.phrases.opening(to.relation, register, self.random, complaint=complaint)

    def _answer(self, ask: Ask, register: Register) -> tuple[str, str]:
        if ask.slot in SLOTS and ask.slot != "chief_complaint":
            text = self.phrases.answer(ask.slot, register, self.random)
            denied = text.lower().startswith(_DENIED)
            return text, "loss" if _holds(text, _LOSS) else "no" if denied else "fact"
        kind = self.random.choices(("yes", "no", "unsure"), (5, 6, 2))[0]
        return self.phrases.answer(kind, register, self.random), kind


def held_out_slots(knowledge: Knowledge) -> frozenset[str]:
    """The questions of the held-out protocols that are neither fixed slots nor every protocol's."""
    asked = {ask.slot for name in HELD_OUT for ask in knowledge.protocols[name].ask}
    return frozenset(asked - set(SLOTS) - set(knowledge.common.asks))


def _message(number: int, role: Role, text: str, register: Register, slot: str | None = None) -> Message:
    language = language_of(register)
    return Message(number, "", role, text, language, direction_of(language), LONG_AGO, slot=slot)


def _joined(answer: str, remark: str) -> str:
    return f"{answer.rstrip('.')}. {remark}"


def _holds(text: str, marks: Sequence[str]) -> bool:
    return any(mark in text for mark in marks)
