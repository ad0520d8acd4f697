"""A yes or a no to a finding that was asked about, also where it is said in plain words.

"As sharp as ever" to a loss of hearing is a no; "fine at rest, but I gasp on the stairs" is a yes.
What comes after a "but" decides, since it is said last because it matters more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.intake.demographics import ages
from app.intake.leads import (
    SHORT,
    asks_back,
    begins_denied,
    denies,
    first_clause,
    goes_on,
    grants,
    is_question,
    lead,
    says_normal,
)
from app.intake.mentions import Mention
from app.intake.plain import plain
from app.intake.reading import Said
from app.intake.tokens import is_content
from app.values import FindingStatus

_INTRODUCTION = re.compile(r"\bmy name\b|\bphone\b|(?<!\w)(?:اسمي|رقمي|هاتفي|تلفوني|جوالي)(?!\w)|\d{6,}|\d{3} \d{3}")
"""A name or a telephone number."""

_LACK = re.compile(r"miss|reduc|unable|cannot|^no_|not_|overdue|absolute|_poor|poor_|hard_to|retention|^dry_")
_SEVERE = re.compile(r"severe|heavy|profuse|massive|major|persistent|intense|worst|thunderclap")
_HARM = re.compile(r"injur|trauma|fall|fell|wound|assault|fracture|accident|bite|blow")
_SUDDEN = re.compile(r"sudden|thunderclap")
_GRADUAL = re.compile(r"\b(?:gradual|slow)(?:ly)?\b|\bbuilt up\b|تدريج|شوي[هة]? شوي|علي مهل")
_CAN = frozenset(
    {"can", "able", "manage", "اقدر", "بقدر", "بيقدر", "يقدر", "تقدر", "بتقدر", "بعرف", "بيعرف", "استطيع", "يستطيع"}
)
_ONLY = frozenset({"only", "just", "بس", "فقط", "bas"})
_REFUSALS = frozenset(
    {"wont", "refuses", "refusing", "refused", "راضي", "راضيه", "يرضي", "ترضي", "بيرضي", "بترضي", "رافض", "رافضه"}
)
_SLIGHT = frozenset(
    {
        "mild",
        "little",
        "slight",
        "bit",
        "small",
        "light",
        "few",
        "drop",
        "drops",
        "streaks",
        "spots",
        "liner",
        "نقط",
        "نقطه",
        "خطوط",
        "خفيف",
        "خفيفه",
        "بسيط",
        "بسيطه",
        "شوي",
        "شويه",
        "قليل",
    }
)
_BUTS = frozenset(
    {"but", "however", "though", "although", "بس", "لكن", "ولكن", "لاكن", "لكني", "ولكني", "bas", "lakin"}
)


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about: its concepts (none for a fixed slot) and the forms of its content words.

    `complaint` are the concepts by which the protocol is opened: to name them again is to speak of something else.
    """

    concepts: tuple[str, ...] = ()
    topic: frozenset[str] = frozenset()
    complaint: frozenset[str] = frozenset()

    @property
    def is_a_lack(self) -> bool:
        """Whether it is of something that is missing, so that a denial affirms it: "no insulin for two days"."""
        return any(_LACK.search(concept) for concept in self.concepts)

    @property
    def is_of_a_test(self) -> bool:
        """Whether it is what a test does not do: a rash that does not fade under a glass."""
        return any("_non_" in concept for concept in self.concepts)

    @property
    def is_sudden(self) -> bool:
        """Whether it is of a beginning, so that a slow one denies it."""
        return any(_SUDDEN.search(concept) for concept in self.concepts)

    @property
    def is_severe(self) -> bool:
        """Whether it is of a high degree, so that a low one denies it: "only mild cramps"."""
        return any(_SEVERE.search(concept) for concept in self.concepts)


def affirmed(one: Said, found: Collection[Mention], about: About) -> FindingStatus:
    """Whether the concepts asked about are there."""
    opening = lead(one)
    named = [mention for mention in found if mention.concept in about.concepts and mention.own]
    if replied(one, about):
        return "present"
    if opening == "no" and not goes_on(one):
        return "denied"
    if any(mention.status == "present" and not mention.past for mention in named):
        return "present"
    if opening == "unknown" and len(one.text.tokens) <= SHORT + 2:
        return "unknown"
    if named and opening != "yes":
        return "unknown" if named[-1].status == "unknown" else "denied"
    if opening is None and asks_back(one):
        return "unknown"
    return _in_plain_words(one, found, about)


def denies_another(one: Said, found: Collection[Mention], about: About) -> bool:
    """Whether an answer denies something else than what was asked about: "no tearing pain" to breathlessness.

    Not so where a yes or a no stands by itself ("no, no pain", "no pain, no"), where nothing at all is said to be
    there, or where a word of the question is taken up.
    """
    if _stands_alone(one) or one.cues("nothing") or any(is_of(one, at, about) for at in range(len(one.text.tokens))):
        return False
    told = [mention for mention in found if mention.own and mention.tokens]
    return bool(told) and all(one.status == "denied" and not _is_near(one.concept, about) for one in told)


def _is_near(concept: str, about: About) -> bool:
    """Whether a finding goes with what was asked about by its name: no rash, no rash that stays; no fall, no injury."""
    harmed = bool(_HARM.search(concept)) and any(_HARM.search(asked) for asked in about.concepts)
    return harmed or any(set(concept.split("_")) & set(asked.split("_")) for asked in about.concepts)


def _stands_alone(one: Said) -> bool:
    """Whether a yes or a no is said that no word of its clause follows, or goes before."""
    tokens = one.text.tokens
    ends = {first - 1 for first in range(1, len(tokens)) if "," in tokens[first].before}
    ends |= {end - 1 for _, end in one.scopes.pieces} | {len(tokens) - 1}
    return lead(one) == "yes" or any(cue.last in ends for cue in one.cues("no"))


def _in_plain_words(one: Said, found: Collection[Mention], about: About) -> FindingStatus:
    opening = lead(one)
    if opening == "no" and grants(one) and not any(mention.own and mention.status == "present" for mention in found):
        return "present"
    if (
        opening == "no"
        or (about.is_severe and _is_slight(one))
        or (about.is_sudden and _GRADUAL.search(one.text.folded))
    ):
        return "denied"
    if about.is_a_lack and (_denies_topic(one, about) or (opening is None and _will_not(one))):
        return "present"
    parts = contrasted(one)
    if len(parts) > 1:
        if _is_well(one, found, parts[-1]):
            return "denied"
        if _is_able(one, parts[0]):
            return "denied"
        if _is_well(one, found, parts[0]):
            return "present"
    whole = range(len(one.text.tokens)) if len(one.text.tokens) <= SHORT + 2 else first_clause(one)
    if opening is None and (_is_well(one, found, whole) or _denies_topic(one, about)):
        return "denied"
    if opening is None and (is_question(one) or _speaks_of_another_thing(one, found, about)):
        return "unknown"
    return "present"


def _is_able(one: Said, part: range) -> bool:
    """Whether something can be done, though with trouble: "I can swallow, but it hurts"."""
    return any(one.text.tokens[token].text in _CAN and token not in one.scopes.denied for token in part[:3])


def _is_slight(one: Said) -> bool:
    words = {token.text for token in one.text.tokens}
    return bool(words & _ONLY and words & _SLIGHT)


def _denies_topic(one: Said, about: About) -> bool:
    """Whether a word of the question is denied: "cloudy, no blood in it" to blood in the urine."""
    return any(token in one.scopes.denied and is_of(one, token, about) for token in range(len(one.text.tokens)))


def _will_not(one: Said) -> bool:
    """Whether something is refused or cannot be done: "she won't take a bite", "مش راضية تحط لقمة"."""
    return any(one.text.tokens[token].text in _REFUSALS for token in range(len(one.text.tokens)))


def replied(one: Said, about: About) -> str | None:
    """The concept that an answer tells in words that mean it only as an answer: "the toilet was red" to blood in it.

    "No, nothing like that" and "I can't say" tell of nothing, though "nothing" could be felt, and "can't" be a loss.
    """
    tokens = one.text.tokens
    if plain(one) == "no":
        return None
    unsure = lead(one) == "unknown" and len(tokens) <= SHORT
    for match in one.of("reply"):
        if unsure and len(match.tokens) == 1:
            continue
        if any(not set(cue.tokens) & set(match.tokens) for cue in one.cues("normal")):
            continue
        own = any(set(cue.tokens) <= set(match.tokens) for cue in one.cues("negate"))
        if match.key[1] in about.concepts and (own or not one.scopes.any("denied", match.tokens)):
            return match.key[1]
    return None


def is_of(one: Said, token: int, about: About) -> bool:
    """Whether a token is one of the question's own words."""
    return is_content(one.text.tokens[token]) and any(form in about.topic for form in one.text.tokens[token].forms)


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


def _speaks_of_another_thing(one: Said, found: Collection[Mention], about: About) -> bool:
    """Whether an answer without a yes tells something else: an age, a medicine, the complaint again, who somebody is.

    Such an answer stays on record as it is, but it affirms nothing, and raises no alarm. An answer that
    takes up a word of the question is about the question.
    """
    if any(is_of(one, token, about) for token in range(len(one.text.tokens))):
        return False
    again = [mention for mention in found if mention.concept in about.complaint and mention.owner == "patient"]
    return bool(again) or any(one.of("drug")) or any(ages(one.text)) or bool(_INTRODUCTION.search(one.text.folded))
