"""All clinical content, read once and checked against itself. If it does not load, the desk does not start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.config import ASSETS
from app.errors import NotFound
from app.intake.content import problem
from app.intake.cues import is_circumfixed
from app.intake.latin import Spellings, load_spellings
from app.intake.lexicon import Concept, Lexicon, compile_all, load_lexicon
from app.intake.matcher import Key, Matcher
from app.intake.net import Net, load_net
from app.intake.phrase import Phrase
from app.intake.protocols import GENERAL, Ask, Common, Protocol, load_common, load_protocols
from app.intake.rules import Rule, load_rules
from app.intake.tokens import is_content, tokenise
from app.intake.wording import Address, spoken
from app.values import SLOTS, Language, Plan

LANGUAGES: tuple[Language, ...] = ("en", "ar")


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The clinical content of the desk. Never changes after loading; compared and hashed by identity.

    `wider` are the concepts that have parts, `measured` those that a number can make present, `aged` those
    that an age does, `symptoms` those that somebody suffers from, `alarming` those that raise an alarm by
    themselves; `fused` concepts with the Egyptian denied verbs that say them as they stand; `spellings` the
    Arabic words that are known in Latin letters. Without a `net` only the rules raise alarms.
    """

    lexicon: Lexicon
    common: Common
    protocols: dict[str, Protocol]
    rules: tuple[Rule, ...]
    matcher: Matcher
    spellings: Spellings
    wider: tuple[Concept, ...] = ()
    measured: tuple[Concept, ...] = ()
    aged: tuple[Concept, ...] = ()
    symptoms: frozenset[str] = frozenset()
    alarming: frozenset[str] = frozenset()
    fused: frozenset[tuple[str, str]] = frozenset()
    net: Net | None = None

    def rule(self, id: str) -> Rule:
        """The alarm rule `id`. Raises NotFound."""
        for rule in (*self.rules, *([self.net.rule] if self.net else [])):
            if rule.id == id:
                return rule
        raise NotFound("intake-no-rule", rule=id)

    def protocol(self, id: str) -> Protocol:
        """The protocol `id`. Raises NotFound."""
        if id not in self.protocols:
            raise NotFound("intake-no-protocol", protocol=id)
        return self.protocols[id]

    def concept(self, id: str) -> Concept | None:
        """The clinical concept `id`, or None."""
        return self.lexicon.concepts.get(id)

    def ask(self, slot: str, protocol: str = GENERAL) -> Ask | None:
        """The question for `slot` in `protocol`, else the shared one, else any protocol's."""
        own = self.protocols[protocol].find(slot) if protocol in self.protocols else None
        if own or slot in self.common.asks:
            return own or self.common.asks[slot]
        return next((ask for other in self.protocols.values() if (ask := other.find(slot))), None)

    def topic(self, slot: str, protocol: str) -> frozenset[str]:
        """The forms of the content words of a slot's question and label, in both languages."""
        ask = self.ask(slot, protocol) or self.probe(slot)
        if ask is None:
            return frozenset()
        texts = [wording for language in LANGUAGES for wording in (*ask.wordings(language), ask.label.text(language))]
        tokens = (token for text in texts for token in tokenise(text).tokens)
        return frozenset(form for token in tokens if is_content(token) for form in token.forms)

    def probe(self, concept: str) -> Ask | None:
        """A question for a finding: that of a protocol where one asks for it, else a plain one made of its label."""
        known = self.concept(concept)
        asking = next((ask for ask in self.every_ask() if concept in ask.concepts), None)
        if asking or known is None:
            return asking
        template = self.common.phrases.probe
        en, ar = (template.text(language).replace("[what]", known.label.text(language)) for language in LANGUAGES)
        return Ask(slot=concept, must=True, section="hpi", en=en, ar=ar, label=known.label)

    def every_ask(self) -> Iterator[Ask]:
        """The questions of all protocols."""
        return (ask for protocol in self.protocols.values() for ask in protocol.ask)

    def question(self, plan: Plan, language: Language) -> str:
        """A plan's question in `language`, in its main wording, addressed to the person himself."""
        ask = (self.ask(plan.slot) or self.probe(plan.slot)) if plan.slot else None
        if ask is None:
            return plan.question
        return spoken(ask.wordings(language)[0], language, Address())

    def slot_label(self, slot: str, language: Language, protocol: str = GENERAL) -> str:
        """What the note calls `slot`, in a protocol's own words if it has any; an unknown slot keeps its id."""
        ask, concept = self.ask(slot, protocol), self.concept(slot)
        label = ask.label if ask else concept.label if concept else None
        return label.text(language) if label else slot.replace("_", " ")

    def term(self, value: str, language: Language) -> str:
        """A concept's label in `language`, where `value` is its label in either; any other value as it is."""
        concept = self.named(value)
        return concept.label.text(language) if concept else value

    def named(self, label: str) -> Concept | None:
        """The concept with a label, in either language."""
        concepts = self.lexicon.concepts.values()
        return next((concept for concept in concepts if label in (concept.label.en, concept.label.ar)), None)

    def section_of(self, slot: str) -> str:
        """The section of the note to which `slot` belongs."""
        ask, concept = self.ask(slot), self.concept(slot)
        if ask is None and concept is not None and concept.slot in self.common.asks:
            ask = self.common.asks[concept.slot]
        return ask.section if ask else "hpi"

    def section_label(self, section: str, language: Language) -> str:
        """The heading of a section of the note."""
        label = self.common.sections.get(section)
        return label.text(language) if label else section


def load_knowledge(assets: Path = ASSETS) -> Knowledge:
    """Read and check everything under `assets`. Raises ContentProblem naming file, key and fault."""
    lexicon = load_lexicon(assets / "lexicon")
    common = load_common(assets / "protocols" / "_common.toml")
    protocols = load_protocols(assets / "protocols", common)
    rules = load_rules(assets / "redflags")
    _check_references(assets, lexicon, protocols, rules)
    triggers = _triggers(assets, lexicon, protocols.values())
    concepts = lexicon.concepts.values()
    return Knowledge(
        lexicon,
        common,
        protocols,
        rules,
        Matcher((*lexicon.phrases, *triggers)),
        load_spellings(assets / "lexicon" / "arabizi.toml"),
        wider=tuple(concept for concept in concepts if concept.parts),
        measured=tuple(concept for concept in concepts if concept.measure),
        aged=tuple(concept for concept in concepts if any(bound.name == "age" for bound in concept.measure)),
        symptoms=frozenset(concept.id for concept in concepts if concept.kind in ("symptom", "exposure")),
        alarming=frozenset(_alarming(rules, lexicon)),
        fused=frozenset(_fused(lexicon.phrases)),
        net=load_net(assets / "safety_net"),
    )


def _alarming(rules: Iterable[Rule], lexicon: Lexicon) -> Iterator[str]:
    """The concepts that are an emergency by themselves, and what may befall somebody and raises any alarm."""
    for rule in rules:
        for row in rule.any:
            if len(row) == 1 and (rule.severity == "emergency" or lexicon.concepts[row[0]].kind == "exposure"):
                yield row[0]


def _fused(phrases: Iterable[tuple[Key, Phrase]]) -> Iterator[tuple[str, str]]:
    for key, phrase in phrases:
        if key[0] == "concept":
            yield from ((key[1], word.text) for word in phrase.words() if is_circumfixed(word.text))


def _triggers(assets: Path, lexicon: Lexicon, protocols: Iterable[Protocol]) -> list[tuple[Key, Phrase]]:
    phrases: list[tuple[Key, Phrase]] = []
    for protocol in protocols:
        sources = (*protocol.triggers_en, *protocol.triggers_ar, *protocol.triggers_latn)
        path = assets / "protocols" / f"{protocol.id}.toml"
        phrases += compile_all(("trigger", protocol.id), sources, path, lexicon.book)
        phrases += compile_all(("hint", protocol.id), protocol.hints, path, lexicon.book)
    return phrases


def _check_references(assets: Path, lexicon: Lexicon, protocols: dict[str, Protocol], rules: tuple[Rule, ...]) -> None:
    """Every concept and slot that content names must exist."""
    slots = {*SLOTS, *(ask.slot for protocol in protocols.values() for ask in protocol.ask)}
    for concept in lexicon.concepts.values():
        _known(concept.parts, lexicon, assets / "lexicon" / "concepts", concept.id)
        if concept.slot not in slots:
            raise problem(assets / "lexicon" / "concepts", concept.id, f"unknown slot {concept.slot}")
    for drug in lexicon.drugs.values():
        _known(drug.concepts, lexicon, assets / "lexicon" / "drugs.toml", drug.name.en)
    for rule in rules:
        named = (*(concept for row in rule.any for concept in row), *rule.unless)
        _known(named, lexicon, assets / "redflags", rule.id)
        if rule.asks and rule.asks not in slots and rule.asks not in lexicon.concepts:
            raise problem(assets / "redflags", rule.id, f"unknown slot or concept {rule.asks}")
    for protocol in protocols.values():
        path = assets / "protocols" / f"{protocol.id}.toml"
        _known(protocol.concepts, lexicon, path, "concepts")
        for ask in protocol.ask:
            _known((*ask.concepts, *ask.when.has, *ask.when.lacks), lexicon, path, ask.slot)


def _known(names: Iterable[str], lexicon: Lexicon, path: Path, where: str) -> None:
    for name in names:
        if name not in lexicon.concepts:
            raise problem(path, where, f"unknown concept {name}")
