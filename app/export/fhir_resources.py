"""The people, the desk, the questions with their answers, and the alarms of a FHIR export."""

from __future__ import annotations

from app.export.document import Alarm, Bilingual
from app.export.fhir_case import Case
from app.export.fhir_findings import slot_words
from app.export.fhir_terms import DESK, TERMINOLOGY, Json, coding, instant, named, plain, translations
from app.export.outline import DESK_NAME


def patient(case: Case) -> Json:
    """The patient: the local label and nothing else."""
    about = case.document.conversation
    label = about.patient.strip()
    identifier = {"system": DESK + ":patient-label", "value": plain(label)} if label else None
    content: Json = {"identifier": [identifier] if identifier else [_own_identifier(case, "patient")]}
    words = case.words("export-patient")
    shown = label or about.id
    return case.resource("Patient", Bilingual(f"{words.en}: {shown}", f"{words.ar}: {shown}"), content)


def practitioner(case: Case) -> Json:
    """The clinician by name."""
    name = plain(case.document.clinician)
    return case.resource("Practitioner", Bilingual(name, name), {"name": [{"text": name}]})


def device(case: Case) -> Json:
    """The desk and the model it ran, as a device."""
    model = case.document.model
    names = [{"name": plain(DESK_NAME + case.document.desk), "type": "user-friendly-name"}]
    versions = []
    if model:
        names.append({"name": plain(model.name), "type": "model-name"})
        versions = [{"value": plain(f"{model.name} {model.version} {model.licence}")}]
    shown = " · ".join(name["name"] for name in names)
    content: Json = {"deviceName": names, **({"version": versions} if versions else {})}
    return case.resource("Device", Bilingual(shown, shown), content)


def questionnaire(case: Case) -> Json:
    """The questions of this interview; linkId is the slot."""
    content: Json = {
        "url": case.urn("questionnaire"),
        "version": "1",
        "name": "DeskInterview",
        "title": case.words("export-interview").text(case.language),
        "status": "active",
        "subjectType": ["Patient"],
        "date": instant(case.document.conversation.updated),
        "item": [_question(case, slot) for slot in _asked(case)],
    }
    if not content["item"]:
        del content["item"]
    return case.resource("Questionnaire", case.words("export-interview"), content)


def response(case: Case) -> Json:
    """Every question asked, with the words that answered it."""
    history = case.document.history
    content: Json = {
        "identifier": _own_identifier(case, "response"),
        "questionnaire": case.urn("questionnaire") + "|1",
        "status": "in-progress" if history.missing else "completed",
        "subject": case.patient(),
        "authored": instant(case.document.conversation.updated),
        "author": case.device(),
        "source": case.patient(),
        "item": [_answer(case, slot) for slot in _asked(case)],
    }
    if not content["item"]:
        del content["item"]
    return case.resource("QuestionnaireResponse", case.words("export-interview"), content)


def flag(case: Case, alarm: Alarm) -> Json:
    """An alarm. R4's Flag has no severity: it is said in the words and is the code of a second coding."""
    severity = case.words("export-severity-" + alarm.flag.severity)
    words = Bilingual(f"{severity.en}: {alarm.title.en}", f"{severity.ar}: {alarm.title.ar}")
    codes = [coding(DESK + ":rule", alarm.flag.rule), coding(DESK + ":severity", alarm.flag.severity)]
    content: Json = {
        "identifier": [{"system": DESK + ":rule", "value": alarm.flag.rule}],
        "status": "active",
        "category": [{"coding": [coding(TERMINOLOGY + "flag-category", "clinical")]}],
        "code": {"coding": codes, **named(words, case.language)},
        "subject": case.patient(),
        "period": {"start": case.told(alarm.flag.message)},
        "author": case.device(),
    }
    return case.resource("Flag", words, content)


def _own_identifier(case: Case, kind: str) -> Json:
    return {"system": "urn:ietf:rfc:3986", "value": case.urn("identifier", kind)}


def _asked(case: Case) -> list[str]:
    """The slots asked for, each once: a linkId stands for one question."""
    return list(dict.fromkeys(case.document.history.asked))


def _question(case: Case, slot: str) -> Json:
    words = slot_words(case, slot)
    text = {"text": plain(words.text(case.language)), **translations("text", words, case.language)}
    return {"linkId": slot, **text, "type": "string"}


def _answer(case: Case, slot: str) -> Json:
    """The question as it was put, and the patient's words, or what the desk made of them."""
    asked = next((message for message in case.document.messages if message.slot == slot), None)
    found = case.document.history.current(slot)
    item: Json = {"linkId": slot, "text": plain(asked.text if asked else slot_words(case, slot).text(case.language))}
    words = (found.quote or found.value) if found else ""
    return {**item, "answer": [{"valueString": plain(words)}]} if words.strip() else item
