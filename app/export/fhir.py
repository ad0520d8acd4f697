"""FHIR R4: a document Bundle, its Composition first, that another system can take in without this desk.

Built as plain JSON, checked by our own R4 invariants (`fhir_check`), which `fhir.resources` does not
know, and read once through `fhir.resources`, which checks every element's type.
"""

from __future__ import annotations

import json

from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from app.errors import ExportProblem
from app.export.document import Document
from app.export.fhir_case import Case
from app.export.fhir_check import check_bundle
from app.export.fhir_composition import composition
from app.export.fhir_findings import finding_resource, finding_urn
from app.export.fhir_resources import device, flag, patient, practitioner, questionnaire, response
from app.export.fhir_terms import Json, instant
from app.export.files import encode
from app.export.options import ExportOptions


def write_fhir(document: Document, options: ExportOptions) -> bytes:
    """The document as a FHIR R4 document Bundle in JSON. Raises ExportProblem where it would break R4's rules."""
    bundle = build_bundle(Case(document, options.languages(document.conversation.language)))
    faults = check_bundle(bundle)
    if faults:
        raise ExportProblem(reason=faults[0])
    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        raise ExportProblem(reason=str(error.errors()[0]["msg"])) from error
    return encode(json.dumps(bundle, ensure_ascii=False, indent=1) + "\n")


def build_bundle(case: Case) -> Json:
    """The Bundle: composition, people, desk, questions, answers, findings, alarms."""
    document = case.document
    entries: list[tuple[str, Json]] = [
        (case.urn("composition"), composition(case)),
        (case.urn("patient"), patient(case)),
        (case.urn("device"), device(case)),
        (case.urn("questionnaire"), questionnaire(case)),
        (case.urn("response"), response(case)),
    ]
    if document.clinician.strip():
        entries.append((case.urn("practitioner"), practitioner(case)))
    entries += [(finding_urn(case, one), finding_resource(case, one)) for one in case.findings]
    entries += [(case.urn("alarm", at), flag(case, alarm)) for at, alarm in enumerate(document.alarms)]
    return {
        "resourceType": "Bundle",
        "language": case.language,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": case.urn("bundle", instant(document.exported))},
        "type": "document",
        "timestamp": instant(document.exported),
        "entry": [{"fullUrl": urn, "resource": resource} for urn, resource in entries],
    }
