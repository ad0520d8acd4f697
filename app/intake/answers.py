"""The answer to the question that was asked: a description, a list or its absence, or a yes or no to concepts."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.intake.demographics import ages, answered_age, answered_sex
from app.intake.durations import names_a_time, times
from app.intake.leads import (
    SHORT,
    begins_denied,
    denies,
    denies_all,
    goes_on,
    is_only_lead,
    is_question,
    lead,
    says_normal,
    says_nothing,
)
from app.intake.mentions import Mention
from app.intake.reading import Said
from app.intake.severity import answered as answered_severity
from app.intake.slots import VALUES
from app.values import FindingStatus

_OPEN = frozenset({"exacerbating", "relieving", "associated", "review_of_systems", "concerns", "social_history"})
"""Slots whose answers may hold a denial without being one: "I can't sleep", "I don't want a scar"."""

_INTRODUCTION = re.compile(r"\bmy name\b|\bphone\b|(?<!\w)(?:اسمي|رقمي|هاتفي|تلفوني|جوالي)(?!\w)|\d{6,}|\d{3} \d{3}")
"""A name or a telephone number."""

_PLAIN_NO = frozenset({"no", "nope", "nah", "none", "لا", "لاا", "كلا", "la", "la2"})
_ONLY = frozenset({"only", "بس", "فقط"})
_LEAST_SOCIAL = 3
"""A social history of more words than this is told, even where it denies: "no smoking, I drive a taxi"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says of the slot that was asked for.

    Not `clear` is an answer that is taken as present for want of anything that denies ("she is playing").
    """

    status: FindingStatus
    value: str
    quote: str
    clear: bool = True


def answer(
    one: Said, slot: str, found: Collection[Mention], concepts: Collection[str], topic: Collection[str] = ()
) -> Answer:
    """The answer in a message to the question for `slot`.

    `found` are the mentions in this message, `concepts` those that the question is about (empty for
    a fixed slot), `topic` the forms of the content words of the question.
    """
    quote = one.message.text.strip()
    value = " ".join(quote.split())
    if slot in VALUES:
        status, value = _described(one, slot, value)
    elif concepts:
        status = _of_concepts(one, found, concepts, topic)
    else:
        status = _listed(one, slot, found)
    clear = status != "present" or bool(one.cues("yes")) or bool(times(one.text))
    return Answer(status, "" if status == "unknown" else value, quote, clear)


def _described(one: Said, slot: str, said: str) -> tuple[FindingStatus, str]:
    value = _canonical(one, slot)
    if value:
        return "present", value
    opening = lead(one)
    size = len(one.text.tokens)
    if (opening == "unknown" or one.cues("unknown")) and not _tells_more(one, slot):
        return "unknown", ""
    if (opening == "no" and is_only_lead(one)) or (size <= 2 and one.cues("nothing")):
        return "denied", said
    return ("unknown", "") if is_question(one) and size <= SHORT else ("present", said)


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


def _of_concepts(
    one: Said, found: Collection[Mention], concepts: Collection[str], topic: Collection[str]
) -> FindingStatus:
    opening = lead(one)
    named = [mention for mention in found if mention.concept in concepts and mention.own]
    if opening == "unknown" and len(one.text.tokens) <= SHORT + 2:
        return "unknown"
    if opening == "no" and not goes_on(one):
        return "denied"
    if any(mention.status == "present" and not mention.past for mention in named):
        return "present"
    if named and opening != "yes":
        return "unknown" if named[-1].status == "unknown" else "denied"
    if opening == "no" or (opening is None and (denies(one, found) or begins_denied(one) or says_normal(one))):
        return "denied"
    if opening is None and (is_question(one) or _speaks_of_another_thing(one, found, concepts, topic)):
        return "unknown"
    return "present"


def _speaks_of_another_thing(
    one: Said, found: Collection[Mention], concepts: Collection[str], topic: Collection[str]
) -> bool:
    """Whether an answer without a yes tells something else: an age, a medicine, another symptom, who somebody is.

    Such an answer stays on record as it is, but it affirms nothing, and raises no alarm. An answer that
    takes up a word of the question is about the question.
    """
    if any(form in topic for token in one.text.tokens for form in token.forms):
        return False
    others = [mention for mention in found if mention.concept not in concepts]
    return bool(others) or any(one.of("drug")) or any(ages(one.text)) or bool(_INTRODUCTION.search(one.text.folded))


def _listed(one: Said, slot: str, found: Collection[Mention]) -> FindingStatus:
    opening = lead(one)
    if opening == "unknown" and len(one.text.tokens) <= SHORT + 2 and not _told(one, slot, found):
        return "unknown"
    if not _is_none(one, slot, found):
        return "unknown" if is_question(one) and not found and slot != "concerns" else "present"
    if slot == "social_history":
        return "present" if len(one.text.tokens) > _LEAST_SOCIAL else "denied"
    return "present" if _told(one, slot, found) or goes_on(one) else "denied"


def _is_none(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether an answer to a list is that there is none."""
    words = [token.text for token in one.text.tokens]
    if slot == "concerns":
        return says_nothing(one) or (lead(one) == "no" and bool(_PLAIN_NO.intersection(words[:1])))
    if lead(one) == "no" or says_nothing(one):
        return True
    if slot == "relieving" and one.cues("useless"):
        return True
    if slot == "radiation" and (one.cues("stays") or _ONLY.intersection(words[-1:])):
        return True
    if slot in ("review_of_systems", "past_history") and says_normal(one):
        return True
    return denies_all(one, found) if slot in _OPEN else denies(one, found)


def _told(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether something is affirmed that belongs to the slot."""
    if slot == "relieving" and one.cues("useless"):
        return False
    if slot in ("medications", "allergies", "relieving"):
        return any(not one.scopes.any("denied", match.tokens) for match in one.of("drug"))
    if slot == "family_history":
        return any(mention.owner == "family" and mention.status == "present" for mention in found)
    if slot == "pregnancy":
        return any(not one.scopes.any("denied", cue.tokens) for cue in one.cues("period"))
    if slot == "radiation":
        told = (match for match in one.of("slot") if match.key[1] == slot)
        return any(not one.scopes.any("denied", match.tokens) for match in told) and not one.cues("stays")
    return any(mention.own and mention.status == "present" and not mention.past for mention in found)
