"""The codes and small pieces of the FHIR export. LOINC and SNOMED CT codes are as their owners publish them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from app.export.document import Bilingual
from app.text.isolate import strip_controls
from app.values import Language

Json = dict[str, Any]

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
DESK = "urn:bimedix-desk"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, DESK)

SECTIONS = {
    "complaint": "10154-3",
    "hpi": "10164-2",
    "past": "11348-0",
    "medicines": "10160-0",
    "allergies": "48765-2",
    "family": "10157-6",
    "social": "29762-2",
    "ros": "10187-3",
    "pregnancy": "10162-6",
}
"""LOINC codes of the note's sections, by the sections' ids. Their names change between editions: none is sent."""

HISTORY_AND_PHYSICAL = "34117-2"
NOTE = "34109-9"
NO_KNOWN_ALLERGY = ("716186003", "No known allergy")


def stable_urn(*parts: object) -> str:
    """The `urn:uuid:` of a thing, the same in every export of the same conversation."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts))).urn


def instant(moment: datetime) -> str:
    """A FHIR instant or dateTime, to the second, with its zone."""
    return moment.isoformat(timespec="seconds")


def coding(system: str, code: str, display: str = "") -> Json:
    """A Coding."""
    return {"system": system, "code": code, **({"display": display} if display else {})}


def concept(text: str, *codings: Json) -> Json:
    """A CodeableConcept with its text."""
    return {**({"coding": list(codings)} if codings else {}), "text": plain(text)}


def status_concept(system: str, code: str) -> Json:
    """A CodeableConcept of one of HL7's own code systems."""
    return {"coding": [coding(TERMINOLOGY + system, code)]}


def named(words: Bilingual, language: Language) -> Json:
    """A CodeableConcept in `language`, with the other language as its translation."""
    return {"text": plain(words.text(language)), **translations("text", words, language)}


def translations(field: str, words: Bilingual, language: Language) -> Json:
    """The translation extension of a primitive field, where the other language has words of its own."""
    other: Language = "en" if language == "ar" else "ar"
    text = words.en if other == "en" else words.ar
    if not text.strip() or text == words.text(language):
        return {}
    inner = [{"url": "lang", "valueCode": other}, {"url": "content", "valueString": plain(text)}]
    return {"_" + field: {"extension": [{"url": TRANSLATION, "extension": inner}]}}


def reference(urn: str, display: str = "") -> Json:
    """A Reference to another entry of the bundle."""
    return {"reference": urn, **({"display": plain(display)} if display.strip() else {})}


def plain(text: str) -> str:
    """`text` as a FHIR string: no control characters, no white space at its ends, never empty."""
    return strip_controls(text).strip() or "-"
