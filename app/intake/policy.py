"""What the desk does next: which slot to ask, or that the history is whole. One question a turn, none twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from app.intake.address import address
from app.intake.courtesy import courteous
from app.intake.knowledge import Knowledge
from app.intake.mentions import holds
from app.intake.musts import MOST_QUESTIONS, fits
from app.intake.person import Person
from app.intake.protocols import Ask
from app.intake.understanding import Understanding, understand
from app.intake.wording import spoken
from app.values import History, Language, Message, Mode, Plan, RedFlag

FIRST = ("chief_complaint",)
EARLY = ("age", "sex")
SMALL = 10
"""Years up to which nobody is asked about a child's work, or for a number of ten."""


def next_step(
    history: History,
    flags: Sequence[RedFlag],
    messages: Sequence[Message],
    knowledge: Knowledge,
    mode: Mode = "interview",
    jump: str | None = None,
) -> Plan:
    """The plan for the reply to the last message.

    `jump` names a section or a slot from which to go on. In the language of the user's last message.
    """
    language = _language(messages)
    if mode == "ask":
        return Plan("answer", language)
    seen = understand(messages, knowledge)
    ask = next(_candidates(history, flags, seen, knowledge, jump), None)
    if ask is None:
        return _closing(messages, language, knowledge)
    plan = _asking(ask, language, seen, messages, knowledge)
    return courteous(plan, seen, messages, knowledge)


def reworded(plan: Plan, language: Language, messages: Sequence[Message], knowledge: Knowledge) -> Plan:
    """The same plan in another language."""
    if plan.step == "answer":
        return replace(plan, language=language)
    if plan.step == "summarise" or plan.slot is None:
        return _closing(messages, language, knowledge)
    seen = understand(messages, knowledge)
    ask = knowledge.ask(plan.slot, seen.protocol) or knowledge.probe(plan.slot)
    if ask is None:
        return plan
    asking = _asking(ask, language, seen, messages, knowledge)
    return courteous(asking, seen, messages, knowledge)


def _language(messages: Sequence[Message]) -> Language:
    return next((message.language for message in reversed(messages) if message.role == "user"), "en")


def _candidates(
    history: History, flags: Sequence[RedFlag], seen: Understanding, knowledge: Knowledge, jump: str | None
) -> Iterator[Ask]:
    """The questions still open, the most pressing first."""
    present = {name for name, mention in seen.states.items() if holds(mention, knowledge)}
    settled = set(history.settled)
    yield from _opens(_chief(seen, knowledge), settled, seen.person, present)
    yield from _opens(_again(seen, knowledge), settled, seen.person, present)
    if jump:
        yield from _opens(_jumped(jump, seen, knowledge), settled - {jump}, seen.person, present)
    yield from _opens(_pressing(flags, seen, knowledge), settled, seen.person, present)
    order = list(_order(seen, knowledge))
    asked = len(history.asked)
    for ask in _opens(order, settled, seen.person, present):
        if ask.slot in history.missing or asked + len(history.missing) < MOST_QUESTIONS:
            yield ask


def _opens(
    asks: Sequence[Ask] | Iterator[Ask], settled: Collection[str], person: Person, present: Collection[str]
) -> Iterator[Ask]:
    return (ask for ask in asks if ask.slot not in settled and fits(ask, person, present))


def _chief(seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    if seen.complaint is None:
        yield knowledge.common.asks["chief_complaint"]


def _again(seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    """The question that was answered with a question, or left for one to the model."""
    last = seen.answered[-1] if seen.answered else None
    passed = seen.said[-1].passed if seen.said else None
    if passed:
        yield from filter(None, [knowledge.ask(passed, seen.protocol) or knowledge.probe(passed)])
    elif last and last.leaves_open:
        yield from filter(None, [knowledge.ask(last.slot, seen.protocol) or knowledge.probe(last.slot)])


def _jumped(jump: str, seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    for ask in _order(seen, knowledge):
        if jump in (ask.slot, ask.section):
            yield ask


def _pressing(flags: Sequence[RedFlag], seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    """What matters for the alarms: what an emergency's rule asks for, then the protocol's early discriminators."""
    for severity in ("emergency", "urgent"):
        for flag in flags:
            if flag.severity == severity:
                yield from _asked_by(knowledge.rule(flag.rule).asks, seen, knowledge)
    if flags:
        yield from (ask for ask in knowledge.protocols[seen.protocol].ask if ask.early)


def _asked_by(wanted: str | None, seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    """The question about a slot or a concept, unless the concept is known already."""
    if wanted is None or wanted in seen.states:
        return
    ask = knowledge.ask(wanted, seen.protocol) or knowledge.probe(wanted)
    if ask:
        yield ask


def _order(seen: Understanding, knowledge: Knowledge) -> Iterator[Ask]:
    """The protocol's questions in its order, age and sex near the start, and the core ones that it does not name."""
    protocol = knowledge.protocols[seen.protocol]
    own = {ask.slot for ask in protocol.ask}
    shared = [ask for ask in knowledge.common.asks.values() if ask.core and ask.slot not in own]
    yield from (ask for ask in shared if ask.slot in EARLY)
    yield from protocol.ask
    yield from (ask for ask in shared if ask.slot not in EARLY)


def _asking(
    ask: Ask, language: Language, seen: Understanding, messages: Sequence[Message], knowledge: Knowledge
) -> Plan:
    to = address(seen.said, seen.person)
    small = to.relation == "child" and (seen.person.age is None or seen.person.age < SMALL)
    as_child = small and not knowledge.protocols[seen.protocol].is_childrens
    wordings = tuple(spoken(wording, language, to) for wording in ask.wordings(language, as_child))
    said = [message.text for message in messages if message.role == "assistant"]
    fresh = tuple(one for one in wordings if not any(line.endswith(one) for line in said)) or wordings
    return Plan("ask", language, ask.slot, fresh[0], fresh)


def _closing(messages: Sequence[Message], language: Language, knowledge: Knowledge) -> Plan:
    """The end of the interview, never in the words of the line before."""
    lines = knowledge.common.phrases.closing.texts(language) or (_PLAIN_CLOSING[language],)
    said = [message.text for message in messages if message.role == "assistant"]
    fresh = [line for line in lines if line not in said[-len(lines) + 1 :]] if len(lines) > 1 else list(lines)
    return Plan("summarise", language, None, fresh[0], tuple(fresh))


_PLAIN_CLOSING: dict[Language, str] = {
    "en": "Thank you, that is all I need to ask.",
    "ar": "شكرًا لك، هذا كل ما أحتاج إلى السؤال عنه.",
}
