"""What an interview is worth: counts over interviews, and what they come to. Definitions in docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from app.intake.knowledge import Knowledge
from app.text.language import detect
from models.evaluate.interview.conduct import Exchange, Interview
from models.evaluate.interview.patient import Fact

MARKS = "?؟"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.of + other.of)

    @property
    def share(self) -> float:
        """From 0 to 1; 1 of nothing."""
        return self.hits / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class Measures:
    """The counts of one interview, or of several together. `missed` names what was missed, for people to look at."""

    must: Tally = Tally()
    captured: Tally = Tally()
    protocol: Tally = Tally()
    repeats: Tally = Tally()
    one_question: Tally = Tally()
    wrong_language: Tally = Tally()
    finished: Tally = Tally()
    alarmed: Tally = Tally()
    calm: Tally = Tally()
    guarded: Tally = Tally()
    turns: Tally = Tally()
    turns_to_flag: Tally = Tally()
    missed: tuple[str, ...] = ()

    def __add__(self, other: Measures) -> Measures:
        tallies = {name: getattr(self, name) + getattr(other, name) for name in TALLIES}
        return Measures(**tallies, missed=self.missed + other.missed)


TALLIES = (
    "must", "captured", "protocol", "repeats", "one_question", "wrong_language", "finished", "alarmed", "calm",
    "guarded", "turns", "turns_to_flag",
)  # fmt: skip


def together(measures: Iterable[Measures]) -> Measures:
    """The counts of several interviews."""
    return reduce(Measures.__add__, measures, Measures())


def measure(interview: Interview, knowledge: Knowledge) -> Measures:
    """The counts of one interview."""
    case = interview.patient.case
    asked = [exchange.done.asks for exchange in interview.exchanges if exchange.done.asks]
    unasked = [slot for slot in case.must if slot not in {*asked, *case.tells}]
    lost = [fact for fact in interview.facts if not _is_captured(fact, interview)]
    fired = _fired(interview, knowledge)
    needless = _emergencies(interview, knowledge) if case.alarm == "none" else []
    name = f"{case.id} {interview.tongue}"
    return Measures(
        must=Tally(len(case.must) - len(unasked), len(case.must)),
        captured=Tally(len(interview.facts) - len(lost), len(interview.facts)),
        protocol=Tally(int(interview.history.protocol == case.protocol), 1),
        repeats=Tally(len(asked) - len(set(asked)) + _said_twice(interview.exchanges), len(interview.exchanges)),
        one_question=_count(_asking(interview), _is_one_question),
        wrong_language=_count(interview.exchanges, _is_wrong_language),
        finished=Tally(int(interview.exchanges[-1].done.finished), 1),
        alarmed=Tally(int(bool(fired)), 1) if case.alarm != "none" else Tally(),
        calm=Tally(int(not needless), 1) if case.alarm == "none" else Tally(),
        guarded=_count(_asking(interview), lambda exchange: exchange.done.guarded),
        turns=Tally(len(interview.exchanges), 1),
        turns_to_flag=Tally(fired[0], 1) if fired else Tally(),
        missed=(
            *(f"{name}: not asked: {slot}" for slot in unasked),
            *(f"{name}: not captured: {fact.slot} {fact.status}: {_told(fact, interview)}" for fact in lost),
            *([] if fired or case.alarm == "none" else [f"{name}: no alarm of {', '.join(case.flags) or case.alarm}"]),
            *(f"{name}: {rule} where no emergency is" for rule in needless),
            *([] if interview.history.protocol == case.protocol else [f"{name}: ran {interview.history.protocol}"]),
        ),
    )


def _is_captured(fact: Fact, interview: Interview) -> bool:
    """Whether a finding with the fact's slot and status quotes a message in which it was told."""
    told = {exchange.told.text for exchange in interview.exchanges if exchange.told.fact is fact}
    return any(
        finding.slot == fact.slot and finding.status == fact.status and any(finding.quote in text for text in told)
        for finding in interview.history.findings
    )


def _told(fact: Fact, interview: Interview) -> str:
    return next(exchange.told.text for exchange in interview.exchanges if exchange.told.fact is fact)


def _fired(interview: Interview, knowledge: Knowledge) -> list[int]:
    """The turns, from 1, in which a rule that the case expects holds."""
    case = interview.patient.case

    def expected(rule: str) -> bool:
        return rule in case.flags if case.flags else knowledge.rule(rule).severity == case.alarm

    return [turn for turn, each in enumerate(interview.exchanges, 1) if any(expected(rule) for rule in each.flags)]


def _emergencies(interview: Interview, knowledge: Knowledge) -> list[str]:
    rules = {rule for exchange in interview.exchanges for rule in exchange.flags}
    return sorted(rule for rule in rules if knowledge.rule(rule).severity == "emergency")


def _asking(interview: Interview) -> Sequence[Exchange]:
    return [exchange for exchange in interview.exchanges if exchange.done.asks]


def _is_one_question(exchange: Exchange) -> bool:
    return sum(exchange.done.text.count(mark) for mark in MARKS) == 1


def _is_wrong_language(exchange: Exchange) -> bool:
    return detect(exchange.done.text).language != exchange.language


def _said_twice(exchanges: Sequence[Exchange]) -> int:
    """How often the desk said the same line twice in a row."""
    lines = [exchange.done.text for exchange in exchanges]
    return sum(one == other for one, other in pairwise(lines))


def _count(exchanges: Sequence[Exchange], holds: Callable[[Exchange], bool]) -> Tally:
    return Tally(sum(map(holds, exchanges)), len(exchanges))
