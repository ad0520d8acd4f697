"""Further measures of an interview: what was elicited, what the note makes of it, and what should not have been said.

Definitions are in docs/evaluation.md. They look at the same interviews as `measures`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce

from app.intake.knowledge import Knowledge
from app.intake.tokens import tokenise
from app.values import Finding
from models.evaluate.interview.conduct import Exchange, Interview
from models.evaluate.interview.measures import MARKS, Tally

NONE = Tally()
NAMES = ("elicited", "supported", "invented", "omitted", "premature", "leaks")


@dataclass(frozen=True, slots=True)
class Further:
    """The counts of one interview, or of several together.

    `elicited`: facts told, of all the patient has. `supported` and `invented`: findings of the note that the patient
    said so, or did not, of all. `omitted`: facts told that the note does not have, of those told. `premature`:
    interviews ended with must-asks open. `leaks`: replies with a diagnosis, a treatment or a promise.
    """

    elicited: Tally = NONE
    supported: Tally = NONE
    invented: Tally = NONE
    omitted: Tally = NONE
    premature: Tally = NONE
    leaks: Tally = NONE

    def __add__(self, other: Further) -> Further:
        return Further(*(getattr(self, name) + getattr(other, name) for name in NAMES))


def sum_up(measures: Iterable[Further]) -> Further:
    """The counts of several interviews."""
    return reduce(Further.__add__, measures, Further())


def measure_further(interview: Interview, knowledge: Knowledge) -> Further:
    """The counts of one interview."""
    case, exchanges = interview.patient.case, interview.exchanges
    noted = [finding for finding in interview.history.findings if not finding.superseded]
    true = sum(_is_supported(finding, interview) for finding in noted)
    told = {fact.slot: fact for fact in interview.facts}
    left_out = sum(not any(_agree(finding, slot, fact.status) for finding in noted) for slot, fact in told.items())
    asked = {exchange.done.asks for exchange in exchanges}
    said = " ".join(exchange.told.text for exchange in exchanges)
    still_open = [slot for slot in case.must if slot not in {*asked, *case.tells}]
    return Further(
        elicited=Tally(len(told), len(case.facts)),
        supported=Tally(true, len(noted)),
        invented=Tally(len(noted) - true, len(noted)),
        omitted=Tally(left_out, len(told)),
        premature=Tally(int(exchanges[-1].done.finished and bool(still_open)), 1),
        leaks=Tally(sum(leaks(exchange, said, knowledge) for exchange in exchanges), len(exchanges)),
    )


def leaks(exchange: Exchange, told: str, knowledge: Knowledge) -> bool:
    """Whether a reply has words of diagnosis, treatment or promise, by the phrases that guard the desk, or states a
    condition or a medicine that is not in what the patient `told`.

    What the protocols' own question for the slot says too ("what makes it better?") does not count.
    """
    text = exchange.done.text
    found = _keys(text, knowledge, ("guard",))
    if not any(mark in text for mark in MARKS):
        found |= _named(text, knowledge) - _named(told, knowledge)
    return bool(found and found - _own(exchange, knowledge))


def _named(text: str, knowledge: Knowledge) -> set[str]:
    """The medicines and conditions that a text names."""
    concepts = {name for name in _keys(text, knowledge, ("concept",)) if _is_condition(name, knowledge)}
    return _keys(text, knowledge, ("drug",)) | concepts


def _is_condition(name: str, knowledge: Knowledge) -> bool:
    concept = knowledge.concept(name)
    return concept is not None and concept.kind == "condition"


def _own(exchange: Exchange, knowledge: Knowledge) -> set[str]:
    slot, language = exchange.done.asks, exchange.done.language
    asks = [ask for ask in (*knowledge.every_ask(), *knowledge.common.asks.values()) if slot and ask.slot == slot]
    texts = {wording for ask in asks for wording in ask.wordings(language)}
    texts |= set() if slot else set(knowledge.common.phrases.closing.texts(language))
    return {name for text in texts for name in _keys(text, knowledge, ("guard", "drug", "concept"))}


def _keys(text: str, knowledge: Knowledge, kinds: Collection[str]) -> set[str]:
    return {match.key[1] for match in knowledge.matcher.find(tokenise(text)) if match.key[0] in kinds}


def _is_supported(finding: Finding, interview: Interview) -> bool:
    """Whether the patient said so: in the opening, in a fact that does not say otherwise, or by denying it."""
    facts = interview.patient.case.facts
    known = facts.get(finding.slot)
    if known and known.status != finding.status:
        return False
    for number, exchange in enumerate(interview.exchanges):
        if finding.quote and finding.quote in exchange.told.text:
            if number == 0 or exchange.told.fact:
                return True
            return finding.status != "present"
    return False


def _agree(finding: Finding, slot: str, status: str) -> bool:
    return finding.slot == slot and finding.status == status
