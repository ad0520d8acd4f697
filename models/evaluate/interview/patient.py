"""A patient made of facts, who answers what is asked: deterministic, and the same in both languages."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.values import FindingStatus, Language

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).resolve().parents[1] / "cases"

Answers = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What is said where a case has no fact: kind ("denied", "unknown"), then "en" or a dialect, then sentences."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the patient answers when asked for a slot, and the finding that the answer should leave behind."""

    slot: str
    status: FindingStatus
    en: str
    ar: str

    def text(self, language: Language) -> str:
        """The answer in one language."""
        return self.ar if language == "ar" else self.en


@dataclass(frozen=True, slots=True)
class Case:
    """A patient. Field meanings are in models/evaluate/cases/README.md."""

    id: str
    protocol: str
    dialect: str
    alarm: str
    flags: tuple[str, ...]
    must: tuple[str, ...]
    tells: tuple[str, ...]
    opening: Fact
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Told:
    """What the patient said, and the fact behind it (None for a denial or not knowing)."""

    text: str
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Patient:
    """Answers for one case."""

    case: Case
    answers: Answers

    def open(self, language: Language) -> Told:
        """The first message."""
        return Told(self.case.opening.text(language), None)

    def answer(self, slot: str | None, language: Language) -> Told:
        """The answer to a question for `slot`; a question that names none is not understood."""
        if slot is None:
            return Told(self._sentence("unknown", "", language), None)
        fact = self.case.facts.get(slot)
        if fact:
            return Told(fact.text(language), fact)
        if slot in self.case.tells:
            return Told(self.case.opening.text(language), None)
        return Told(self._sentence("denied", slot, language), None)

    def _sentence(self, kind: str, slot: str, language: Language) -> str:
        choices = self.answers[kind]["en" if language == "en" else self.case.dialect]
        return choices[zlib.crc32(f"{self.case.id} {slot}".encode()) % len(choices)]


def load_patients(folder: Path = CASES) -> tuple[Patient, ...]:
    """The twin cases, in the order of their names."""
    answers = {
        kind: {form: tuple(sentences) for form, sentences in forms.items()}
        for kind, forms in _read(folder / "_answers.toml").items()
    }
    paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("_"))
    return tuple(Patient(_case(_read(path)), answers) for path in paths)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _case(row: Mapping[str, Any]) -> Case:
    opening = row["opening"]
    facts = [Fact(fact["slot"], fact["status"], fact["en"], fact["ar"]) for fact in row["fact"]]
    return Case(
        id=row["id"],
        protocol=row["protocol"],
        dialect=row["dialect"],
        alarm=row["alarm"],
        flags=tuple(row["flags"]),
        must=tuple(row["must"]),
        tells=tuple(opening["tells"]),
        opening=Fact("chief_complaint", "present", opening["en"], opening["ar"]),
        facts={fact.slot: fact for fact in facts},
    )
