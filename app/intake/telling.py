"""All facts of a conversation: the answers to what was asked, and what was told unasked."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.knowledge import Knowledge
from app.intake.patterns import Stretch
from app.intake.person import Stated
from app.intake.slots import SINGLE
from app.intake.told import Ground, Told, fact
from app.intake.told_concepts import by_concept
from app.intake.told_patterns import by_gestation, by_pattern
from app.intake.told_phrases import by_phrase
from app.intake.understanding import Answered, Understanding
from app.values import Finding


def told(seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """Every fact of a conversation, message by message."""
    yield from _complaint(seen)
    yield from _people(seen)
    answers = {one.said.number: one for one in seen.answered}
    known: set[str] = set()
    for said in seen.said:
        given = answers.get(said.number)
        if given:
            yield _answer(given)
            known.add(given.slot)
        ground = Ground(said, frozenset(known))
        facts = list(_of_message(ground, seen, knowledge))
        known |= {one.finding.slot for one in facts}
        yield from facts


def _of_message(ground: Ground, seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """What a message tells unasked, no thing twice: what is told first, and best, stands."""
    told_here: dict[str, list[str]] = {}
    phrases = by_phrase(ground, knowledge)
    concepts = by_concept(ground, seen, knowledge)
    for one in (*by_gestation(ground), *phrases, *by_pattern(ground), *concepts):
        slot, quote = one.finding.slot, one.finding.quote
        before = told_here.setdefault(slot, [])
        if (slot in SINGLE and slot != "onset" and before) or any(quote in other or other in quote for other in before):
            continue
        before.append(quote)
        yield one


def _complaint(seen: Understanding) -> Iterator[Told]:
    one = seen.complaint
    if one and one.asked != "chief_complaint":
        quote = one.message.text.strip()
        finding = Finding("chief_complaint", "present", " ".join(quote.split()), quote, one.message.id)
        yield Told(finding, order=-1)


def _answer(one: Answered) -> Told:
    given = one.answer
    finding = Finding(one.slot, given.status, given.value, given.quote, one.said.message.id, "answer")
    return Told(finding, corrects=bool(one.said.cues("correct")))


def _people(seen: Understanding) -> Iterator[Told]:
    for slot, statements in (("age", seen.ages), ("sex", seen.sexes)):
        for number, stated in enumerate(statements):
            if not stated.asked and _is_news(number, statements):
                where = Stretch(stated.where.quote, stated.value, stated.where.first, stated.where.last)
                yield Told(fact(stated.said, slot, where))


def _is_news(number: int, statements: tuple[Stated, ...]) -> bool:
    """Whether an attribute said again says something else: a correction, or the first time."""
    return number == 0 or statements[number].value != statements[number - 1].value
