"""Which alarms hold. Deterministic: a rule fires where its concepts are present now, and the patient's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.intake.knowledge import Knowledge
from app.intake.mentions import Mention, holds
from app.intake.person import Person, certainly
from app.intake.rules import Rule
from app.intake.understanding import understand
from app.values import History, Message, RedFlag


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, with the concepts that speak for it and where each of their words stands."""

    rule: Rule
    flag: RedFlag
    concepts: frozenset[str]
    words: frozenset[tuple[int, int]]

    @property
    def weight(self) -> tuple[bool, int, int]:
        """How much speaks for it; the smallest comes first: emergencies, and of those what explains most."""
        return self.rule.severity != "emergency", -len(self.concepts), -len(self.words)


def red_flags(messages: Sequence[Message], history: History, knowledge: Knowledge) -> tuple[RedFlag, ...]:
    """The alarms that a conversation raises, emergencies first, each quoting what set it off.

    Of several, that one comes first which explains most of what was said. One thing raises one alarm: a rule is
    silent where another fires that says the same and more. Where no rule fires, the safety net may speak.
    """
    seen = understand(messages, knowledge)
    tried = (_fired(rule, seen.states, seen.person, knowledge) for rule in knowledge.rules)
    fired = sorted((one for one in tried if one), key=lambda one: one.weight)
    names = {one.rule.id for one in fired}
    said = [one for one in fired if not names.intersection(one.rule.within)]
    flags = tuple(one.flag for one in said if not _adds_nothing(one, said))
    unnamed = None if flags or knowledge.net is None else knowledge.net.raised(seen.said, seen.mentions)
    return (unnamed,) if unnamed else flags


def _adds_nothing(one: Fired, others: Collection[Fired]) -> bool:
    """Whether all words that set a rule off set off another, no less urgent, together with more."""
    return any(one.words < other.words and other.weight[0] <= one.weight[0] for other in others)


def _fired(rule: Rule, states: dict[str, Mention], person: Person, knowledge: Knowledge) -> Fired | None:
    if not certainly(rule.condition, person):
        return None
    if any(holds(states.get(name), knowledge) for name in rule.unless):
        return None
    rows = [row for row in rule.any if all(holds(states.get(name), knowledge) for name in row)]
    if not rows:
        return None
    mentions = [states[name] for name in rows[0]]
    last = max(mentions, key=lambda mention: (mention.said, mention.tokens[:1]))
    flag = RedFlag(rule.id, rule.severity, _quote(mentions, last), last.message)
    concepts = frozenset(name for row in rows for name in row)
    words = (place for name in concepts for place in _places(states[name]))
    return Fired(rule, flag, concepts, frozenset(words))


def _places(mention: Mention) -> list[tuple[int, int]]:
    """Where the words of a mention stand; a yes stands before all words of its message."""
    return [(mention.said, token) for token in mention.tokens or (-1,)]


def _quote(mentions: Sequence[Mention], last: Mention) -> str:
    """The longest words among those of the last message that together fired the rule."""
    return max((mention.quote for mention in mentions if mention.said == last.said), key=len)
