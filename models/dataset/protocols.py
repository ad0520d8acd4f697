"""Interviews written from the desk's own protocols, without any model: the same one in both languages.

The protocol gives the questions, their order and their wordings; patients.toml gives what is
answered. One seed gives the same chats everywhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from app.config import ASSETS
from app.intake.content import Sex
from app.intake.knowledge import Knowledge, load_knowledge
from app.intake.protocols import Ask, Protocol
from app.intake.wording import Address, spoken
from app.values import SLOTS
from models.command import WorkshopError
from models.dataset.record import Content, Record, Source, Spoken, Translation
from models.dataset.settings import SourceSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PATIENTS = Path(__file__).with_name("patients.toml")
ADULT = 18
OLDEST = 88
FERTILE = range(14, 51)
YES, UNSURE = 0.2, 0.05
"""How often a question of the protocol's own is answered with yes, and with not knowing."""
OPTIONAL = 0.5
"""How often a question is asked that the protocol does not insist on."""
ACKNOWLEDGED = 0.5
"""How often the desk says a word before its question."""

Pair = tuple[str, str]
"""The same thing in English and Arabic."""

_BRACE = re.compile(r"\{(\w+?)(?:_[ab])?\}")


@dataclass(frozen=True, slots=True)
class _Person:
    """Who is asked about: `age` in years, below one in twelfths."""

    age: float
    address: Address
    expecting: bool = False

    @property
    def child(self) -> bool:
        return self.age < ADULT


@dataclass(frozen=True, slots=True)
class _Writer:
    knowledge: Knowledge
    words: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]

    def chat(self, protocol: Protocol, random: Random) -> tuple[Pair, ...]:
        """What is said, turn by turn in both languages: the patient first, the desk last."""
        person = _person(protocol, random)
        said = [self._opening(protocol, person, random)]
        for ask in self._asks(protocol, person, random):
            said.append(self._question(ask, person, random, first=len(said) == 1))
            said.append(self._answer(ask, person, random))
        closing = self.knowledge.common.phrases.closing
        said.append(_same_place(closing.texts("en"), closing.texts("ar"), random))
        return tuple(said)

    def _asks(self, protocol: Protocol, person: _Person, random: Random) -> Iterator[Ask]:
        """The questions that fit, in the protocol's order. Its own ones only where yes and no are answers.

        Those are the ones that ask for a concept: by a list of concepts, or by the concept's own name.
        """
        for ask in protocol.ask:
            answerable = ask.slot in SLOTS or ask.concepts or ask.slot in self.knowledge.lexicon.concepts
            if ask.slot == "chief_complaint" or not answerable or not _applies(ask, person):
                continue
            if ask.must or ask.core or random.random() < OPTIONAL:
                yield ask

    def _opening(self, protocol: Protocol, person: _Person, random: Random) -> Pair:
        title = (_lower_first(protocol.title.text("en")), protocol.title.text("ar"))
        pair = _choice(self.words["opening"]["child" if person.child else "self"], random)
        return pair[0].replace("{complaint}", title[0]), pair[1].replace("{complaint}", title[1])

    def _question(self, ask: Ask, person: _Person, random: Random, first: bool) -> Pair:
        """A wording in each language; the two lists of wordings are not translations of each other one by one.

        A fixed slot is asked for in everybody's words: what a protocol asks more precisely would need an answer
        written for it.
        """
        ask = self.knowledge.common.asks.get(ask.slot, ask) if ask.slot in SLOTS else ask
        en, ar = ask.wordings("en"), ask.wordings("ar")
        main = random.random() < 0.5 or len(en) != len(ar)
        number = 0 if main else random.randrange(len(en))
        asked = (spoken(en[number], "en", person.address), spoken(ar[number], "ar", person.address))
        if first or random.random() >= ACKNOWLEDGED:
            return asked
        words = self.knowledge.common.phrases.acknowledge
        before = _same_place(words.texts("en"), words.texts("ar"), random)
        return f"{before[0]} {asked[0]}", f"{before[1]} {asked[1]}"

    def _answer(self, ask: Ask, person: _Person, random: Random) -> Pair:
        if ask.slot == "age":
            return _age(person.age)
        if ask.slot == "sex":
            return ("Male.", "ذكر.") if person.address.sex == "male" else ("Female.", "أنثى.")
        answers = self.words["answers"]
        if ask.slot == "pregnancy" and person.expecting:
            return self._filled(_choice(answers["expecting"], random), random)
        if person.child:
            answers = {**answers, **self.words["child_answers"]}
        if ask.slot in SLOTS:
            return self._filled(_choice(answers[ask.slot], random), random)
        chance = random.random()
        kind = "yes" if chance < YES else "unsure" if chance < YES + UNSURE else "no"
        return self._filled(_choice(answers[kind], random), random)

    def _filled(self, pair: Pair, random: Random) -> Pair:
        """The braces filled, with the same thing in both languages, and different things under _a and _b."""
        chosen: dict[str, Pair] = {}
        for match in _BRACE.finditer(pair[0] + pair[1]):
            free = [each for each in self.words["fillers"][match[1]] if tuple(each) not in chosen.values()]
            if match[0] not in chosen:
                chosen[match[0]] = _choice(free, random)
        en, ar = pair
        for brace, (english, arabic) in chosen.items():
            en, ar = en.replace(brace, english), ar.replace(brace, arabic)
        return en[:1].upper() + en[1:], ar


def protocol_chats(settings: SourceSettings) -> Iterator[Record]:
    """`count` interviews, the protocols in turn, each with its own item. Raises WorkshopError for a count of 0."""
    if not settings.count:
        raise WorkshopError(f"{settings.name}: say how many chats are to be written, for example count = 1000.")
    source, writer = settings.source(), _writer()
    protocols = sorted(writer.knowledge.protocols.values(), key=lambda protocol: protocol.id)
    for number in range(settings.count):
        protocol = protocols[number % len(protocols)]
        said = writer.chat(protocol, Random(f"{settings.seed} {protocol.id} {number}"))
        yield _record(f"{settings.name}:{protocol.id}-{number:06d}", source, said)


def content_files() -> list[Path]:
    """The files whose words make the interviews."""
    return [PATIENTS, *sorted((ASSETS / "protocols").glob("*.toml"))]


def _record(name: str, source: Source, said: Sequence[Pair]) -> Record:
    roles = [("user", "assistant")[at % 2] for at in range(len(said))]
    en = tuple(Spoken(role, "en", pair[0]) for role, pair in zip(roles, said, strict=True))  # type: ignore[arg-type]
    ar = tuple(Spoken(role, "ar", pair[1]) for role, pair in zip(roles, said, strict=True))  # type: ignore[arg-type]
    return Record(
        id=name,
        item=name,
        task="chat",
        source=source,
        original="en",
        en=Content(turns=en),
        ar=Content(turns=ar),
        translation=Translation("written"),
        tags=("interview",),
    )


@lru_cache(maxsize=1)
def _writer() -> _Writer:
    """The protocols and the answers, read once: that takes seconds."""
    return _Writer(load_knowledge(), tomllib.loads(PATIENTS.read_text(encoding="utf-8")))


def _person(protocol: Protocol, random: Random) -> _Person:
    """Somebody whom the protocol is for."""
    oldest = protocol.age_max if protocol.age_max is not None else OLDEST
    youngest = protocol.age_min if protocol.age_min is not None else ADULT if oldest > ADULT else 0.0
    first = max(1, round(youngest * 12))
    months = random.randint(first, max(first, round(oldest * 12) - 1))
    age = months // 12 if months >= 12 else months / 12
    sex: Sex | None = protocol.sex or random.choice(("male", "female"))
    if protocol.pregnant or "pregnancy" in protocol.id.split("_"):
        return _Person(random.randint(19, 42), Address("self", "female"), expecting=True)
    return _Person(age, Address("child" if age < ADULT else "self", sex))


def _applies(ask: Ask, person: _Person) -> bool:
    """Whether a question's condition holds for somebody of whom no more is known."""
    when = ask.when
    if ask.slot == "pregnancy" and not (person.address.sex == "female" and person.age in FERTILE):
        return False
    checks: tuple[Callable[[], bool], ...] = (
        lambda: when.sex is None or when.sex == person.address.sex,
        lambda: when.age_min is None or person.age >= when.age_min,
        lambda: when.age_max is None or person.age <= when.age_max,
        lambda: not when.has and when.pregnant in (None, person.expecting),
    )
    return all(check() for check in checks)


def _age(age: float) -> Pair:
    """An age in years, or in months below one, with the Arabic forms of the number."""
    if age < 1:
        months = round(age * 12)
        unit = {1: "شهر واحد", 2: "شهران"}.get(months, f"{months} {'أشهر' if months <= 10 else 'شهرًا'}")
        return f"{months} {'month' if months == 1 else 'months'}.", f"{unit}."
    years = int(age)
    unit = {1: "سنة واحدة", 2: "سنتان"}.get(years, f"{years} {'سنوات' if years <= 10 else 'سنة'}")
    return f"{years} {'year' if years == 1 else 'years'} old.", f"{unit}."


def _choice(pairs: Sequence[Sequence[str]], random: Random) -> Pair:
    en, ar = random.choice(pairs)
    return en, ar


def _same_place(en: Sequence[str], ar: Sequence[str], random: Random) -> Pair:
    number = random.randrange(min(len(en), len(ar)))
    return en[number], ar[number]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
