"""Whom the desk speaks to: the patient, a child's parent, or a clinician about the patient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.intake.kin import child_of
from app.intake.person import CHILD, Person
from app.intake.reading import Said
from app.intake.wording import Address

_CLINICIAN = re.compile(
    r"\b(?:the|this|my) patient\b|\b\d{1,3}[\s-]*(?:y/?o|(?:years?|yrs?)[\s-]*old)\b|\b\d{1,3}\s?[mf]\b"
    r"|\bold (?:man|woman|lady|gentleman|male|female)\b"
    r"|\b(?:presents|presenting|complains|complaining) (?:with|of)\b"
    r"|(?<!\w)(?:المريض|المريضه|مريض|مريضه|يشكو من|تشكو من|يعاني من|تعاني من)(?!\w)"
)
_SPEAKS_OF_SELF = re.compile(r"\b(?:i|i'm|im|my|me)\b|(?<!\w)(?:انا|عندي|احس|اشعر|اعاني)(?!\w)")
_GROWN = frozenset({"man", "woman", "lady", "gentleman", "male", "female", "patient", "المريض", "المريضه"})


def address(said: Sequence[Said], person: Person) -> Address:
    """Whom to address, from how the conversation speaks of the patient."""
    for one in said:
        if one.kin:
            return Address("relative", person.sex, one.kin)
        if _CLINICIAN.search(one.text.folded) and not _SPEAKS_OF_SELF.search(one.text.folded):
            return Address("patient", person.sex)
        if _names_charge(one, person) and not _is_of_self(said, one, person):
            named = (child_of(one.text, cue) for cue in one.cues("patient"))
            return Address("child", person.sex, next(filter(None, named), None))
    spoke = any(_SPEAKS_OF_SELF.search(one.text.folded) for one in said)
    if person.age is not None and person.age < CHILD and not spoke:
        return Address("child", person.sex)
    return Address("self", person.sex)


def _is_of_self(said: Sequence[Said], one: Said, person: Person) -> bool:
    """Whether a child is only mentioned by somebody who came for herself: "the baby is moving as usual"."""
    before = said[: one.number]
    return bool(person.pregnant) or any(_SPEAKS_OF_SELF.search(earlier.text.folded) for earlier in before)


def _names_charge(one: Said, person: Person) -> bool:
    """Whether a child of the speaker's is named: no "old man", nor a "25 year old girl" who writes herself."""
    grown = person.age is not None and person.age >= CHILD
    tokens = one.text.tokens
    return any(
        tokens[cue.last].text not in _GROWN and not (grown and tokens[cue.first].text == "old")
        for cue in one.cues("patient")
    )
