"""The Composition of a FHIR export: the note's sections with their narratives and what stands behind them."""

from __future__ import annotations

from app.export.document import Bilingual
from app.export.fhir_case import Case
from app.export.fhir_findings import finding_urn
from app.export.fhir_narrative import attributes, inline, narrative, section_markup, sentence
from app.export.fhir_terms import (
    HISTORY_AND_PHYSICAL,
    LOINC,
    NOTE,
    SECTIONS,
    Json,
    coding,
    instant,
    plain,
    reference,
    translations,
)
from app.export.note_text import LaidSection, lay_draft, lay_saved
from app.text.locale import locale
from app.values import Language, direction_of


def composition(case: Case) -> Json:
    """The first entry: who, when, about whom, and every section."""
    document = case.document
    title = plain(document.conversation.title)
    sections = [_alarms(case), _saved(case), *_drafted(case), _transcript(case)]
    content: Json = {
        "identifier": {"system": "urn:ietf:rfc:3986", "value": case.urn("identifier", "composition")},
        "status": "final" if case.signed else "preliminary",
        "type": {"coding": [coding(LOINC, HISTORY_AND_PHYSICAL)]},
        "subject": case.patient(),
        "date": instant(document.exported),
        "author": [case.author()],
        "title": title,
        **_attester(case),
        "section": [section for section in sections if section],
    }
    return case.resource("Composition", Bilingual(title, title), content)


def _attester(case: Case) -> Json:
    saved = case.document.last_saved(case.language)
    if not saved or not saved.signed_by:
        return {}
    return {"attester": [{"mode": "professional", "time": instant(saved.created), "party": case.author()}]}


def _section(case: Case, words: Bilingual, text: Json, entries: list[Json], code: str | None = None) -> Json:
    return {
        "title": plain(words.text(case.language)),
        **translations("title", words, case.language),
        **({"code": {"coding": [coding(LOINC, code)]}} if code else {}),
        "text": text,
        **({"entry": entries} if entries else {}),
    }


def _alarms(case: Case) -> Json:
    alarms = case.document.alarms
    if not alarms:
        return {}
    parts = []
    for language in case.languages:
        flow, say = direction_of(language), locale(language, False)
        rows = [
            f"{say('export-severity-' + one.flag.severity)}: {one.title.text(language)}. {one.why.text(language)}"
            for one in alarms
        ]
        parts.append((language, "<ul>" + "".join(f"<li>{inline(row, flow)}</li>" for row in rows) + "</ul>"))
    entries = [reference(case.urn("alarm", at)) for at in range(len(alarms))]
    return _section(case, case.words("export-heading-alarms"), narrative(parts), entries)


def _saved(case: Case) -> Json:
    """The note as somebody saved it: it may say more than the findings do, so its narrative is "additional"."""
    parts: list[tuple[Language, str]] = []
    for language in case.languages:
        saved = case.document.last_saved(language)
        if saved:
            flow = direction_of(language)
            markup = [
                sentence(part.title, flow) * bool(part.title) + section_markup(part, "-", flow)
                for part in lay_saved(saved.text)
            ]
            parts.append((language, "".join(markup) or sentence("-", flow)))
    if not parts:
        return {}
    return _section(case, case.words("export-heading-note"), narrative(parts, "additional"), [], NOTE)


def _drafted(case: Case) -> list[Json]:
    """The drafted note's sections, each with the findings it rests on."""
    both: tuple[Language, ...] = ("en", "ar")
    laid = {language: _laid(case, language) for language in both}
    found = []
    for id in dict.fromkeys([*laid[case.language], *SECTIONS, *(_place(case, one.slot) for one in case.findings)]):
        entries = [reference(finding_urn(case, one)) for one in case.findings if _place(case, one.slot) == id]
        if entries or any(id in sections for sections in laid.values()):
            found.append(_drafted_section(case, id, laid, entries))
    return found


def _drafted_section(case: Case, id: str, laid: dict[Language, dict[str, LaidSection]], entries: list[Json]) -> Json:
    titles = {language: sections[id].title if id in sections else "" for language, sections in laid.items()}
    words = Bilingual(titles["en"] or titles["ar"] or id.replace("_", " "), titles["ar"])
    parts = [
        (
            language,
            section_markup(laid[language].get(id), locale(language, False)("export-no-note"), direction_of(language)),
        )
        for language in case.languages
    ]
    return _section(case, words, narrative(parts), entries, SECTIONS.get(id))


def _laid(case: Case, language: Language) -> dict[str, LaidSection]:
    sections = lay_draft(case.document.draft(language), case.document, locale(language, False))
    return {section.id: section for section in sections}


def _place(case: Case, slot: str) -> str:
    return "complaint" if slot == "chief_complaint" else case.document.section_of(slot)


def _transcript(case: Case) -> Json:
    """What was said, each message in its own language and direction."""
    if not case.document.messages:
        return {}
    say = locale(case.language, False)
    flow = direction_of(case.language)
    rows = []
    for message in case.document.messages:
        speaker = (
            "export-speaker-desk"
            if message.role == "assistant"
            else "export-speaker-" + case.document.conversation.mode
        )
        lines = "<br/>".join(inline(line, message.direction) for line in message.text.splitlines())
        head = inline(f"[{message.id}] {say(speaker)}: ", flow)
        rows.append(f"<p>{head}<span {attributes(message.language)}>{lines}</span></p>")
    text = narrative([(case.language, "".join(rows))])
    return _section(case, case.words("export-heading-transcript"), text, [case.response()])
