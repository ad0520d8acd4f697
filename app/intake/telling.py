"""The facts of a conversation: the answers to what was asked, and what was told unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.durations import manners, times
from app.intake.knowledge import Knowledge
from app.intake.medicines import medicines
from app.intake.mentions import Mention
from app.intake.patterns import Stretch
from app.intake.person import Stated
from app.intake.reading import Said
from app.intake.severity import severities, words
from app.intake.sites import characters, sites
from app.intake.slots import SYMPTOMS
from app.intake.understanding import Answered, Understanding, concepts_of
from app.values import SLOTS, Finding, FindingOrigin, FindingStatus

_LONGEST = 14
"""Words of a clause that are taken as what was told of a slot."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what only extraction needs to know of it.

    `key` names the one thing it is about where a slot holds several (a concept, a medicine); `settles`
    says that the slot needs no question any more; `corrects` that the speaker takes something back.
    """

    finding: Finding
    key: str = ""
    settles: bool = True
    corrects: bool = False
    order: int = 0


def told(seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """Every fact of a conversation."""
    yield from _complaint(seen)
    for one in seen.answered:
        yield from _answer(one)
    yield from _people(seen)
    for said in seen.said:
        known = {one.slot for one in seen.answered if one.said.number <= said.number}
        yield from _by_pattern(said, known, knowledge)
        yield from _by_phrase(said, known, knowledge)
    yield from _by_concept(seen, knowledge)


def _fact(one: Said, slot: str, status: FindingStatus, where: Stretch, origin: FindingOrigin = "mention") -> Finding:
    return Finding(slot, status, where.value, where.quote, one.message.id, origin)


def _complaint(seen: Understanding) -> Iterator[Told]:
    one = seen.complaint
    if one and one.asked != "chief_complaint":
        quote = one.message.text.strip()
        finding = Finding("chief_complaint", "present", " ".join(quote.split()), quote, one.message.id)
        yield Told(finding, order=-1)


def _answer(one: Answered) -> Iterator[Told]:
    given = one.answer
    finding = Finding(one.slot, given.status, given.value, given.quote, one.said.message.id, "answer")
    yield Told(finding, corrects=bool(one.said.cues("correct")))


def _people(seen: Understanding) -> Iterator[Told]:
    for slot, statements in (("age", seen.ages), ("sex", seen.sexes)):
        for number, stated in enumerate(statements):
            if not stated.asked and _is_news(number, statements):
                yield Told(_fact(stated.said, slot, "present", Stretch(stated.where.quote, stated.value, 0, 0)))


def _is_news(number: int, statements: tuple[Stated, ...]) -> bool:
    """Whether an attribute said again says something else: a correction, or the first time."""
    return number == 0 or statements[number].value != statements[number - 1].value


def _by_pattern(one: Said, known: set[str], knowledge: Knowledge) -> Iterator[Told]:
    """Times, degrees, places, qualities and medicines."""
    corrects = bool(one.cues("correct"))
    for slot, where, settles in _stretches(one, knowledge):
        aside = one.asked == slot or _is_aside(one, where)
        if not aside and (slot not in known or corrects):
            yield Told(_fact(one, slot, "present", where), settles=settles, corrects=corrects)
    for where, elsewhere in medicines(one):
        if one.asked in ("medications", "allergies", "relieving") or elsewhere or _is_allergy(one, where):
            continue
        yield Told(_fact(one, "medications", "present", where), where.value.casefold(), settles=not one.opening)


def _stretches(one: Said, knowledge: Knowledge) -> Iterator[tuple[str, Stretch, bool]]:
    told_later = not one.opening
    for time in times(one.text):
        if time.kind in ("start", "since"):
            yield "onset", time.where, time.kind == "start" or told_later
        if time.kind in ("length", "since"):
            yield "duration", time.where, True
    for where in manners(one.text):
        yield "onset", where, True
    for where in severities(one.text):
        yield "severity", where, True
    for where in words(one.text):
        yield "severity", where, told_later
    for where in characters(one):
        yield "character", where, told_later
    for where in sites(one):
        yield "site", where, told_later


def _is_aside(one: Said, where: Stretch) -> bool:
    """Whether a stretch is not said of the complaint as it is now."""
    return any(
        one.scopes.any(kind, where.tokens) for kind in ("denied", "family", "other", "past", "supposed", "wondered")
    )


def _is_allergy(one: Said, where: Stretch) -> bool:
    sentence = one.text.tokens[where.first].sentence
    return any(
        match.key[1] == "allergies" and one.text.tokens[match.first].sentence == sentence for match in one.of("slot")
    )


def _by_phrase(one: Said, known: set[str], knowledge: Knowledge) -> Iterator[Told]:
    """What the phrases of slots.toml tell, from the phrase to the end of its clause."""
    corrects = bool(one.cues("correct"))
    done: set[str] = set()
    for match in one.of("slot"):
        slot = match.key[1]
        if slot in done or slot == one.asked or slot in known and not corrects:
            continue
        clause = _clause(one, match.first, match.last)
        if any(one.scopes.any(kind, match.tokens) for kind in ("family", "other", "supposed", "wondered")):
            continue
        done.add(slot)
        status: FindingStatus = (
            "denied" if one.scopes.any("denied", match.tokens) or _opens_denied(one, match.first) else "present"
        )
        telling = knowledge.lexicon.telling[slot]
        yield Told(_fact(one, slot, status, clause), settles=telling.opening or not one.opening, corrects=corrects)


def _opens_denied(one: Said, first: int) -> bool:
    return any(first in cue.tokens for cue in one.cues("negate"))


def _clause(one: Said, first: int, last: int) -> Stretch:
    """From token `first` to the end of its clause."""
    tokens = one.text.tokens
    end = last
    ends = {cue.first for cue in one.cues("end")}
    while end + 1 < len(tokens) and end - first < _LONGEST:
        following = tokens[end + 1]
        if following.sentence != tokens[first].sentence or end + 1 in ends or ";" in following.before:
            break
        if "," in following.before and end + 1 - last > 1:
            break
        end += 1
    quote = one.text.quote(first, end)
    return Stretch(quote, " ".join(quote.split()), first, end)


def _by_concept(seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    complaint = set(knowledge.protocols[seen.protocol].concepts)
    asks = {
        concept: ask.slot
        for ask in knowledge.protocols[seen.protocol].ask
        for concept in concepts_of(ask.slot, seen.protocol, knowledge)
        if ask.slot not in SLOTS
    }
    for mention in seen.mentions:
        if mention.tokens and not mention.doubtful:
            yield from _of_mention(seen.said[mention.said], mention, asks, complaint, knowledge)


def _of_mention(
    one: Said, mention: Mention, asks: dict[str, str], complaint: set[str], knowledge: Knowledge
) -> Iterator[Told]:
    concept = knowledge.concept(mention.concept)
    if concept is None or mention.owner == "other":
        return
    label = concept.label.text(one.message.language)
    where = Stretch(mention.quote, label, 0, 0)
    corrects = bool(one.cues("correct"))
    if mention.owner == "family":
        if one.asked != "family_history":
            where = Stretch(mention.quote, mention.quote, 0, 0)
            yield Told(_fact(one, "family_history", mention.status, where), mention.concept, corrects=corrects)
        return
    own_slot = asks.get(mention.concept)
    if own_slot and own_slot != one.asked and not mention.past:
        yield Told(_fact(one, own_slot, mention.status, where), corrects=corrects)
    slot = "past_history" if mention.past and not concept.lasting else concept.slot
    if mention.concept in complaint and slot in SYMPTOMS or slot == one.asked:
        return
    yield Told(_fact(one, slot, mention.status, where), mention.concept, _settles(one, mention, slot), corrects)


def _settles(one: Said, mention: Mention, slot: str) -> bool:
    """A symptom told in passing does not answer what else there is; a condition or an allergy told does."""
    if slot in SYMPTOMS or mention.past:
        return not one.opening and bool(one.cues("also")) and not mention.past
    return mention.status == "present" or slot not in ("past_history", "family_history")
