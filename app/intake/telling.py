"""All facts of a conversation: the answers to what was asked, and what was told unasked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.intake.answers import tells_period
from app.intake.knowledge import Knowledge
from app.intake.patterns import Stretch
from app.intake.person import Stated
from app.intake.slots import SINGLE, SYMPTOMS
from app.intake.told import Ground, Told, fact
from app.intake.told_concepts import by_concept
from app.intake.told_patterns import by_gestation, by_pattern, by_reading
from app.intake.told_phrases import by_phrase
from app.intake.understanding import Answered, Understanding
from app.values import Finding

_BACKGROUND = frozenset(
    {"past_history", "surgical_history", "medications", "allergies", "family_history", "social_history"}
)
A_WHOLE_HISTORY = 2
"""Slots of the background that a first message must tell for all that it tells to be taken as told in full."""


YOUNGEST = 10
"""Years from which a pregnancy is thought of."""


def told(seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """Every fact of a conversation, message by message."""
    yield from _complaint(seen)
    yield from _people(seen)
    answers = {one.said.number: one for one in seen.answered}
    last = {one.slot: one for one in seen.answered}
    known: set[str] = set()
    for said in (one for one in seen.said if not one.put):
        given = answers.get(said.number)
        if given and (not given.leaves_open or (_is_yes(given) and last[given.slot] is given)):
            yield _answer(given, seen)
            yield from _period(given)
            known.add(given.slot)
        ground = Ground(said, frozenset(known))
        facts = list(_of_message(ground, seen, knowledge))
        known |= {one.finding.slot for one in facts}
        yield from facts


def _of_message(ground: Ground, seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """What a message tells unasked, no thing twice: of a slot that holds one fact what is found first stands."""
    phrases = by_phrase(ground, knowledge)
    concepts = by_concept(ground, seen, knowledge)
    readings = by_reading(ground, knowledge.protocols[seen.protocol])
    found = [*by_gestation(ground), *readings, *phrases, *by_pattern(ground), *concepts]
    if not _can_be_pregnant(seen):
        found = [one for one in found if one.finding.slot != "pregnancy"]
    single: set[str] = set()
    whole = ground.said.opening and _is_whole_history(found)
    for number, one in enumerate(found):
        slot = one.finding.slot
        again = slot in SINGLE and slot != "onset" and slot in single and not one.at_once
        if again or _is_within(number, found):
            continue
        single.add(slot)
        settles = one.settles or any(other.settles for other in found if _covers(one, other))
        yield replace(one, settles=settles or (whole and slot not in SYMPTOMS))


def _can_be_pregnant(seen: Understanding) -> bool:
    """Whether words of pregnancy can be about the patient: not a man's "carrier", nor a baby's feeding."""
    person = seen.person
    return person.sex != "male" and (person.age is None or person.age >= YOUNGEST)


def _is_whole_history(found: Sequence[Told]) -> bool:
    """Whether a first message goes through the background of its own accord: illnesses, medicines, allergies ..."""
    return len(_BACKGROUND & {one.finding.slot for one in found}) >= A_WHOLE_HISTORY


def _is_within(number: int, found: Sequence[Told]) -> bool:
    """Whether another fact of the slot has the same words and more, or stands before it with the same words."""
    one = found[number]
    for place, other in enumerate(found):
        wider = len(other.finding.quote) > len(one.finding.quote) or place < number
        if place != number and wider and _covers(other, one):
            return True
    return False


def _covers(wide: Told, narrow: Told) -> bool:
    one, other = wide.finding, narrow.finding
    return (one.slot, one.status) == (other.slot, other.status) and other.quote in one.quote


def _complaint(seen: Understanding) -> Iterator[Told]:
    one = seen.complaint
    if one and one.asked != "chief_complaint":
        quote = one.message.text.strip()
        finding = Finding("chief_complaint", "present", " ".join(quote.split()), quote, one.message.id)
        yield Told(finding, order=-1)


def _answer(one: Answered, seen: Understanding) -> Told:
    """The answer to a question; to the one for the age or the sex, words that tell none are none."""
    given = one.answer
    stated = {"age": seen.ages, "sex": seen.sexes}.get(one.slot)
    tells = stated is None or any(each.said.number == one.said.number for each in stated)
    status = given.status if tells else "unknown"
    finding = Finding(one.slot, status, given.value, given.quote, one.said.message.id, "answer")
    return Told(finding, settles=not one.leaves_open, corrects=bool(one.said.cues("correct")))


def _is_yes(given: Answered) -> bool:
    """Whether a bare yes says that there is something, though not yet what: it stands until that is told."""
    return given.answer.more and given.answer.status == "present"


def _period(given: Answered) -> Iterator[Told]:
    """The period that is told beside a denied pregnancy: the date is a fact of its own."""
    one = given.said
    if given.slot != "pregnancy" or given.answer.status != "denied" or not tells_period(one):
        return
    cue = next(cue for cue in one.cues("period") if not one.scopes.any("denied", cue.tokens))
    first, end = next(piece for piece in one.scopes.pieces if piece[0] <= cue.first < piece[1])
    quote = one.text.quote(first, end - 1)
    yield Told(Finding("pregnancy", "present", " ".join(quote.split()), quote, one.message.id, "answer"), key="period")


def _people(seen: Understanding) -> Iterator[Told]:
    for slot, statements in (("age", seen.ages), ("sex", seen.sexes)):
        for number, stated in enumerate(statements):
            if not (stated.asked or stated.said.put) and _is_news(number, statements):
                where = Stretch(stated.where.quote, stated.value, stated.where.first, stated.where.last)
                yield Told(fact(stated.said, slot, where))


def _is_news(number: int, statements: tuple[Stated, ...]) -> bool:
    """Whether an attribute said again says something else: a correction, or the first time."""
    return number == 0 or statements[number].value != statements[number - 1].value
