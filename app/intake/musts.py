"""Which questions an interview must hold for this person, and which only as far as there is room."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.intake.knowledge import Knowledge
from app.intake.person import Person, applies
from app.intake.protocols import Ask, Protocol
from app.values import SLOTS

MOST_QUESTIONS = 23
"""Questions after which only must-asks are asked any more."""

MOST_DISCRIMINATORS = 8
"""A protocol's own must-asks up to this many, in its order, are asked of everybody; the rest as far as there is room.

Measured on every third of the own twin cases, in English: with four, 0.79 of a protocol's own must-asks were asked in
24.1 turns; with six 0.91 in 24.7; with eight 0.97 in 25.2. Recall of the cases' must-asks, capture and the turns to the
alarm did not change: the most telling ones come first everywhere, and an alarm brings its own question forward.
"""


def fits(ask: Ask, person: Person, present: Collection[str]) -> bool:
    """Whether a question is for this person. What one sex is asked is not asked where the sex is unknown."""
    if ask.when.sex and person.sex is None:
        return False
    return applies(ask.when, person, present)


def musts(protocol: Protocol, person: Person, present: Collection[str], knowledge: Knowledge) -> Iterator[Ask]:
    """The must-asks of a protocol that are for this person, the shared ones that it does not name last."""
    own = {ask.slot for ask in protocol.ask}
    discriminators = 0
    for ask in protocol.ask:
        if not fits(ask, person, present):
            continue
        if ask.slot in SLOTS:
            yield ask
        elif ask.must and discriminators < MOST_DISCRIMINATORS:
            discriminators += 1
            yield ask
    yield from (
        ask for ask in knowledge.common.asks.values() if ask.core and ask.slot not in own and fits(ask, person, present)
    )
