"""Which protocol a conversation follows: chosen from the complaint, changed when a later message shows better."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.intake.knowledge import Knowledge
from app.intake.matcher import Match
from app.intake.mentions import Mention
from app.intake.person import Person, applies
from app.intake.protocols import GENERAL, Protocol
from app.intake.reading import Said
from app.intake.told import allergy_clauses

EARLY = 6
"""The general protocol may still give way in this many of the first messages."""

FIRST_NAMED = 12
"""Points for what is named first, against the protocols' priorities (0 to 100)."""

FOR_A_CHILD = 2
"""Points that a children's protocol has over the one for everybody, where it applies at all."""

EACH_PLACE = 3
_LONG_KNOWN = frozenset({"past_history", "surgical_history", "medications", "allergies", "family_history"})
_OF_SOMETHING = frozenset({"this", "that", "these", "about", "it", "its", "my", "ان", "انه", "انها", "يكون", "تكون"})
_OWN = ("patient",)
_ANYBODYS = ("patient", "family")
"""Where a first message tells of nobody's complaint but a relative's, it is the relative who is ill."""

_SWITCHING = (None, "chief_complaint", "associated", "site", "character", "onset", "timing", "concerns")


def complaint(said: Sequence[Said]) -> Said | None:
    """The message that states the complaint: the first that is more than a greeting."""
    for one in (one for one in said if not one.put):
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
    return _hinted(opening, person, knowledge) or GENERAL


def _hinted(opening: Said, person: Person, knowledge: Knowledge) -> str | None:
    """The protocol to which a word of an opening points that was not understood otherwise."""
    hints = [
        (match.first, match.key[1])
        for match in opening.of("hint")
        if not _out_of_question(opening, match.tokens, _OWN)
        and _is_for(knowledge.protocols[match.key[1]], person, opening)
    ]
    return min(hints)[1] if hints else None


def _best(
    one: Said, here: Collection[Mention], person: Person, knowledge: Knowledge, whose: Collection[str]
) -> str | None:
    meant = [protocol for protocol in knowledge.protocols.values() if protocol.id != GENERAL]
    named = {protocol.id: _named(protocol, one, here, whose) for protocol in meant if _is_for(protocol, person, one)}
    plain = {id: [tokens for tokens in words if not _is_part(tokens, id, one, named)] for id, words in named.items()}
    new = {
        id: [tokens for tokens in words if not set(tokens) <= _background(one, knowledge.protocols[id], knowledge)]
        for id, words in plain.items()
        if words
    }
    ranked: list[tuple[float, str]] = []
    for id, words in (new if any(new.values()) else plain).items():
        if words:
            protocol = knowledge.protocols[id]
            points = _points(words, one) + protocol.priority + FOR_A_CHILD * protocol.is_childrens
            ranked.append((points, id))
    return max(ranked)[1] if ranked else None


def _background(one: Said, protocol: Protocol, knowledge: Knowledge) -> set[int]:
    """The words that tell illnesses, allergies and medicines of long standing: where a complaint is told, it leads.

    An illness that a protocol names among its own is a complaint there.
    """
    found = {token for match in one.of("drug") for token in match.tokens}
    for match in one.of("concept"):
        concept = knowledge.concept(match.key[1])
        if concept and concept.slot in _LONG_KNOWN and concept.id not in protocol.concepts:
            found.update(match.tokens)
    worries = (match.tokens for match in one.of("slot") if match.key[1] == "concerns" and _is_of_something(one, match))
    return found.union(*worries, *(where.tokens for where in allergy_clauses(one)))


def _is_of_something(one: Said, worry: Match) -> bool:
    """Whether a worry is about the complaint, and none of its own: "I am worried this cough is cancer"."""
    tokens = one.text.tokens
    return worry.last + 1 < len(tokens) and tokens[worry.last + 1].text in _OF_SOMETHING


def _named(protocol: Protocol, one: Said, here: Collection[Mention], whose: Collection[str]) -> list[tuple[int, ...]]:
    """The words of a message that speak for a protocol."""
    named = [mention.tokens for mention in here if mention.concept in protocol.concepts and _tells(mention, whose)]
    said = [match.tokens for match in one.of("trigger") if match.key[1] == protocol.id]
    return [tokens for tokens in named if tokens] + [
        tokens for tokens in said if not _out_of_question(one, tokens, whose)
    ]


def _is_part(tokens: tuple[int, ...], id: str, one: Said, named: Mapping[str, object]) -> bool:
    """Whether words that speak for one protocol are part of what opens another: "choked up and weeping"."""
    others = (match for match in one.of("trigger") if match.key[1] != id and match.key[1] in named)
    return any(set(tokens) < set(match.tokens) for match in others)


def _points(named: Sequence[tuple[int, ...]], one: Said) -> float:
    """How well the words that speak for a protocol open it."""
    firsts = [tokens[0] for tokens in named]
    size = max(len(one.text.tokens), 1)
    return 1 + FIRST_NAMED * (1 - min(firsts) / size) + EACH_PLACE * min(len(set(firsts)), 3)


def _tells(mention: Mention, whose: Collection[str]) -> bool:
    return mention.owner in whose and mention.status == "present" and not (mention.past or mention.doubtful)


def _out_of_question(one: Said, tokens: tuple[int, ...], whose: Collection[str]) -> bool:
    """Whether words tell nothing of the patient. A denial among them is part of what they say: "nothing shifts"."""
    kinds = ("other", "past", "supposed", *(() if "family" in whose else ("family",)))
    denied = one.scopes.any("denied", tokens) and not any(set(cue) <= set(tokens) for cue in one.scopes.denials)
    return denied or any(one.scopes.any(kind, tokens) for kind in kinds)


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
