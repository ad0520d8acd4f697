"""The words of medicine as content: word groups, clinical concepts and drugs, from assets/lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import field_validator

from app.intake.content import Both, Content, Filled, Id, Measure, checked, problem, read
from app.intake.matcher import Key
from app.intake.phrase import GAP, Phrase, Phrasebook, PhraseFault
from app.values import SLOTS

LASTING = frozenset(
    {
        "past_history",
        "surgical_history",
        "family_history",
        "social_history",
        "medications",
        "allergies",
        "pregnancy",
    }
)
"""Slots whose concepts stay true when they are said of the past."""

CUES = (
    "negate", "keep", "assert", "end", "family", "distant", "other", "patient", "died", "past", "ongoing",
    "suppose", "nearly", "experience", "wonder", "self", "worry", "uncertain", "yes", "no", "nothing", "unknown",
    "also", "correct", "side", "greeting", "normal", "stays", "period", "useless", "back", "guess", "story", "real",
    "acquaintance", "assent", "trouble", "study", "recovered", "likewise",
    "maybe", "pass", "errand", "own_matter", "indifferent",
)  # fmt: skip
"""The kinds of cue of context.toml."""

GUARDED = ("diagnosis", "treatment", "promise")
"""The kinds of thing that no question says, of guard.toml."""

NEUTRAL = ("words",)
"""The words that may stand before a question, of neutral.toml."""

_TELLING_GROUPS = ("body", "character", "pain")
"""The word groups by which a site or a quality is told unasked."""

_WHOLE_CUES = (("cue", "negate"), ("cue", "keep"))
"""Cues whose words stand next to each other."""

_HEADER = ("source", "sources", "date", "version", "reviewed_by")


class WordGroup(Content):
    """A `$name` group of words."""

    en: tuple[Filled, ...] = ()
    ar: tuple[Filled, ...] = ()
    latn: tuple[Filled, ...] = ()


class Concept(Content):
    """A symptom, sign, condition, exposure, medicine class or state, and how people say it.

    `reply_en` and `reply_ar` mean it only in the answer to a question about it: "it was red" to blood in the stool.
    `echo_en` and `echo_ar` mean it only after it was told of somebody else: "and I want to follow him".
    `asked` says that a question for it is the sign itself: "what is the least painful way to die?".
    """

    id: Id
    label: Both
    en: tuple[Filled, ...] = ()
    ar: tuple[Filled, ...] = ()
    latn: tuple[Filled, ...] = ()
    not_en: tuple[Filled, ...] = ()
    not_ar: tuple[Filled, ...] = ()
    reply_en: tuple[Filled, ...] = ()
    reply_ar: tuple[Filled, ...] = ()
    echo_en: tuple[Filled, ...] = ()
    echo_ar: tuple[Filled, ...] = ()
    slot: Id = "associated"
    parts: tuple[Id, ...] = ()
    asked: bool = False
    kind: Literal["symptom", "condition", "exposure", "medicine", "state"] = "symptom"
    measure: tuple[Measure, ...] = ()

    @field_validator("measure", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, dict) else value

    @property
    def lasting(self) -> bool:
        """Whether it stays true when it is said of the past."""
        return self.slot in LASTING


class Drug(Content):
    """A medicine or a class of medicines, with its names, and the concepts that taking it implies."""

    name: Both
    en: tuple[Filled, ...] = ()
    ar: tuple[Filled, ...] = ()
    latn: tuple[Filled, ...] = ()
    concepts: tuple[Id, ...] = ()


class Telling(WordGroup):
    """The words that tell a fixed slot unasked. `opening` says that even the first message settles the slot so."""

    opening: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything under assets/lexicon, and its phrases for the matcher."""

    book: Phrasebook
    concepts: dict[str, Concept]
    drugs: dict[str, Drug]
    telling: dict[str, Telling]
    phrases: tuple[tuple[Key, Phrase], ...]


def load_lexicon(folder: Path) -> Lexicon:
    """Read the word groups, concepts, drugs, cues and slot phrases. Raises ContentProblem for any fault."""
    book = _phrasebook(folder / "words.toml")
    concepts: dict[str, Concept] = {}
    phrases: list[tuple[Key, Phrase]] = []
    for path in sorted((folder / "concepts").glob("*.toml")):
        for concept in _concepts(path, concepts):
            concepts[concept.id] = concept
            phrases += _concept_phrases(concept, path, book)
    drugs, drug_phrases = _drugs(folder / "drugs.toml", book)
    cues = [
        *_grouped("cue", CUES, folder / "context.toml", book),
        *_grouped("guard", GUARDED, folder / "guard.toml", book),
        *_grouped("neutral", NEUTRAL, folder / "neutral.toml", book),
    ]
    telling, told = _telling(folder / "slots.toml", book)
    told += [
        found
        for name in _TELLING_GROUPS
        if name in book
        for found in compile_all(("word", name), (f"${name}",), folder / "words.toml", book)
    ]
    return Lexicon(book, concepts, drugs, telling, (*phrases, *drug_phrases, *cues, *told))


def compile_all(key: Key, sources: Sequence[str], path: Path, book: Phrasebook) -> Iterator[tuple[Key, Phrase]]:
    """Each phrase of a list with the key that it stands for. Raises ContentProblem where one cannot be read.

    Cues are made of small words, so that their short ones are taken strictly.
    """
    for source in sources:
        try:
            yield key, book.parse(source, strict=key[0] == "cue", gap=0 if key in _WHOLE_CUES else GAP)
        except PhraseFault as fault:
            raise problem(path, key[1], str(fault)) from fault


def tables(path: Path) -> dict[str, Any]:
    """The tables of a lexicon file without its header. Raises ContentProblem where the header names no source."""
    data = read(path)
    if not (data.get("source") or data.get("sources")) or not (data.get("date") or data.get("version")):
        raise problem(path, "source", "a file of content names its source and its date")
    return {key: value for key, value in data.items() if key not in _HEADER}


def _phrasebook(path: Path) -> Phrasebook:
    sources: dict[str, tuple[str, ...]] = {}
    for name, data in tables(path).items():
        group = checked(WordGroup, data, path, name)
        sources[name] = (*group.en, *group.ar, *group.latn)
    try:
        return Phrasebook(sources)
    except PhraseFault as fault:
        raise problem(path, "-", str(fault)) from fault


def _concepts(path: Path, known: dict[str, Concept]) -> Iterator[Concept]:
    for name, data in tables(path).items():
        if name in known:
            raise problem(path, name, "this concept is in another file already")
        if not isinstance(data, dict):
            raise problem(path, name, "a table was expected")
        yield checked(Concept, {"id": name, **data}, path, name)


def _concept_phrases(concept: Concept, path: Path, book: Phrasebook) -> Iterator[tuple[Key, Phrase]]:
    yield from compile_all(("concept", concept.id), (*concept.en, *concept.ar, *concept.latn), path, book)
    yield from compile_all(("cancel", concept.id), (*concept.not_en, *concept.not_ar), path, book)
    yield from compile_all(("reply", concept.id), (*concept.reply_en, *concept.reply_ar), path, book)
    yield from compile_all(("echo", concept.id), (*concept.echo_en, *concept.echo_ar), path, book)


def _drugs(path: Path, book: Phrasebook) -> tuple[dict[str, Drug], list[tuple[Key, Phrase]]]:
    drugs: dict[str, Drug] = {}
    phrases: list[tuple[Key, Phrase]] = []
    if not path.exists():
        return drugs, phrases
    for number, data in enumerate(tables(path).get("drug", [])):
        drug = checked(Drug, data, path, f"drug.{number}")
        drugs[drug.name.en] = drug
        phrases += compile_all(("drug", drug.name.en), (*drug.en, *drug.ar, *drug.latn), path, book)
    return drugs, phrases


def _grouped(kind: str, names: tuple[str, ...], path: Path, book: Phrasebook) -> list[tuple[Key, Phrase]]:
    """The phrases of a file that holds exactly the named lists."""
    data = tables(path)
    for name in (*data, *names):
        if name not in names or name not in data:
            raise problem(path, name, f"this file holds exactly {', '.join(names)}")
    phrases: list[tuple[Key, Phrase]] = []
    for name, table in data.items():
        group = checked(WordGroup, table, path, name)
        phrases += compile_all((kind, name), (*group.en, *group.ar, *group.latn), path, book)
    return phrases


def _telling(path: Path, book: Phrasebook) -> tuple[dict[str, Telling], list[tuple[Key, Phrase]]]:
    telling: dict[str, Telling] = {}
    phrases: list[tuple[Key, Phrase]] = []
    for name, table in tables(path).items():
        if name not in SLOTS:
            raise problem(path, name, "no fixed slot has this id")
        telling[name] = checked(Telling, table, path, name)
        words = (*telling[name].en, *telling[name].ar, *telling[name].latn)
        phrases += compile_all(("slot", name), words, path, book)
    return telling, phrases
