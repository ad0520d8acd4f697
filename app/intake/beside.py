"""Something told in place of an answer: a medicine, a reading, another symptom, a denial of what nobody asked about."""

from __future__ import annotations

from collections.abc import Collection

from app.intake.corrections import corrects_another
from app.intake.demographics import answered_sex
from app.intake.first import tells_first
from app.intake.leads import first_clause, lead
from app.intake.measures import measures
from app.intake.mentions import Mention
from app.intake.polarity import About, denies_another
from app.intake.reading import Said
from app.intake.sites import characters, sites
from app.intake.slots import VALUES
from app.values import FindingStatus

_TAKES = frozenset(
    {
        "takes", "take", "taking", "took", "ياخذ", "ياخد", "بياخد", "تاخذ", "تاخد", "بتاخد", "اخذ", "باخد", "باخذ",
        "اخذت", "اخدت", "خذيت", "خدت", "تناولت",
    }
)  # fmt: skip
_LINKS = frozenset({"when", "after", "since", "once", "بعد", "لما", "عندما", "حين", "منذ", "وقت", "ساعه"})
"""Words that tie a medicine to the moment at which something began."""


def is_beside(one: Said, slot: str, status: FindingStatus, found: Collection[Mention], about: About) -> bool:
    """Whether a message tells something else than what it was asked for.

    `status` is what it would say of the slot if it were an answer, `found` the mentions in it.
    """
    return (
        _is_reading_or_medicine(one, slot, status, _is_named(found, about))
        or _is_no_place(one, slot, found)
        or corrects_another(one, slot)
        or _is_regular_medicine(one, slot)
        or (bool(about.concepts) and denies_another(one, found, about))
        or _is_no_person(one, slot, status)
    )


def _is_reading(one: Said) -> bool:
    """Whether a blood pressure or a blood sugar is told; a temperature often is the answer."""
    return any(each.name in ("systolic", "diastolic", "glucose") for each in measures(one.text))


def _is_named(found: Collection[Mention], about: About) -> bool:
    """Whether what was asked about is named; what has no concepts counts as named."""
    return not about.concepts or any(mention.own and mention.concept in about.concepts for mention in found)


def _is_reading_or_medicine(one: Said, slot: str, status: FindingStatus, named: bool) -> bool:
    """Whether a medicine or a reading is told where something else was asked for."""
    if lead(one) is not None or one.cues("unknown") or not (_is_given(one) or measures(one.text)):
        return False
    if slot == "site":
        return not any(sites(one))
    if slot == "character":
        return not any(characters(one))
    return slot not in VALUES and (status == "unknown" or (not named and _is_reading(one)))


def _is_given(one: Said) -> bool:
    """Whether a medicine is told of that is neither denied nor named only after the answer itself."""
    if tells_first(one):
        return any(match.first in first_clause(one) for match in one.of("drug"))
    return any(not one.scopes.any("denied", match.tokens) for match in one.of("drug"))


def _is_regular_medicine(one: Said, slot: str) -> bool:
    """Whether what somebody takes is told where it was asked when or how it began: "she takes aspirin every day".

    "It began when I took ibuprofen" tells that.
    """
    tokens = one.text.tokens
    if slot not in ("onset", "duration", "timing", "severity") or any(token.text in _LINKS for token in tokens):
        return False
    taken = (tokens[max(match.first - 2, 0) : match.first] for match in one.of("drug"))
    return any(token.text in _TAKES for near in taken for token in near)


def _is_no_person(one: Said, slot: str, status: FindingStatus) -> bool:
    """Whether no sex is told where it was asked for: "my mother has diabetes"."""
    if slot != "sex" or status != "present" or answered_sex(one.text.folded) is not None:
        return False
    return any(match.key[0] in ("concept", "drug") or match.key == ("cue", "family") for match in one.matches)


def _is_no_place(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether a symptom or a medicine is told where it was asked how far a pain goes: "yes, I am sweating a lot"."""
    if slot != "radiation" or one.cues("stays") or one.cues("side") or lead(one) in ("no", "unknown"):
        return False
    places = any(match.key in (("word", "body"), ("slot", "radiation")) for match in one.matches)
    other = any(one.of("drug")) or any(mention.own and mention.status == "present" for mention in found)
    return not places and other
