"""Findings as FHIR resources: what a patient has, takes, is allergic to or denies."""

from __future__ import annotations

from app.export.document import Bilingual
from app.export.fhir_case import Case
from app.export.fhir_terms import (
    DESK,
    NO_KNOWN_ALLERGY,
    SNOMED,
    TERMINOLOGY,
    Json,
    coding,
    concept,
    named,
    plain,
    status_concept,
)
from app.values import SLOTS, Finding


def finding_urn(case: Case, finding: Finding) -> str:
    """The full URL of a finding's resource."""
    return case.urn("finding", case.findings.index(finding))


def finding_resource(case: Case, finding: Finding) -> Json:
    """A finding as AllergyIntolerance, MedicationStatement, Condition or Observation, by its section and status."""
    section = case.document.section_of(finding.slot)
    makers = {"allergies": _allergy, "medicines": _medicine, "past": _condition}
    make = _observation if finding.status == "unknown" else makers.get(section, _observation)
    return make(case, finding)


def slot_words(case: Case, slot: str) -> Bilingual:
    """What a slot is called, in both languages."""
    return Bilingual(case.document.slot_name(slot, "en"), case.document.slot_name(slot, "ar"))


def _words(case: Case, finding: Finding) -> Bilingual:
    """The finding as a sentence in both languages: its name, its state, its value."""
    name, state = slot_words(case, finding.slot), case.words("export-finding-" + finding.status)
    value = finding.value.strip() if finding.status != "unknown" else ""

    def sentence(name: str, state: str) -> str:
        return f"{name}: {state}" + (f" ({plain(value)})" if value else "")

    return Bilingual(sentence(name.en, state.en), sentence(name.ar, state.ar))


def _note(finding: Finding) -> Json:
    return {"note": [{"text": plain(finding.quote)}]} if finding.quote.strip() else {}


def _observation(case: Case, finding: Finding) -> Json:
    code = named(slot_words(case, finding.slot), case.language)
    content: Json = {
        "status": "final" if case.signed else "preliminary",
        "category": [{"coding": [coding(TERMINOLOGY + "observation-category", "survey")]}],
        "code": {"coding": [coding(DESK + ":slot", finding.slot)], **code},
        "subject": case.patient(),
        "effectiveDateTime": case.told(finding.message),
        **_value(finding),
        **_note(finding),
        "derivedFrom": [case.response()],
    }
    return case.resource("Observation", _words(case, finding), content)


def _value(finding: Finding) -> Json:
    """A slot of the interview holds words; a symptom of its own is there or is not."""
    if finding.status == "unknown":
        return {"dataAbsentReason": status_concept("data-absent-reason", "asked-unknown")}
    if finding.status == "denied":
        return {"valueBoolean": False}
    if finding.slot in SLOTS and finding.value.strip():
        return {"valueString": plain(finding.value)}
    return {"valueBoolean": True}


def _condition(case: Case, finding: Finding) -> Json:
    denied = finding.status == "denied"
    content: Json = {
        "clinicalStatus": status_concept("condition-clinical", "inactive" if denied else "active"),
        "verificationStatus": status_concept("condition-ver-status", "refuted" if denied else "unconfirmed"),
        "category": [status_concept("condition-category", "problem-list-item")],
        "code": _subject(case, finding, "past_history", "surgical_history"),
        "subject": case.patient(),
        "recordedDate": case.told(finding.message),
        "asserter": case.patient(),
        "evidence": [{"detail": [case.response()]}],
        **_note(finding),
    }
    return case.resource("Condition", _words(case, finding), content)


def _allergy(case: Case, finding: Finding) -> Json:
    denied = finding.status == "denied"
    none_known = denied and finding.slot == "allergies"
    verification = "refuted" if denied and not none_known else "unconfirmed"
    content: Json = {
        "clinicalStatus": status_concept(
            "allergyintolerance-clinical", "inactive" if verification == "refuted" else "active"
        ),
        "verificationStatus": status_concept("allergyintolerance-verification", verification),
        "code": _no_known_allergy(case) if none_known else _subject(case, finding, "allergies"),
        "patient": case.patient(),
        "recordedDate": case.told(finding.message),
        "asserter": case.patient(),
        **_note(finding),
    }
    return case.resource("AllergyIntolerance", _words(case, finding), content)


def _no_known_allergy(case: Case) -> Json:
    words = named(case.words("export-no-known-allergy"), case.language)
    return {"coding": [coding(SNOMED, *NO_KNOWN_ALLERGY)], **words}


def _medicine(case: Case, finding: Finding) -> Json:
    content: Json = {
        "status": "not-taken" if finding.status == "denied" else "active",
        "medicationCodeableConcept": _subject(case, finding, "medications"),
        "subject": case.patient(),
        "dateAsserted": case.told(finding.message),
        "informationSource": case.patient(),
        "derivedFrom": [case.response()],
        **_note(finding),
    }
    return case.resource("MedicationStatement", _words(case, finding), content)


def _subject(case: Case, finding: Finding, *open_slots: str) -> Json:
    """What a finding is about: its value where its slot is a question, else its slot's name."""
    if finding.slot in open_slots and finding.value.strip():
        return concept(finding.value)
    return named(slot_words(case, finding.slot), case.language)
