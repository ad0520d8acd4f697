"""What the user's messages say, word by word: the shared ground of extraction, alarms and policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.intake.context import Scopes, scopes
from app.intake.knowledge import Knowledge
from app.intake.matcher import Match
from app.intake.tokens import Text, tokenise
from app.text.language import is_arabizi
from app.values import Message


@dataclass(frozen=True, slots=True)
class Said:
    """A user's message as it was read. `asked` is the slot of the question that it answers; `number` counts from 0."""

    number: int
    message: Message
    text: Text
    matches: tuple[Match, ...]
    scopes: Scopes
    asked: str | None = None

    @property
    def opening(self) -> bool:
        """Whether nothing had been asked yet."""
        return self.asked in (None, "chief_complaint")

    def of(self, kind: str) -> Iterator[Match]:
        """The matches of one kind: "concept", "cue", "drug", "slot", "trigger"."""
        return (match for match in self.matches if match.key[0] == kind)

    def cues(self, name: str) -> list[Match]:
        """The matches of the cue `name`."""
        return [match for match in self.matches if match.key == ("cue", name)]


KEPT = 1024
"""Messages whose reading is kept: a conversation is read again at every turn, and only its last message is new."""


def read(messages: Sequence[Message], knowledge: Knowledge) -> tuple[Said, ...]:
    """Read every message of the user, each with the slot of the desk's question before it."""
    said: list[Said] = []
    asked: str | None = None
    for message in messages:
        if message.role == "assistant":
            asked = message.slot
        elif message.text.strip():
            said.append(_read(len(said), message, knowledge, asked))
            asked = None
    return tuple(said)


def _read(number: int, message: Message, knowledge: Knowledge, asked: str | None) -> Said:
    arabizi = message.language == "ar" and is_arabizi(message.text)
    text, matches, reach = _parsed(message.text, arabizi, knowledge)
    return Said(number, message, text, matches, reach, asked)


@lru_cache(maxsize=KEPT)
def _parsed(said: str, arabizi: bool, knowledge: Knowledge) -> tuple[Text, tuple[Match, ...], Scopes]:
    text = tokenise(said, arabizi=arabizi)
    matches = tuple(_plausible(knowledge.matcher.find(text)))
    return text, matches, scopes(text, matches, knowledge.fused)


def _plausible(matches: list[Match]) -> list[Match]:
    """The matches without those whose own denial jumps over a word of another finding.

    In "no trouble breathing" the words "no breathing" are no finding: the trouble is what is denied.
    Nor is a word of denial by itself a finding ("mish" is not an animal).
    """
    denials = {token for match in matches if match.key == ("cue", "negate") for token in match.tokens}
    findings = [match for match in matches if match.key[0] == "concept"]
    return [match for match in matches if match.key[0] != "concept" or _holds(match, denials, findings)]


def _holds(match: Match, denials: set[int], findings: list[Match]) -> bool:
    return not set(match.tokens) <= denials and not _jumps(match, denials, findings)


def _jumps(match: Match, denials: set[int], findings: list[Match]) -> bool:
    for token, following in pairwise(match.tokens):
        if token not in denials or following == token + 1:
            continue
        skipped = set(range(token + 1, following))
        if any(skipped & set(other.tokens) and following in other.tokens for other in findings if other != match):
            return True
    return False
