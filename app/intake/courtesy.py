"""What stands before a question: an acknowledgement that fits what was said, or the answer to a question back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.intake.knowledge import Knowledge
from app.intake.leads import asks_back
from app.intake.understanding import Understanding
from app.values import Message, Plan

RESTED = 4
"""Lines of the desk in which an acknowledgement is not said again."""

IN_A_ROW = 2
"""Lines of the desk with an acknowledgement after which one goes without."""


def courteous(plan: Plan, seen: Understanding, messages: Sequence[Message], knowledge: Knowledge) -> Plan:
    """A plan to ask, with what may stand before its question.

    A question back, one that opens the talk, or a bare yes where something is to be told is answered with a fixed
    sentence, which becomes part of the question's wordings.
    """
    phrases, language = knowledge.common.phrases, plan.language
    last = seen.answered[-1] if seen.answered and seen.answered[-1].said is seen.said[-1] else None
    opened = len(seen.said) == 1 and asks_back(seen.said[0])
    fixed = phrases.more if last and last.leaves_open and last.answer.more else phrases.asked_back
    if (opened or (last and (last.answer.back or fixed is phrases.more))) and fixed.texts(language):
        sentence = fixed.texts(language)[len(seen.said) % len(fixed.texts(language))]
        wordings = tuple(f"{sentence} {wording}" for wording in plan.wordings)
        return replace(plan, question=wordings[0], wordings=wordings)
    unsure = last is not None and last.answer.status == "unknown" and not last.answer.beside
    fitting = phrases.unsure.texts(language) if unsure else phrases.acknowledge.texts(language)
    return replace(plan, acknowledgements=tuple(_fresh(fitting, messages, knowledge)))


def _fresh(fitting: Sequence[str], messages: Sequence[Message], knowledge: Knowledge) -> Iterator[str]:
    """The acknowledgements that were not said lately; none where the last lines all had one."""
    phrases = knowledge.common.phrases
    every = [text for kind in (phrases.acknowledge, phrases.unsure) for text in (*kind.en, *kind.ar)]
    lines = [message.text for message in messages if message.role == "assistant"][-RESTED:]
    used = [next((text for text in every if line.startswith(text)), "") for line in lines]
    if len(used) >= IN_A_ROW and all(used[-IN_A_ROW:]):
        return
    yield from (text for text in fitting if text not in used)
