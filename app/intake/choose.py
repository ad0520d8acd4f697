"""Which protocol a conversation follows: chosen from the complaint, changed when a later message shows better."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.intake.knowledge import Knowledge
from app.intake.mentions import Mention
from app.intake.person import Person, applies
from app.intake.protocols import GENERAL, Protocol
from app.intake.reading import Said

EARLY = 6
"""The general protocol may still give way in this many of the first messages."""

FIRST_NAMED = 12
"""Points for what is named first, against the protocols' priorities (0 to 100)."""

FOR_A_CHILD = 2
"""Points that a children's protocol has over the one for everybody, where it applies at all."""

EACH_PLACE = 3
_OWN = ("patient",)
_ANYBODYS = ("patient", "family")
"""Where a first message tells of nobody's complaint but a relative's, it is the relative who is ill."""

_SWITCHING = (None, "chief_complaint", "associated", "site", "character", "onset", "timing", "concerns")


def complaint(said: Sequence[Said]) -> Said | None:
    """The message that states the complaint: the first that is more than a greeting."""
    for one in said:
        if one.asked == "chief_complaint" or not _is_greeting(one):
            return one
    return None


def choose(said: Sequence[Said], mentions: Sequence[Mention], person: Person, knowledge: Knowledge) -> str:
    """The id of the protocol to follow."""
    opening = complaint(said)
    if opening is None:
        return GENERAL
    for one in said[opening.number : opening.number + EARLY]:
        if one is not opening and one.asked not in _SWITCHING:
            continue
        here = [mention for mention in mentions if mention.said == one.number]
        best = _best(one, here, person, knowledge, _OWN)
        if best is None and one is opening:
            best = _best(one, here, person, knowledge, _ANYBODYS)
        if best:
            return best
    return GENERAL


def _best(
    one: Said, here: Collection[Mention], person: Person, knowledge: Knowledge, whose: Collection[str]
) -> str | None:
    ranked: list[tuple[float, str]] = []
    for protocol in knowledge.protocols.values():
        points = _points(protocol, one, here, whose)
        if points and protocol.id != GENERAL and _is_for(protocol, person, one):
            ranked.append((points + protocol.priority + FOR_A_CHILD * protocol.is_childrens, protocol.id))
    return max(ranked)[1] if ranked else None


def _points(protocol: Protocol, one: Said, here: Collection[Mention], whose: Collection[str]) -> float:
    """How well a message opens a protocol; 0 where it does not."""
    named = [mention for mention in here if mention.concept in protocol.concepts and _tells(mention, whose)]
    firsts = [mention.tokens[0] for mention in named if mention.tokens]
    for match in one.of("trigger"):
        if match.key[1] == protocol.id and not _out_of_question(one, match.tokens, whose):
            firsts.append(match.first)
    if not firsts:
        return 0
    size = max(len(one.text.tokens), 1)
    return 1 + FIRST_NAMED * (1 - min(firsts) / size) + EACH_PLACE * min(len(set(firsts)), 3)


def _tells(mention: Mention, whose: Collection[str]) -> bool:
    return mention.owner in whose and mention.status == "present" and not (mention.past or mention.doubtful)


def _out_of_question(one: Said, tokens: tuple[int, ...], whose: Collection[str]) -> bool:
    kinds = ("denied", "other", "past", "supposed", *(() if "family" in whose else ("family",)))
    return any(one.scopes.any(kind, tokens) for kind in kinds)


def _is_for(protocol: Protocol, person: Person, one: Said) -> bool:
    """A protocol for children or for pregnancy needs a sign of one; any other only no sign against it."""
    condition = protocol.condition
    if protocol.is_childrens and person.age is None:
        return bool(one.cues("patient"))
    if condition.pregnant and not person.pregnant:
        return False
    return applies(condition, person)


def _is_greeting(one: Said) -> bool:
    told = any(match.key[0] in ("concept", "trigger", "drug") for match in one.matches)
    greeted = {token for cue in one.cues("greeting") for token in cue.tokens}
    return not told and len(one.text.tokens) - len(greeted) <= 2
