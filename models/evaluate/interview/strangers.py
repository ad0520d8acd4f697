"""Patients from public sets: AgentClinic's (MIT) and MediQ's (CC BY 4.0) cases, in English, as facts by slot.

Their facts are sentences about the patient. Each is filed under the slots to which the desk's own reading assigns it,
so what no reading assigns cannot be elicited; `unfiled` counts those. Facts of examination and tests are left out:
a patient does not know them. Both sets come from MedQA: do not train on them and test on MedQA.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.values import Language, Message
from models.command import WorkshopError
from models.evaluate.interview.patient import Case, Fact, Told

_NUMBERED = re.compile(r"^\s*\d+[.)]\s*")
_CLINICAL = re.compile(
    r"\b(exam(ination)?|culture|x-?ray|ct|mri|ultrasound|laborator\w+|serum|biops\w+|echocardiogra\w+|electrocardiogra\w+"
    r"|ecg|ekg|blood pressure|pulse|respirat(ions|ory rate)|auscultation|palpation|leukocyte|hemoglobin|urinalysis"
    r"|mg/dl|mm ?hg|\d+ ?/ ?min|physician|murmur|reflexes|oxygen saturation|bmi|ha?ematocrit|platelets?|reticulocyte"
    r"|corpuscular|mcv|troponin|vital signs|radiograph\w*|(breath|heart|bowel) sounds|labs|temperature is|afebrile"
    r"|toxicology|nitrites?|sodium|potassium|creatinine|transilluminate\w*|tenderness|palpable|electrolytes?)\b",
    re.IGNORECASE,
)
_UNKNOWN = "I don't know."
_WHO = frozenset({"age", "sex"})
"""What the opening says of them need not be asked, and is no fact to elicit."""
_SECTIONS = {
    "Past_Medical_History": "past_history",
    "Past_Surgical_History": "surgical_history",
    "Social_History": "social_history",
    "Family_History": "family_history",
    "Review_of_Systems": "review_of_systems",
    "Medications": "medications",
    "Allergies": "allergies",
}
"""Sections of an AgentClinic case that are a slot each."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A patient of a public set. Answers in English with every fact filed under the slot that is asked for."""

    case: Case
    by_slot: Mapping[str, tuple[str, ...]]
    unfiled: int

    def open(self, language: Language) -> Told:
        """The first message."""
        return Told(self.case.opening.en, None)

    def answer(self, slot: str | None, language: Language) -> Told:
        """The facts filed under `slot`; not knowing where there is none."""
        facts = self.by_slot.get(slot or "", ())
        if not facts:
            return Told(_UNKNOWN, None)
        return Told(" ".join(facts), self.case.facts[slot or ""])

    @property
    def sentences(self) -> frozenset[str]:
        """Every fact that can be asked for."""
        return frozenset(fact for facts in self.by_slot.values() for fact in facts)


def load_strangers(path: Path, knowledge: Knowledge, limit: int = 0) -> tuple[Stranger, ...]:
    """The cases of a JSON-lines file in either shape, the first `limit` of them. Raises WorkshopError.

    Rows whose context is empty are questions about no patient, and are passed over.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise WorkshopError(f"{path} cannot be read as cases: {error}.") from error
    patients = ((number, row) for number, row in enumerate(rows) if row.get("context") != [])
    return tuple(_stranger(row, number, knowledge, path) for number, row in islice(patients, limit or None))


def _stranger(row: Mapping[str, Any], number: int, knowledge: Knowledge, path: Path) -> Stranger:
    if "OSCE_Examination" in row:
        opening, filed, loose = _agentclinic(row["OSCE_Examination"]["Patient_Actor"])
    elif "facts" in row and "context" in row:
        facts = [_NUMBERED.sub("", fact) for fact in row["facts"]]
        opening, filed, loose = row["context"][0], {}, [fact for fact in facts if not _CLINICAL.search(fact)]
    else:
        raise WorkshopError(f"{path}, row {number + 1}, has neither AgentClinic's nor MediQ's shape.")
    by_slot = defaultdict(list, {slot: list(facts) for slot, facts in filed.items()})
    known, unfiled = _WHO & set(_slots(knowledge, opening)), 0
    for fact in loose:
        slots = _slots(knowledge, opening, fact)
        if slots and known.issuperset(slots):
            continue
        unfiled += not slots
        for slot in slots:
            by_slot[slot].append(fact)
    return Stranger(
        _case(f"{path.parent.name}-{number}", opening, by_slot), {k: tuple(v) for k, v in by_slot.items()}, unfiled
    )


def _agentclinic(actor: Mapping[str, Any]) -> tuple[str, dict[str, list[str]], list[str]]:
    """The opening, the facts whose section says their slot, and the rest sentence by sentence."""
    symptoms = actor.get("Symptoms") or {}
    primary = symptoms.get("Primary_Symptom") if isinstance(symptoms, Mapping) else None
    opening = (
        f"The patient is a {actor.get('Demographics', 'person')}, complaining of {_lower(str(primary or 'illness'))}."
    )
    filed = {slot: list(_sentences(actor[name])) for name, slot in _SECTIONS.items() if actor.get(name)}
    secondary = symptoms.get("Secondary_Symptoms") if isinstance(symptoms, Mapping) else None
    filed["associated"] = [f"{symptom}." for symptom in (secondary if isinstance(secondary, list) else []) if symptom]
    return opening, {slot: facts for slot, facts in filed.items() if facts}, list(_sentences(actor.get("History", "")))


def _sentences(text: object) -> Iterator[str]:
    said = "; ".join(f"{name}: {value}" for name, value in text.items()) if isinstance(text, Mapping) else str(text)
    return (part.strip() for part in re.split(r"(?<=[.!?])\s+", said) if part.strip())


def _slots(knowledge: Knowledge, *said: str) -> list[str]:
    """The slots under which the desk files the last of these messages, and each symptom under its own name."""
    now = datetime.now(timezone.utc)
    messages = [Message(number, "x", "user", text, "en", "ltr", now) for number, text in enumerate(said, 1)]
    named = [finding.slot for finding in extract(messages, knowledge).findings if finding.message == len(said)]
    shared = [concept.slot for slot in named if (concept := knowledge.concept(slot))]
    return list(dict.fromkeys([*named, *shared]))


def _case(name: str, opening: str, by_slot: Mapping[str, Sequence[str]]) -> Case:
    facts = {slot: Fact(slot, "present", " ".join(said), "") for slot, said in by_slot.items()}
    first = Fact("chief_complaint", "present", opening, "")
    return Case(name, "", "msa", "none", (), (), ("chief_complaint",), first, facts)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
