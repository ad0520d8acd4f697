"""What mentions of clinical concepts tell unasked: each under its own question, and under the slot it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.knowledge import Knowledge
from app.intake.lexicon import Concept
from app.intake.mentions import Mention
from app.intake.patterns import Stretch
from app.intake.person import PREGNANT
from app.intake.slots import LISTS, SINGLE, SYMPTOMS
from app.intake.told import Ground, Told, fact
from app.intake.told_phrases import denial, of_relative
from app.intake.understanding import Understanding, concepts_of
from app.values import SLOTS

_LIKE = frozenset({"like", "same", "زي", "مثل", "متل"})
_APART = LISTS - SYMPTOMS - {"exacerbating", "relieving", "radiation"}
"""Slots in whose answers a symptom is told of something else than the complaint."""


def by_concept(ground: Ground, seen: Understanding, knowledge: Knowledge) -> Iterator[Told]:
    """The facts that the mentions in a message tell, each concept once."""
    asks = _own_questions(seen, knowledge)
    complaint = set(knowledge.protocols[seen.protocol].concepts)
    for mention in _distinct(seen, ground.said.number):
        concept = knowledge.concept(mention.concept)
        if concept is None:
            continue
        if mention.owner == "family":
            yield from _of_family(ground, mention, knowledge)
            continue
        own_slot = asks.get(concept.id)
        where = Stretch(mention.quote, concept.label.text(ground.said.message.language), *_ends(mention))
        if own_slot and own_slot != ground.said.asked and not mention.past:
            yield Told(fact(ground.said, own_slot, where, mention.status), corrects=ground.corrects)
        yield from _under_slot(ground, mention, concept, where, concept.id in complaint)


def _distinct(seen: Understanding, number: int) -> Iterator[Mention]:
    """The mentions that tell something in a message: for each concept and owner, in its fullest words."""
    best: dict[tuple[str, str, str], Mention] = {}
    for mention in seen.mentions:
        if mention.said == number and mention.tokens and not mention.doubtful and mention.owner != "other":
            key = (mention.concept, mention.owner, mention.status)
            if key not in best or len(mention.quote) > len(best[key].quote):
                best[key] = mention
    return iter(best.values())


def _own_questions(seen: Understanding, knowledge: Knowledge) -> dict[str, str]:
    """The protocol's own questions by the concepts that answer them."""
    return {
        concept: ask.slot
        for ask in knowledge.protocols[seen.protocol].ask
        if ask.slot not in SLOTS
        for concept in concepts_of(ask.slot, seen.protocol, knowledge)
    }


def _of_family(ground: Ground, mention: Mention, knowledge: Knowledge) -> Iterator[Told]:
    if ground.said.asked != "family_history":
        where = of_relative(ground.said, Stretch(mention.quote, mention.quote, *_ends(mention)))
        settles = ground.settles(where, in_opening=True) and _is_history(ground, mention, knowledge)
        finding = fact(ground.said, "family_history", where, mention.status)
        yield Told(finding, mention.concept, settles, ground.corrects)


def _is_history(ground: Ground, mention: Mention, knowledge: Knowledge) -> bool:
    """Whether a relative's illness is told, and not a likeness: "knobbly like my mother's"."""
    concept = knowledge.concept(mention.concept)
    words = {token.text for token in ground.said.text.tokens}
    return concept is not None and concept.kind == "condition" and not words & _LIKE


def _under_slot(
    ground: Ground, mention: Mention, concept: Concept, where: Stretch, is_complaint: bool
) -> Iterator[Told]:
    slot = concept.slot
    if slot == ground.said.asked or (slot in SINGLE and not ground.takes(slot)):
        return
    if slot in ("age", "sex"):
        return
    if slot in SYMPTOMS and (is_complaint or ground.said.asked in _APART):
        return
    status = mention.status
    if slot == "allergies":
        status = denial(ground.said, mention.tokens)
    if mention.past and not concept.lasting:
        slot = "past_history"
    in_opening = slot in ("allergies", "radiation") or (concept.id == PREGNANT and status == "denied")
    settles = ground.settles(where, in_opening) and _is_whole(ground, mention, slot)
    yield Told(fact(ground.said, slot, where, status), concept.id, settles, ground.corrects)


def _is_whole(ground: Ground, mention: Mention, slot: str) -> bool:
    """Whether a mention tells all there is.

    A symptom or a habit in passing leaves open what else there is, and so does anything beside a yes
    or a no to another question.
    """
    beside_a_yes_or_no = ground.said.asked is not None and ground.said.asked not in SLOTS
    if mention.past or beside_a_yes_or_no or slot in SYMPTOMS or slot in ("social_history", "medications"):
        return False
    return slot != "past_history" and (mention.status == "present" or slot != "family_history")


def _ends(mention: Mention) -> tuple[int, int]:
    return mention.tokens[0], mention.tokens[-1]
