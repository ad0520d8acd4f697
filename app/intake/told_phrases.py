"""What the phrases of slots.toml tell unasked, each from its words to the end of the clause."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.knowledge import Knowledge
from app.intake.matcher import Match
from app.intake.medicines import medicines
from app.intake.patterns import Stretch
from app.intake.reading import Said
from app.intake.told import Ground, Told, clause, fact, inside
from app.values import FindingStatus

_NOT_OWN = ("family", "other", "supposed", "wondered")


def by_phrase(ground: Ground, knowledge: Knowledge) -> Iterator[Told]:
    """The facts that the phrases of slots tell in a message, one a slot."""
    one = ground.said
    doses = [where for where, _ in medicines(one)]
    done: set[str] = set()
    for match in one.of("slot"):
        slot = match.key[1]
        if slot in done or not ground.takes(slot) or _misplaced(one, match, doses):
            continue
        done.add(slot)
        where = clause(one, match.first, match.last)
        settles = ground.settles(where, knowledge.lexicon.telling[slot].opening)
        yield Told(fact(one, slot, where, denial(one, match.tokens)), settles=settles, corrects=ground.corrects)


def denial(one: Said, tokens: tuple[int, ...]) -> FindingStatus:
    """Whether words deny: in reach of a denial, or with one among them (NKDA, "not on any")."""
    own = any(set(cue.tokens) & set(tokens) for cue in one.cues("negate"))
    return "denied" if own or one.scopes.any("denied", tokens) else "present"


def _misplaced(one: Said, match: Match, doses: list[Stretch]) -> bool:
    """Whether a phrase is not the patient's own, or only how often a medicine is taken."""
    if any(one.scopes.any(kind, match.tokens) for kind in _NOT_OWN):
        return True
    return match.key[1] == "timing" and inside(Stretch("", "", match.first, match.last), doses)
