"""R4's rules that a schema does not know: what makes a Bundle a document, and what its resources owe each other.

Sources: HL7 FHIR R4 (4.0.1), bundle.html#invariants, documents.html, composition.html, condition.html,
allergyintolerance.html, observation.html, questionnaireresponse.html, narrative.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from app.export.fhir_terms import Json

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ELEMENTS = {"div", "p", "ul", "li", "span", "b", "br"}
_ATTRIBUTES = {"lang", "dir", "{http://www.w3.org/XML/1998/namespace}lang"}
_BINDINGS: dict[str, dict[str, set[str]]] = {
    "Composition": {"status": {"preliminary", "final", "amended", "entered-in-error"}},
    "Observation": {"status": {"registered", "preliminary", "final", "amended", "corrected", "cancelled",
                               "entered-in-error", "unknown"}},
    "Flag": {"status": {"active", "inactive", "entered-in-error"}},
    "MedicationStatement": {"status": {"active", "completed", "entered-in-error", "intended", "stopped", "on-hold",
                                       "unknown", "not-taken"}},
    "Questionnaire": {"status": {"draft", "active", "retired", "unknown"}},
    "QuestionnaireResponse": {"status": {"in-progress", "completed", "amended", "entered-in-error", "stopped"}},
}  # fmt: skip
_CODED = {
    "condition-clinical": {"active", "recurrence", "relapse", "inactive", "remission", "resolved"},
    "condition-ver-status": {"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"},
    "allergyintolerance-clinical": {"active", "inactive", "resolved"},
    "allergyintolerance-verification": {"unconfirmed", "confirmed", "refuted", "entered-in-error"},
}
_SUBJECT = {"Observation": "subject", "Condition": "subject", "AllergyIntolerance": "patient", "Flag": "subject",
            "MedicationStatement": "subject", "Composition": "subject"}  # fmt: skip


def check_bundle(bundle: Json) -> tuple[str, ...]:
    """The faults of a document Bundle, each named with its place; none where it keeps R4's rules."""
    return tuple(_faults(bundle))


def _faults(bundle: Json) -> Iterator[str]:
    entries = bundle.get("entry", [])
    urls = [entry.get("fullUrl", "") for entry in entries]
    resources = [entry["resource"] for entry in entries]
    if bundle.get("type") != "document" or not resources or resources[0].get("resourceType") != "Composition":
        yield "bdl-11: a document's first entry is its Composition"
        return
    if not {"system", "value"} <= set(bundle.get("identifier", {})):
        yield "bdl-9: a document has an identifier with system and value"
    if not _INSTANT.fullmatch(bundle.get("timestamp", "")):
        yield "bdl-10: a document has a timestamp"
    if len(set(urls)) != len(urls) or not all(url.startswith("urn:uuid:") for url in urls):
        yield "bdl-7: every entry has a fullUrl of its own"
    yield from _references(
        bundle, set(urls), {r.get("url") for r in resources if r.get("resourceType") == "Questionnaire"}
    )
    yield from _reached(bundle, urls)
    for resource in resources:
        yield from _resource(resource)
    yield from _answers(resources)


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{at}]")


def _references(bundle: Json, urls: set[str], canonicals: set[str | None]) -> Iterator[str]:
    for path, value in _walk(bundle):
        if path.endswith(".reference") and value not in urls:
            yield f"{path}: {value} is not in the document"
        if path.endswith(".questionnaire") and value.partition("|")[0] not in canonicals:
            yield f"{path}: {value} is not in the document"
        if value in ("", {}, []) or value is None:
            yield f"ele-1: {path} is empty"
        if isinstance(value, str) and not path.endswith(".div") and value != value.strip():
            yield f"{path} has white space at its ends"


def _reached(bundle: Json, urls: list[str]) -> Iterator[str]:
    """Every entry hangs together with the Composition, by a reference of its own or to it (documents.html)."""
    by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    seen, waiting = set(), [urls[0]]
    while waiting:
        url = waiting.pop()
        if url in seen or url not in by_url:
            continue
        seen.add(url)
        links = [value for path, value in _walk(by_url[url]) if path.endswith((".reference", ".questionnaire"))]
        waiting += [link.partition("|")[0] for link in links]
    yield from (f"{url} is not reached from the Composition" for url in urls if url not in seen)


def _resource(resource: Json) -> Iterator[str]:
    kind = resource["resourceType"]
    for field, allowed in _BINDINGS.get(kind, {}).items():
        if resource.get(field) not in allowed:
            yield f"{kind}.{field}: {resource.get(field)} is not of the required value set"
    if kind in _SUBJECT and _SUBJECT[kind] not in resource:
        yield f"{kind} has no {_SUBJECT[kind]}"
    yield from _codes(resource)
    yield from _narratives(resource)
    if kind == "Observation":
        values = [key for key in resource if key.startswith("value")]
        if len(values) + ("dataAbsentReason" in resource) != 1:
            yield "obs-6: an Observation has a value or the reason why it has none"
    if kind in ("Condition", "AllergyIntolerance"):
        entered = "entered-in-error" in str(resource.get("verificationStatus"))
        if entered == ("clinicalStatus" in resource):
            yield f"{'con-3' if kind == 'Condition' else 'ait-1'}: clinical status and verification status disagree"
    if kind == "Composition":
        yield from _composition(resource)


def _codes(resource: Json) -> Iterator[str]:
    for path, value in _walk(resource):
        if path.endswith("]") and isinstance(value, dict) and "system" in value and "code" in value:
            allowed = _CODED.get(value["system"].rpartition("/")[2])
            if allowed and value["code"] not in allowed:
                yield f"{resource['resourceType']}{path}: {value['code']} is not of the required value set"


def _composition(resource: Json) -> Iterator[str]:
    for field in ("type", "date", "author", "title", "identifier"):
        if not resource.get(field):
            yield f"Composition has no {field}"
    for at, section in enumerate(resource.get("section", [])):
        if not ({"text", "entry", "section"} & set(section)):
            yield f"cmp-1: section {at} holds nothing"
        if "emptyReason" in section and "entry" in section:
            yield f"cmp-2: section {at} is empty and is not"


def _narratives(resource: Json) -> Iterator[str]:
    for path, value in _walk(resource):
        if not path.endswith(".div"):
            continue
        try:
            root = ElementTree.fromstring(value)
        except ElementTree.ParseError as error:
            yield f"txt-1: {path}: {error}"
            continue
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        attributes = {name for element in root.iter() for name in element.attrib}
        if not root.tag.endswith("}div") or tags - _ELEMENTS or attributes - _ATTRIBUTES:
            yield f"txt-1: {path}: {sorted(tags - _ELEMENTS) or sorted(attributes - _ATTRIBUTES)}"
        if not "".join(root.itertext()).strip():
            yield f"txt-2: {path} says nothing"


def _answers(resources: list[Json]) -> Iterator[str]:
    """Answers belong to questions of the questionnaire, one each, of its type."""
    questions = {
        item["linkId"]: item["type"]
        for r in resources
        if r["resourceType"] == "Questionnaire"
        for item in r.get("item", [])
    }
    for response in (resource for resource in resources if resource["resourceType"] == "QuestionnaireResponse"):
        links = [item["linkId"] for item in response.get("item", [])]
        if len(set(links)) != len(links) or not set(links) <= set(questions):
            yield "every answer's linkId is a question's, and stands once"
        for item in response.get("item", []):
            if any(
                "value" + questions.get(item["linkId"], "").title() not in answer for answer in item.get("answer", [])
            ):
                yield f"{item['linkId']}: the answer is not of the question's type"
