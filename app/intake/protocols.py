"""The interview protocols as content, from assets/protocols: one presenting complaint a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict

from app.intake.content import Both, BothLists, Condition, Content, Filled, Id, Sex, Source, checked, problem, read
from app.values import SLOTS, Language

Section = Literal["hpi", "past", "medicines", "allergies", "family", "social", "ros", "pregnancy", "concerns"]
GROWN = 20
"""Years from which nobody is a child any more; a protocol with a lower upper limit is for children."""

GENERAL = "general"
"""The protocol for everything that no other is for."""


class Ask(Content):
    """One thing to ask: its slot, its section in the note, its wordings and when it applies.

    `child` is how a small child's parent is asked in a protocol that is for everybody. `measures` are those whose
    readings answer it, by their names (`measures.py`).
    """

    slot: Id
    must: bool = False
    core: bool = False
    early: bool = False
    section: Section
    en: Filled
    ar: Filled
    ask_en: tuple[Filled, ...] = ()
    ask_ar: tuple[Filled, ...] = ()
    label: Both
    child: Both | None = None
    concepts: tuple[Id, ...] = ()
    measures: tuple[Id, ...] = ()
    when: Condition = Condition()

    def wordings(self, language: Language, of_child: bool = False) -> tuple[str, ...]:
        """Every wording of the question, the main one first, forms of address still in braces."""
        if of_child and self.child:
            return (self.child.text(language),)
        return (self.ar, *self.ask_ar) if language == "ar" else (self.en, *self.ask_en)


class Protocol(Content):
    """A presenting complaint: what opens it, and what to ask in which order.

    `hints` are words that point to it where nothing else is understood: "my eye", جلدي.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    version: Filled
    reviewed_by: str = ""
    title: Both
    concepts: tuple[Id, ...] = ()
    triggers_en: tuple[Filled, ...] = ()
    triggers_ar: tuple[Filled, ...] = ()
    triggers_latn: tuple[Filled, ...] = ()
    hints: tuple[Filled, ...] = ()
    priority: int = 50
    age_min: float | None = None
    age_max: float | None = None
    sex: Sex | None = None
    pregnant: bool | None = None
    sources: tuple[Source, ...]
    ask: tuple[Ask, ...]

    @property
    def condition(self) -> Condition:
        """Whom the protocol is for."""
        return Condition(sex=self.sex, age_min=self.age_min, age_max=self.age_max, pregnant=self.pregnant)

    @property
    def is_childrens(self) -> bool:
        """Whether it is for children only."""
        return self.age_max is not None and self.age_max < GROWN

    def find(self, slot: str) -> Ask | None:
        """The question for `slot`, or None."""
        return next((ask for ask in self.ask if ask.slot == slot), None)


class Phrases(Content):
    """Sentences beside the questions; `probe` asks for a finding [what] that no protocol has a question for.

    `unsure` is said after an "I don't know", `asked_back` before a question that was answered with a question,
    `more` before one that was answered with a bare yes.
    """

    acknowledge: BothLists = BothLists()
    unsure: BothLists = BothLists()
    asked_back: BothLists = BothLists()
    more: BothLists = BothLists()
    closing: BothLists = BothLists()
    probe: Both = Both(en="[what]?", ar="[what]؟")


class _Common(Content):
    version: str = ""
    reviewed_by: str = ""
    sources: tuple[Source, ...] = ()
    sections: dict[Section, Both]
    phrases: Phrases = Phrases()
    ask: tuple[dict[str, Any], ...]


class _Shared(Content):
    """A file of findings that several protocols ask for."""

    version: str = ""
    reviewed_by: str = ""
    ask: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What every protocol shares: the fixed slots' questions, the note's sections, and plain sentences."""

    asks: dict[str, Ask]
    sections: dict[str, Both]
    phrases: Phrases


def load_common(path: Path) -> Common:
    """Read _common.toml and the _common_*.toml beside it.

    Raises ContentProblem for any fault, a fixed slot without a question included.
    """
    file = checked(_Common, read(path), path, "")
    asks = {ask.slot: ask for ask in (_ask(data, {}, path) for data in file.ask)}
    for beside in sorted(path.parent.glob(f"{path.stem}_*.toml")):
        for data in checked(_Shared, read(beside), beside, "").ask:
            ask = _ask(data, {}, beside)
            if ask.slot in asks:
                raise problem(beside, ask.slot, "this slot has a shared question already")
            asks[ask.slot] = ask
    for slot in SLOTS:
        if slot not in asks:
            raise problem(path, slot, "every fixed slot needs a default question")
    return Common(asks, {str(key): label for key, label in file.sections.items()}, file.phrases)


def load_protocols(folder: Path, common: Common) -> dict[str, Protocol]:
    """Read every protocol beside _common.toml. Raises ContentProblem for any fault, a missing general one included."""
    protocols: dict[str, Protocol] = {}
    for path in sorted(folder.glob("[!_]*.toml")):
        protocol = _protocol(path, common)
        if protocol.id in protocols:
            raise problem(path, "id", f"{protocol.id} is in another file already")
        protocols[protocol.id] = protocol
    if GENERAL not in protocols:
        raise problem(folder, GENERAL, "the general protocol is missing")
    return protocols


def _protocol(path: Path, common: Common) -> Protocol:
    data = read(path)
    asks = data.get("ask", [])
    if not isinstance(asks, list) or not asks:
        raise problem(path, "ask", "a protocol asks at least one question")
    read_asks = tuple(_ask(ask, common.asks, path) for ask in asks)
    slots = [ask.slot for ask in read_asks]
    for slot in slots:
        if slots.count(slot) > 1:
            raise problem(path, slot, "asked twice")
    return checked(Protocol, {**data, "ask": read_asks}, path, "")


def _ask(data: dict[str, Any], defaults: dict[str, Ask], path: Path) -> Ask:
    slot = str(data.get("slot", ""))
    base = defaults[slot].model_dump() if slot in defaults else {}
    if "en" in data or "ar" in data:
        base = {key: value for key, value in base.items() if key not in ("ask_en", "ask_ar")}
    ask = checked(Ask, {**base, **data}, path, slot or "ask")
    for fault in _question_faults(ask):
        raise problem(path, slot, fault)
    return ask


def _question_faults(ask: Ask) -> Iterator[str]:
    for mark, other, texts in (("?", "؟", ask.wordings("en")), ("؟", "?", ask.wordings("ar"))):
        for text in (*texts, *ask.wordings("en" if mark == "?" else "ar", of_child=True)):
            if text.count(mark) != 1 or not text.endswith(mark) or other in text:
                yield f"exactly one question mark, at the end: {text!r}"
    for language, count in (("en", 2), ("ar", 4)):
        for text in ask.wordings("ar" if language == "ar" else "en"):
            for braces in re.findall(r"\{([^{}]*)\}", text):
                if braces.count("|") != count - 1:
                    yield f"{count} forms of address are needed in {text!r}"
            if set(re.sub(r"\{[^{}]*\}", "", text)) & set("{}"):
                yield f"stray brace in {text!r}"
