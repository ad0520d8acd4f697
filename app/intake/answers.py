"""The answer to the question that was asked: yes, no, not known, or a description in the speaker's own words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from app.intake.demographics import answered_age, answered_sex
from app.intake.durations import names_a_time
from app.intake.mentions import Mention
from app.intake.reading import Said
from app.intake.severity import answered as answered_severity
from app.intake.slots import VALUES
from app.values import FindingStatus

Lead = Literal["yes", "no", "unknown"]

_FILLERS = frozenset(
    "well um uh oh so hmm ok okay doctor doc please sir madam honestly actually and but "
    "والله يا دكتور دكتوره بصراحه طيب الحمد لله لله امم يعني و بس".split()
)
_LEADS: tuple[Lead, ...] = ("unknown", "no", "yes")
SHORT = 6
"""Words up to which an answer says nothing beside its yes, no or "I don't know"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says of the slot that was asked for."""

    status: FindingStatus
    value: str
    quote: str


def answer(one: Said, slot: str, found: Collection[Mention], concepts: Collection[str]) -> Answer:
    """The answer in a message to the question for `slot`.

    `found` are the mentions in this message, `concepts` those that the question is about (empty for
    a fixed slot).
    """
    quote = one.message.text.strip()
    if slot in VALUES:
        status, value = _described(one, slot, quote)
    elif concepts:
        status, value = _of_concepts(one, found, concepts), " ".join(quote.split())
    else:
        status, value = _listed(one, slot, found), " ".join(quote.split())
    return Answer(status, "" if status == "unknown" else value, quote)


def lead(one: Said) -> Lead | None:
    """Whether the message opens with a yes, a no or an "I don't know"; the longest reading counts."""
    start = 0
    while start < len(one.text.tokens) - 1 and one.text.tokens[start].text in _FILLERS:
        start += 1
    best: tuple[int, Lead] | None = None
    for name in _LEADS:
        for cue in one.cues(name):
            length = len(cue.tokens)
            if cue.first <= start and cue.last >= start and (best is None or length > best[0]):
                best = (length, name)
    return best[1] if best else None


def is_question(one: Said) -> bool:
    """Whether the message only asks back."""
    return bool(one.text.asking) and len(one.text.asking) == len({token.sentence for token in one.text.tokens})


def _described(one: Said, slot: str, quote: str) -> tuple[FindingStatus, str]:
    value = _canonical(one, slot)
    if value:
        return "present", value
    opening = lead(one)
    size = len(one.text.tokens)
    if (opening == "unknown" or one.cues("unknown")) and not _tells_more(one, slot):
        return "unknown", ""
    if size <= 2 and (opening == "no" or one.cues("nothing")):
        return "denied", quote
    return ("unknown", "") if is_question(one) and size <= SHORT else ("present", " ".join(quote.split()))


def _canonical(one: Said, slot: str) -> str | None:
    """The value of an answer that has a form of its own: age in years, sex, severity out of ten."""
    if slot == "severity":
        return answered_severity(one.text)
    if slot == "sex":
        return answered_sex(one.text.folded)
    if slot == "age":
        years = answered_age(one.text.folded)
        return f"{years:g}" if years is not None and years == int(years) else None
    return None


def _tells_more(one: Said, slot: str) -> bool:
    """Whether an "I don't know" is followed by a guess."""
    if slot in ("onset", "duration") and names_a_time(one.text):
        return True
    last = max((cue.last for cue in one.cues("unknown")), default=-1)
    return len(one.text.tokens) - last > 3


def _of_concepts(one: Said, found: Collection[Mention], concepts: Collection[str]) -> FindingStatus:
    opening = lead(one)
    named = [mention for mention in found if mention.concept in concepts and mention.own]
    if opening == "unknown" and len(one.text.tokens) <= SHORT + 2:
        return "unknown"
    if opening == "no" and not _goes_on(one):
        return "denied"
    if any(mention.status == "present" and not mention.past for mention in named):
        return "present"
    if named and opening != "yes":
        return "unknown" if named[-1].status == "unknown" else "denied"
    if opening == "no" or opening is None and _is_denial(one, found):
        return "denied"
    return "unknown" if opening is None and is_question(one) else "present"


def _listed(one: Said, slot: str, found: Collection[Mention]) -> FindingStatus:
    opening = lead(one)
    if opening == "unknown" and len(one.text.tokens) <= SHORT + 2 and not _told(one, slot, found):
        return "unknown"
    if opening != "no" and not one.cues("nothing") and not _is_denial(one, found):
        return "unknown" if is_question(one) and not found and slot != "concerns" else "present"
    if _told(one, slot, found) or _goes_on(one):
        return "present"
    return "present" if slot == "social_history" and len(one.text.tokens) > 3 else "denied"


def _told(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether something is affirmed that belongs to the slot."""
    if slot in ("medications", "allergies", "relieving"):
        return any(not one.scopes.any("denied", match.tokens) for match in one.of("drug"))
    if slot == "family_history":
        return any(mention.owner == "family" and mention.status == "present" for mention in found)
    return any(mention.own and mention.status == "present" and not mention.past for mention in found)


def _goes_on(one: Said) -> bool:
    """Whether a "no" is followed by an exception: "no, only penicillin", "لا بس ..."."""
    tokens = one.text.tokens
    for cue in (*one.cues("end"), *one.cues("also")):
        if 0 < cue.first and cue.last < len(tokens) - 1 and tokens[cue.first].sentence == tokens[0].sentence:
            return not one.scopes.any("denied", range(cue.last + 1, len(tokens)))
    return False


def _is_denial(one: Said, found: Collection[Mention]) -> bool:
    """Whether the message denies without a leading "no": "I haven't noticed any", "مبحسش بحاجة"."""
    if any(mention.own and mention.status == "present" for mention in found):
        return False
    early = [cue for cue in one.cues("negate") if cue.first <= 3]
    return bool(early or one.scopes.any("denied", range(4))) and not one.cues("end")
