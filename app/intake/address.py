"""Whom the desk speaks to: the patient, a child's parent, or a clinician about the patient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.intake.kin import child_of
from app.intake.patterns import any_of
from app.intake.person import CHILD, Person
from app.intake.reading import Said
from app.intake.wording import Address

_CLINICIAN = re.compile(
    r"\b(?:the|this|my) patient\b|\b\d{1,3}[\s-]*(?:y/?o|(?:years?|yrs?)[\s-]*old)\b|\b\d{1,3}\s?[mf]\b"
    r"|\bold (?:man|woman|lady|gentleman|male|female)\b"
    r"|\b(?:presents|presenting|complains|complaining) (?:with|of)\b"
    r"|(?<!\w)(?:المريض|المريضه|مريض|مريضه|مريضي|مريضتي|مريضنا|يشكو من|تشكو من|يعاني من|تعاني من)(?!\w)"
)
_CARER = any_of("nurse doctor gp paramedic midwife clinician physician registrar resident")
_SEES = any_of("have got seeing see saw with reviewing admitting assessing")
_SEEN = any_of("patient man woman lady gentleman male female boy girl baby infant")
_OF_A_PATIENT = re.compile(
    rf"\b(?:my|our) patients?\b|\bi(?:'m| am|m) (?:an? |the )?(?:\w+ )?{_CARER}\b"
    rf"|\bi(?:'ve|'m| am| have|ve|m)?(?: \w+)? {_SEES} (?:here )?(?:an?|this|another) (?:[\w-]+ ){{0,2}}?"
    rf"(?:\d{{1,3}}\b|{_SEEN}\b)"
    r"|(?<!\w)(?:عندي|معي) (?:مريض|مريضه|حاله)(?!\w)"
)
"""Where a clinician's "I" is no patient's: "I have a 54-year-old man here"."""

_SPEAKS_OF_SELF = re.compile(r"\b(?:i|i'm|im|my|me)\b|(?<!\w)(?:انا|عندي|احس|اشعر|اعاني)(?!\w)")
_GROWN = frozenset({"man", "woman", "lady", "gentleman", "male", "female", "patient", "المريض", "المريضه"})


def address(said: Sequence[Said], person: Person) -> Address:
    """Whom to address, from how the conversation speaks of the patient."""
    for one in said:
        if one.kin:
            return Address("relative", person.sex, one.kin)
        if _CLINICIAN.search(one.text.folded) and not _speaks_of_self(one):
            return Address("patient", person.sex)
        if _names_charge(one, person) and not _is_of_self(said, one, person):
            named = (child_of(one.text, cue) for cue in one.cues("patient"))
            return Address("child", person.sex, next(filter(None, named), None))
    spoke = any(_speaks_of_self(one) for one in said)
    if person.age is not None and person.age < CHILD and not spoke:
        return Address("child", person.sex)
    return Address("self", person.sex)


def _speaks_of_self(one: Said) -> bool:
    return bool(_SPEAKS_OF_SELF.search(_OF_A_PATIENT.sub(" patient ", one.text.folded)))


def _is_of_self(said: Sequence[Said], one: Said, person: Person) -> bool:
    """Whether a child is only mentioned by somebody who came for herself: "the baby is moving as usual"."""
    before = said[: one.number]
    return bool(person.pregnant) or any(_speaks_of_self(earlier) for earlier in before)


def _names_charge(one: Said, person: Person) -> bool:
    """Whether a child of the speaker's is named: no "old man", nor a "25 year old girl" who writes herself."""
    grown = person.age is not None and person.age >= CHILD
    tokens = one.text.tokens
    return any(
        tokens[cue.last].text not in _GROWN and not (grown and tokens[cue.first].text == "old")
        for cue in one.cues("patient")
    )
