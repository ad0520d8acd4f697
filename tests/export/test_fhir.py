"""FHIR exports: R4's own rules, an independent validator, and what a reader on the other side finds."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.export.document import Document
from app.export.fhir import write_fhir
from app.export.fhir_check import check_bundle
from app.export.options import ExportOptions
from app.values import Finding
from tests.export.sample import FINDINGS, build, messages, signed

EXPECTED_SECTIONS = ("10154-3", "10164-2", "11348-0", "10160-0", "48765-2", "29762-2")


def bundle_of(document: Document, language: Any = "both") -> dict:
    """The export as JSON."""
    return json.loads(write_fhir(document, ExportOptions(language)))


def resources(bundle: dict, kind: str) -> list[dict]:
    """The resources of one kind, in order."""
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


@pytest.mark.parametrize("language", ["ar", "en", "both"])
@pytest.mark.parametrize(
    "document", [build(), build(saved=(signed(),)), build(clinician="", alarms=(), drafts=(), model=None)]
)
def test_an_independent_validator_agrees(language, document: Document) -> None:
    fhirkit = pytest.importorskip("fhirkit", reason="fhirkit-rs is not installed")
    assert [str(issue) for issue in fhirkit.validate(write_fhir(document, ExportOptions(language)).decode())] == []


def test_the_bundle_is_a_document_with_its_composition_first(document: Document) -> None:
    bundle = bundle_of(document)
    composition = bundle["entry"][0]["resource"]
    assert bundle["type"] == "document" and composition["resourceType"] == "Composition"
    assert composition["status"] == "preliminary" and "attester" not in composition
    codes = [section["code"]["coding"][0]["code"] for section in composition["section"] if "code" in section]
    assert set(EXPECTED_SECTIONS) == set(codes)
    final = bundle_of(build(saved=(signed(),)), "en")["entry"][0]["resource"]
    assert final["status"] == "final" and final["attester"][0]["mode"] == "professional"
    assert final["section"][1]["text"]["status"] == "additional"


def test_every_question_asked_is_answered_under_its_slot(document: Document) -> None:
    bundle = bundle_of(document)
    response, questionnaire = resources(bundle, "QuestionnaireResponse")[0], resources(bundle, "Questionnaire")[0]
    assert [item["linkId"] for item in response["item"]] == ["radiation", "medications", "allergies"]
    assert response["questionnaire"].partition("|")[0] == questionnaire["url"]
    assert response["item"][0]["text"] == "هل ينتشر الألم إلى الذراع أو الفك؟"
    assert response["item"][2]["answer"] == [{"valueString": "penicillin gives me a rash"}]


def test_denials_and_gaps_are_said_in_fhirs_own_way() -> None:
    findings = (
        *FINDINGS,
        Finding("sweating", "denied", "", "لا تعرّق", 103),
        Finding("past_history", "present", "asthma", "asthma", 107),
        Finding("allergies", "denied", "", "no allergies", 107),
    )
    document = build(history=replace(build().history, findings=findings))
    bundle = bundle_of(document, "en")
    conditions = {
        c["code"]["text"]: c["verificationStatus"]["coding"][0]["code"] for c in resources(bundle, "Condition")
    }
    assert conditions["Diabetes"] == "refuted"
    assert [o["valueBoolean"] for o in resources(bundle, "Observation") if o["code"]["text"] == "Sweating"] == [
        True,
        False,
    ]
    unknown = [o for o in resources(bundle, "Observation") if "dataAbsentReason" in o]
    assert [o["code"]["coding"][0]["code"] for o in unknown] == ["smoking"]
    allergies = resources(bundle, "AllergyIntolerance")
    assert allergies[0]["code"]["text"] == "penicillin: rash"
    assert allergies[1]["code"]["coding"][0]["code"] == "716186003"
    assert [m["medicationCodeableConcept"]["text"] for m in resources(bundle, "MedicationStatement")] == [
        "Panadol 500mg", "ibuprofen 200-400 mg",
    ]  # fmt: skip


def test_alarms_are_flags_in_both_languages(document: Document) -> None:
    flag = resources(bundle_of(document, "ar"), "Flag")[0]
    assert flag["code"]["text"] == "طارئ: اشتباه متلازمة تاجية حادة"
    content = flag["code"]["_text"]["extension"][0]["extension"]
    assert content == [{"url": "lang", "valueCode": "en"},
                       {"url": "content", "valueString": "Emergency: Possible acute coronary syndrome"}]  # fmt: skip


def test_narratives_carry_language_and_direction(document: Document) -> None:
    section = bundle_of(document, "both")["entry"][0]["resource"]["section"][2]
    root = ElementTree.fromstring(section["text"]["div"])
    assert [(part.get("lang"), part.get("dir")) for part in root] == [("en", "ltr"), ("ar", "rtl")]
    assert "المدة: يومان" in "".join(root[1].itertext())
    single = ElementTree.fromstring(bundle_of(document, "ar")["entry"][0]["resource"]["section"][2]["text"]["div"])
    assert (single.get("lang"), single.get("dir")) == ("ar", "rtl")


def test_the_patient_is_a_label_and_nothing_more(document: Document) -> None:
    patient = resources(bundle_of(document), "Patient")[0]
    assert patient["identifier"][0]["value"] == "Bed 4"
    assert set(patient) == {"resourceType", "language", "text", "identifier"}


@pytest.mark.parametrize(
    "text", ["</div><script>alert(1)</script>", "&amp; ]]> <!-- -->", "\u202e\u2069", "a\x00\ud800", " "]
)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = replace(messages()[0], text=text)
    finding = Finding("concerns", "present", text, text, 101)
    document = build(history=replace(build().history, findings=(finding,)), clinician=text).with_messages((hostile,))
    bundle = bundle_of(document)
    assert check_bundle(bundle) == ()
    assert all("<script" not in resource["text"]["div"] for kind in ("Composition", "Observation")
               for resource in resources(bundle, kind))  # fmt: skip


XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
FAULTS = [
    ("bdl-11", lambda b: b["entry"].reverse()),
    ("bdl-9", lambda b: b.pop("identifier")),
    ("bdl-10", lambda b: b.pop("timestamp")),
    ("bdl-7", lambda b: b["entry"][1].update(fullUrl=b["entry"][2]["fullUrl"])),
    ("is not in the document", lambda b: b["entry"].pop(1)),
    ("not reached", lambda b: b["entry"].append({**b["entry"][1], "fullUrl": "urn:uuid:x"})),
    ("required value set", lambda b: b["entry"][0]["resource"].update(status="done")),
    ("obs-6", lambda b: resources(b, "Observation")[0].update(valueInteger=1)),
    ("con-3", lambda b: resources(b, "Condition")[0].pop("clinicalStatus")),
    ("ait-1", lambda b: resources(b, "AllergyIntolerance")[0].pop("clinicalStatus")),
    ("cmp-1", lambda b: b["entry"][0]["resource"]["section"].append({"title": "x"})),
    ("txt-1", lambda b: b["entry"][0]["resource"]["text"].update(div=f"<div {XHTML}><script/>x</div>")),
    ("txt-2", lambda b: b["entry"][0]["resource"]["text"].update(div=f"<div {XHTML}> </div>")),
    ("linkId", lambda b: resources(b, "QuestionnaireResponse")[0]["item"][0].update(linkId="other")),
    ("type", lambda b: resources(b, "Questionnaire")[0]["item"][0].update(type="boolean")),
    ("ele-1", lambda b: b["entry"][0]["resource"].update(title="")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "break_it"), FAULTS, ids=[rule for rule, _ in FAULTS])
def test_each_rule_finds_its_fault(rule: str, break_it, document: Document) -> None:
    bundle = copy.deepcopy(bundle_of(document))
    assert check_bundle(bundle) == ()
    break_it(bundle)
    assert any(rule in fault for fault in check_bundle(bundle)), check_bundle(bundle)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.builds(Finding, slot=st.sampled_from(["allergies", "diabetes", "age", "x y"]),
                          status=st.sampled_from(["present", "denied", "unknown"]), value=st.text(max_size=9),
                          quote=st.text(max_size=9), message=st.integers(99, 109)), max_size=6))  # fmt: skip
def test_any_findings_make_a_valid_document(findings: list[Finding]) -> None:
    document = build(history=replace(build().history, findings=tuple(findings), asked=("age", "age", "sex")))
    assert check_bundle(bundle_of(document)) == ()
