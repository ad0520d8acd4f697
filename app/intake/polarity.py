"""A yes or a no to a finding that was asked about, also where it is said in plain words.

"As sharp as ever" to a loss of hearing is a no; "fine at rest, but I gasp on the stairs" is a yes.
What comes after a "but" decides, since it is said last because it matters more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.intake.demographics import ages
from app.intake.leads import (
    SHORT,
    asks_back,
    begins_denied,
    denies,
    first_clause,
    goes_on,
    is_question,
    lead,
    says_normal,
)
from app.intake.mentions import Mention
from app.intake.reading import Said
from app.intake.tokens import is_content
from app.values import FindingStatus

_INTRODUCTION = re.compile(r"\bmy name\b|\bphone\b|(?<!\w)(?:اسمي|رقمي|هاتفي|تلفوني|جوالي)(?!\w)|\d{6,}|\d{3} \d{3}")
"""A name or a telephone number."""

_BUTS = frozenset(
    {"but", "however", "though", "although", "بس", "لكن", "ولكن", "لاكن", "لكني", "ولكني", "bas", "lakin"}
)


def affirmed(one: Said, found: Collection[Mention], concepts: Collection[str], topic: Collection[str]) -> FindingStatus:
    """Whether the concepts asked about are there. `topic` holds the forms of the content words of the question."""
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
    if opening is None and asks_back(one):
        return "unknown"
    return _in_plain_words(one, found, concepts, topic)


def _in_plain_words(
    one: Said, found: Collection[Mention], concepts: Collection[str], topic: Collection[str]
) -> FindingStatus:
    opening = lead(one)
    if opening == "no":
        return "denied"
    parts = contrasted(one)
    if len(parts) > 1:
        if _is_well(one, found, parts[-1]):
            return "denied"
        if _is_well(one, found, parts[0]):
            return "present"
    if opening is None and (_is_well(one, found, first_clause(one)) or _denies_topic(one, topic)):
        return "denied"
    if opening is None and (is_question(one) or _speaks_of_another_thing(one, found, concepts, topic)):
        return "unknown"
    return "present"


def _denies_topic(one: Said, topic: Collection[str]) -> bool:
    """Whether a word of the question is denied: "cloudy, no blood in it" to blood in the urine."""
    return any(token in one.scopes.denied and _is_of(one, token, topic) for token in range(len(one.text.tokens)))


def _is_of(one: Said, token: int, topic: Collection[str]) -> bool:
    return is_content(one.text.tokens[token]) and any(form in topic for form in one.text.tokens[token].forms)


def contrasted(one: Said) -> list[range]:
    """A message cut at each "but" that stands between words of its own."""
    tokens = one.text.tokens
    cuts = [index for index, token in enumerate(tokens) if token.text in _BUTS and 0 < index < len(tokens) - 1]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [range(start, end) for start, end in zip(starts, [*cuts, len(tokens)], strict=True) if start < end]


def _is_well(one: Said, found: Collection[Mention], part: Sequence[int]) -> bool:
    """Whether a part of an answer denies, or says that all is as it should be."""
    if 0 in part and (begins_denied(one) or denies(one, found)):
        return True
    ill = [mention for mention in found if mention.own and mention.tokens and mention.tokens[0] in part]
    denied = any(cue[0] in part for cue in one.scopes.denials)
    if denied and 0 not in part and all(mention.status == "denied" for mention in ill):
        return True
    return says_normal(one, part)


def _speaks_of_another_thing(
    one: Said, found: Collection[Mention], concepts: Collection[str], topic: Collection[str]
) -> bool:
    """Whether an answer without a yes tells something else: an age, a medicine, another symptom, who somebody is.

    Such an answer stays on record as it is, but it affirms nothing, and raises no alarm. An answer that
    takes up a word of the question is about the question.
    """
    if any(_is_of(one, token, topic) for token in range(len(one.text.tokens))):
        return False
    others = [mention for mention in found if mention.concept not in concepts]
    return bool(others) or any(one.of("drug")) or any(ages(one.text)) or bool(_INTRODUCTION.search(one.text.folded))
