"""A conversation understood: what was said, mentioned and answered, about whom, and under which protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.intake.answers import Answer, answer
from app.intake.choose import choose, complaint
from app.intake.content import Sex
from app.intake.knowledge import Knowledge
from app.intake.likeness import likened
from app.intake.mentions import Mention, holds, mentions, states
from app.intake.patterns import Stretch
from app.intake.person import PREGNANT, Person, Stated, stated_ages, stated_sexes
from app.intake.polarity import About
from app.intake.reading import Said, read
from app.values import Message


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that a message gives to the question for `slot`.

    It `leaves_open` what was asked where something was asked back, something else was told or no more than a yes said,
    the first time; who says no more than a yes to the same question twice is asked no other again for it.
    """

    said: Said
    slot: str
    answer: Answer
    leaves_open: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that the rest of the intake works on. `states` holds the deciding mention of each concept."""

    said: tuple[Said, ...]
    mentions: tuple[Mention, ...]
    answered: tuple[Answered, ...]
    states: dict[str, Mention]
    person: Person
    ages: tuple[Stated, ...]
    sexes: tuple[Stated, ...]
    protocol: str
    complaint: Said | None


def understand(messages: Sequence[Message], knowledge: Knowledge) -> Understanding:
    """Read a conversation; once a turn, whoever asks."""
    return _understood(tuple(messages), knowledge)


@lru_cache(maxsize=16)
def _understood(messages: tuple[Message, ...], knowledge: Knowledge) -> Understanding:
    said = read(messages, knowledge)
    plain = mentions(said, knowledge)
    spoken = [*plain, *likened(said, plain, knowledge)]
    ages = stated_ages(said)
    sexes = stated_sexes(said, _pregnancy(spoken, said, knowledge))
    person = Person(ages[-1][0] if ages else None, sexes[-1][0] if sexes else None, _is_pregnant(spoken, knowledge))
    protocol = choose(said, spoken, person, knowledge)
    sexes = sexes or [*_by_complaint(protocol, spoken, said, knowledge)]
    answered = tuple(_answers(said, spoken, protocol, knowledge))
    every = sorted([*spoken, *_implied(answered, spoken, protocol, knowledge)], key=lambda mention: mention.said)
    if person.age is not None:
        every = [*_of_age(every, person.age, ages[-1][1], knowledge)]
    decided = states(every, knowledge)
    sex = person.sex or knowledge.protocols[protocol].sex
    person = Person(person.age, sex, _pregnant_now(decided, knowledge))
    return Understanding(
        said=said,
        mentions=tuple(every),
        answered=answered,
        states=decided,
        person=person,
        ages=tuple(stated for _, stated in ages),
        sexes=tuple(stated for _, stated in sexes),
        protocol=protocol,
        complaint=complaint(said),
    )


def concepts_of(slot: str, protocol: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The concepts that the question for `slot` is about; none for a fixed slot."""
    ask = knowledge.ask(slot, protocol)
    if ask and ask.concepts:
        return ask.concepts
    return (slot,) if knowledge.concept(slot) else ()


def with_parts(concepts: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Concepts and the narrower ones that make them present."""
    known = [concept for name in concepts if (concept := knowledge.concept(name))]
    return tuple(dict.fromkeys([*concepts, *(part for concept in known for part in concept.parts)]))


def _answers(
    said: Sequence[Said], spoken: Sequence[Mention], protocol: str, knowledge: Knowledge
) -> Iterator[Answered]:
    returned: set[str] = set()
    in_vain = False
    for one in said:
        if one.asked:
            concepts = concepts_of(one.asked, protocol, knowledge)
            here = [mention for mention in spoken if mention.said == one.number]
            topic = knowledge.topic(one.asked, protocol) if concepts else frozenset()
            about = About(with_parts(concepts, knowledge), topic, frozenset(knowledge.protocols[protocol].concepts))
            given = answer(one, one.asked, here, about)
            missed = given.back or given.beside or (given.more and not in_vain)
            yield Answered(one, one.asked, given, missed and one.asked not in returned)
            in_vain = in_vain or (given.more and one.asked in returned)
            returned |= {one.asked} if missed else set()


def _implied(
    answered: Sequence[Answered], spoken: Sequence[Mention], protocol: str, knowledge: Knowledge
) -> Iterator[Mention]:
    """What a yes or a no says of the concepts asked about. A yes to several at once says it of none in particular."""
    for one in answered:
        if not one.answer.clear:
            continue
        concepts = concepts_of(one.slot, protocol, knowledge)
        named = {mention.concept for mention in spoken if mention.said == one.said.number and mention.own}
        if one.answer.status == "present":
            concepts = tuple(name for name in concepts if name == one.slot) or concepts[:1] * (len(concepts) == 1)
            if named & set(concepts_of(one.slot, protocol, knowledge)):
                continue
        for concept in concepts:
            if concept in named and one.answer.status != "denied":
                continue
            yield Mention(concept, one.answer.status, one.answer.quote, one.said.number, one.said.message.id)


def _of_age(every: Sequence[Mention], age: float, stated: Stated, knowledge: Knowledge) -> Iterator[Mention]:
    """The mentions, where what an age decides is decided by the age that was stated and by nothing else."""
    aged = {concept.id for concept in knowledge.aged}
    yield from (mention for mention in every if mention.concept not in aged)
    for concept in knowledge.aged:
        if any(bound.name == "age" and bound.min <= age <= bound.max for bound in concept.measure):
            said = stated.said
            yield Mention(concept.id, "present", stated.where.quote, said.number, said.message.id)


def _is_pregnant(spoken: Sequence[Mention], knowledge: Knowledge) -> bool | None:
    return _pregnant_now(states(spoken, knowledge), knowledge)


def _pregnant_now(decided: dict[str, Mention], knowledge: Knowledge) -> bool | None:
    mention = decided.get(PREGNANT)
    if mention is None or mention.status == "unknown" or mention.past:
        return None
    return holds(mention, knowledge)


def _pregnancy(spoken: Sequence[Mention], said: Sequence[Said], knowledge: Knowledge) -> Stated | None:
    mention = states(spoken, knowledge).get(PREGNANT)
    if mention is None or not holds(mention, knowledge) or mention.past or not mention.tokens:
        return None
    where = Stretch(mention.quote, "female", mention.tokens[0], mention.tokens[-1])
    return Stated("female", where, said[mention.said], False)


def _by_complaint(
    protocol: str, spoken: Sequence[Mention], said: Sequence[Said], knowledge: Knowledge
) -> Iterator[tuple[Sex, Stated]]:
    """The sex that a complaint tells which only one sex can have: a pain of the testicle."""
    run = knowledge.protocols[protocol]
    if not run.sex:
        return
    named = ((one.said, one.tokens) for one in spoken if one.concept in run.concepts and one.own and one.tokens)
    opened = ((one.number, match.tokens) for one in said for match in one.of("trigger") if match.key[1] == protocol)
    for number, tokens in (*named, *opened):
        one = said[number]
        if not any(one.scopes.any(kind, tokens) for kind in ("denied", "family", "other", "supposed", "wondered")):
            quote = one.text.quote(tokens[0], tokens[-1])
            yield run.sex, Stated(run.sex, Stretch(quote, run.sex, tokens[0], tokens[-1]), one, False)
            return
