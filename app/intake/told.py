"""A fact of a conversation: a finding, with what only extraction needs to know of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.intake.patterns import Stretch
from app.intake.reading import Said
from app.intake.tokens import Token
from app.values import Finding, FindingOrigin, FindingStatus

LONGEST = 14
"""Words of a clause that are taken as what was told of a slot."""

_ELSEWHERE = ("denied", "family", "other", "past", "supposed", "wondered")
_SPEAKS = frozenset(
    {"i", "im", "ive", "my", "he", "she", "his", "her", "we", "انا", "وانا", "عندي", "وعندي", "هو", "هي"}
)
"""What begins a statement of its own after a comma."""

_NEUTRAL_JOINTS = frozenset({"and", "or", "nor", "او", "ولا"})


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and how it stands to the others.

    `key` names the one thing it is about where a slot holds several (a concept, a medicine); `settles`
    says that the slot needs no question any more; `corrects` that the speaker takes something back, `at_once`
    what the same message had told.
    """

    finding: Finding
    key: str = ""
    settles: bool = True
    corrects: bool = False
    at_once: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """A message and the slots that were told before it."""

    said: Said
    known: Collection[str]

    @property
    def corrects(self) -> bool:
        """Whether the speaker takes something back."""
        return bool(self.said.cues("correct"))

    def settles(self, where: Stretch, in_opening: bool) -> bool:
        """Whether what is told here need not be asked any more.

        In the opening that is for the kind of fact to say. In an answer, what stands beside the answer
        itself: "worse at night" in the answer to what makes it worse does not tell its timing.
        """
        if self.said.opening:
            return in_opening
        first = self.said.scopes.pieces[0] if self.said.scopes.pieces else (0, 0)
        return where.first >= first[1]

    def takes(self, slot: str) -> bool:
        """Whether a fact told here of `slot` is news: not the answer itself, and not known unless it is corrected."""
        return slot != self.said.asked and (slot not in self.known or self.corrects)


def fact(
    one: Said, slot: str, where: Stretch, status: FindingStatus = "present", origin: FindingOrigin = "mention"
) -> Finding:
    """The finding that a stretch of a message tells of a slot."""
    return Finding(slot, status, where.value, where.quote, one.message.id, origin)


def is_aside(one: Said, where: Stretch) -> bool:
    """Whether a stretch is not said of the patient as he is now."""
    return any(one.scopes.any(kind, where.tokens) for kind in _ELSEWHERE)


def clause(one: Said, first: int, last: int) -> Stretch:
    """From token `first` to the end of its clause: a stop, a comma, a "but", or "and" with something new after it."""
    tokens = one.text.tokens
    ends = {cue.first for cue in one.cues("end")}
    news = {match.first for match in (*one.of("slot"), *one.cues("assert"))}
    anew = news | {cue.first for kind in ("negate", "nothing") for cue in one.cues(kind)}
    end = last
    while end + 1 < len(tokens) and end - first < LONGEST:
        following = end + 1
        if tokens[following].sentence != tokens[first].sentence or following in ends:
            break
        apart = following > last + 1 or following in anew or tokens[following].text in _SPEAKS
        parted = tokens[following].before != "," or not tokens[following].text.isdigit()  # no comma of 50,000
        if "," in tokens[following].before and parted and apart:
            break
        if tokens[following].text in _NEUTRAL_JOINTS and following + 1 in news:
            break
        if tokens[following].text.startswith("و") and following in (news if _is_nor(tokens[following]) else anew):
            break
        end = following
    while end > last and tokens[end].text in _NEUTRAL_JOINTS:
        end -= 1
    quote = one.text.quote(first, end)
    return Stretch(quote, " ".join(quote.split()), first, end)


def _is_nor(token: Token) -> bool:
    """Whether a word goes on with a list of what is denied: ولا سكر."""
    return token.text.startswith("ولا")


def allergy_clauses(one: Said) -> list[Stretch]:
    """What is said of allergies: medicines in there are not taken."""
    return [clause(one, match.first, match.last) for match in one.of("slot") if match.key[1] == "allergies"]


def inside(where: Stretch, others: Collection[Stretch]) -> bool:
    """Whether a stretch stands in one of the others."""
    return any(other.first <= where.first <= other.last for other in others)
