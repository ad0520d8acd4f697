"""What was said becomes findings: slot, status, value, the exact quote and its message.

The answer to a question belongs to the slot that was asked. What is told unasked is found by
concept, pattern and phrase. A later fact replaces an earlier one of its kind; both stay visible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from app.intake.knowledge import Knowledge
from app.intake.musts import musts
from app.intake.slots import LISTS, SINGLE
from app.intake.telling import Told, told
from app.intake.understanding import Understanding, understand
from app.values import SLOTS, Finding, History, Message

COMPLAINT = "chief_complaint"
_EXCLUSIVE = ("age", "sex")
_CONTRARY = ({"present", "denied"}, {"present", "unknown"}, {"denied", "unknown"})


def extract(
    messages: Sequence[Message],
    knowledge: Knowledge,
    skipped: Collection[str] = (),
    suggested: Sequence[Finding] = (),
) -> History:
    """The history that a conversation has told so far.

    `skipped` slots count as settled; `suggested` are findings of a model (`structured.accept`), which
    fill only what nothing else has filled.
    """
    seen = understand(messages, knowledge)
    facts = sorted(told(seen, knowledge), key=lambda fact: (fact.finding.message, fact.order))
    findings = _superseded(facts)
    findings += [finding for finding in suggested if not any(one.slot == finding.slot for one in findings)]
    asked = tuple(dict.fromkeys(message.slot for message in messages if _is_question(message) and message.slot))
    open_again = open_slots(seen)
    settled = _settled(facts, [slot for slot in asked if slot not in open_again], skipped)
    return History(
        complaint=" ".join(seen.complaint.message.text.split()) if seen.complaint else None,
        protocol=seen.protocol,
        findings=tuple(findings),
        asked=asked,
        missing=tuple(slot for slot in _musts(seen, knowledge) if slot not in settled),
        settled=tuple(settled),
    )


def _is_question(message: Message) -> bool:
    return message.role == "assistant" and bool(message.text.strip())


def open_slots(seen: Understanding) -> tuple[str, ...]:
    """The slots whose question was put, but answered with a question or passed over: they are asked once more."""
    last = {one.slot: one for one in seen.answered}
    passed = (one.passed for one in seen.said if one.passed and one.passed not in last)
    return (*(slot for slot, one in last.items() if one.leaves_open), *passed)


def _settled(facts: Sequence[Told], asked: Sequence[str], skipped: Collection[str]) -> dict[str, None]:
    """The slots that need no question any more, in the order in which they were settled."""
    return dict.fromkeys([*asked, *(fact.finding.slot for fact in facts if fact.settles), *skipped])


def _musts(seen: Understanding, knowledge: Knowledge) -> Iterator[str]:
    """The must-ask slots that apply to this person, in the protocol's order."""
    present = {concept for concept, mention in seen.states.items() if mention.status == "present"}
    protocol = knowledge.protocols[seen.protocol]
    if protocol.find(COMPLAINT) is None:
        yield COMPLAINT
    yield from (ask.slot for ask in musts(protocol, seen.person, present, knowledge))


def _superseded(facts: Sequence[Told]) -> list[Finding]:
    """The findings in order, each marked where a later one replaced it."""
    findings: list[Finding] = []
    for index, fact in enumerate(facts):
        replaced = any(_replaces(later, fact) for later in facts[index + 1 :])
        findings.append(replace(fact.finding, superseded=replaced))
    return findings


def _replaces(later: Told, earlier: Told) -> bool:
    """Whether a later fact takes the place of an earlier one, and does not only add to it."""
    new, old = later.finding, earlier.finding
    if new.slot != old.slot or (new.status, new.value) == (old.status, old.value):
        return False
    if new.message == old.message:
        return later.at_once
    if new.slot in SINGLE:
        return later.corrects or new.slot in _EXCLUSIVE or new.origin == old.origin
    if new.slot not in SLOTS or (later.key and later.key == earlier.key):
        return new.status != old.status
    none = old.status == "denied" and old.origin == "answer" and not earlier.key
    if new.slot in LISTS and (old.status, new.status) == ("present", "denied") and not later.corrects:
        return False  # a bare "none" leaves standing what was told before
    wholly = none or not (later.key or earlier.key)
    return (wholly or later.corrects) and {new.status, old.status} in _CONTRARY
