"""Which alarms hold. Deterministic: a rule fires where its concepts are present now, and the patient's own."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.knowledge import Knowledge
from app.intake.mentions import Mention, holds
from app.intake.person import Person, certainly
from app.intake.rules import Rule
from app.intake.understanding import understand
from app.values import History, Message, RedFlag


def red_flags(messages: Sequence[Message], history: History, knowledge: Knowledge) -> tuple[RedFlag, ...]:
    """The alarms that a conversation raises, emergencies first, each quoting what set it off.

    One thing raises one alarm: a rule is silent where another fires that says the same and more. Where no rule
    fires, the safety net may speak.
    """
    seen = understand(messages, knowledge)
    found = {rule.id: _fired(rule, seen.states, seen.person, knowledge) for rule in knowledge.rules}
    fired = {name for name, flag in found.items() if flag}
    said = (found[rule.id] for rule in knowledge.rules if not fired.intersection(rule.within))
    flags = tuple(flag for flag in said if flag)
    unnamed = None if flags or knowledge.net is None else knowledge.net.raised(seen.said, seen.mentions)
    return (unnamed,) if unnamed else flags


def _fired(rule: Rule, states: dict[str, Mention], person: Person, knowledge: Knowledge) -> RedFlag | None:
    if not certainly(rule.condition, person):
        return None
    if any(holds(states.get(name), knowledge) for name in rule.unless):
        return None
    for row in rule.any:
        mentions = [states[name] for name in row if name in states and holds(states[name], knowledge)]
        if len(mentions) == len(row):
            last = max(mentions, key=lambda mention: (mention.said, mention.tokens[:1]))
            return RedFlag(rule.id, rule.severity, _quote(mentions, last), last.message)
    return None


def _quote(mentions: Sequence[Mention], last: Mention) -> str:
    """The longest words among those of the last message that together fired the rule."""
    return max((mention.quote for mention in mentions if mention.said == last.said), key=len)
