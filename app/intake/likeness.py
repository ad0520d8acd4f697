"""What somebody says of another and then of himself: "my friend hanged himself, and I keep thinking I'll follow him".

The words that turn to the speaker name nothing: what they mean was told of a relative, a stranger or a story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.intake.knowledge import Knowledge
from app.intake.matcher import Match
from app.intake.mentions import Mention
from app.intake.reading import Said

_NOT_SO = ("denied", "supposed", "feared", "unsure")
"""Reaches in which a likeness is none: "I would never do the same"."""


def likened(said: Sequence[Said], spoken: Sequence[Mention], knowledge: Knowledge) -> Iterator[Mention]:
    """The patient's own mentions of what was told of somebody else, each at the words that say it is his too."""
    for one in said:
        told = [mention for mention in spoken if mention.said == one.number and mention.status == "present"]
        for match in _likenesses(one):
            for other in told:
                if _is_meant(one, match, other, knowledge):
                    yield _own(one, match, other)


def _likenesses(one: Said) -> Iterator[Match]:
    """The words of likeness that are meant as they stand: not denied, not feared, and in no question of their own."""
    for match in (*one.of("echo"), *one.cues("likewise")):
        asked = match.key[0] == "cue" and one.text.tokens[match.first].sentence in one.text.asking
        if not asked and not any(one.scopes.any(kind, match.tokens) for kind in _NOT_SO):
            yield match


def _is_meant(one: Said, match: Match, other: Mention, knowledge: Knowledge) -> bool:
    """Whether a mention is what a likeness speaks of: told before it of another, or of long ago, and of that kind."""
    if match.key[0] == "echo" and other.own:
        return False
    if not other.tokens or other.tokens[0] >= match.first:
        return False
    if match.key[0] == "cue":
        concept = knowledge.concept(other.concept)
        return concept is not None and concept.id in knowledge.symptoms
    concept = knowledge.concept(match.key[1])
    return concept is not None and other.concept in (concept.id, *concept.parts)


def _own(one: Said, match: Match, other: Mention) -> Mention:
    """The likeness as the patient's own mention; where it names nothing, the quote begins with what it is like."""
    first = match.first if match.key[0] == "echo" else other.tokens[0]
    quote = one.text.quote(first, match.last)
    return replace(other, quote=quote, tokens=match.tokens, owner="patient", past=False, doubtful=False)
