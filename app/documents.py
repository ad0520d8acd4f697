"""Between the record and the one value that every export is written from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from app import __version__
from app.catalogue.rows import Model
from app.export.document import (
    Acknowledged,
    Alarm,
    Bilingual,
    Document,
    DraftNote,
    ModelInfo,
    NoteLine,
    NoteSection,
    SavedNote,
    SlotName,
)
from app.intake import note as intake
from app.intake.knowledge import Knowledge
from app.intake.note import Note, draft
from app.sight import Sight
from app.store.arrivals import Arrival
from app.store.notes import Acknowledgement, NoteVersion
from app.values import Language, RedFlag

LANGUAGES: tuple[Language, ...] = ("en", "ar")


def document(
    sight: Sight,
    knowledge: Knowledge,
    acknowledged: Sequence[Acknowledgement],
    saved: Sequence[NoteVersion],
    model: Model | None,
) -> Document:
    """Everything about one conversation, at this moment."""
    history = sight.history
    slots = dict.fromkeys([*history.asked, *history.missing, *(finding.slot for finding in history.findings)])
    return Document(
        conversation=sight.about,
        messages=sight.messages,
        history=history,
        exported=datetime.now(timezone.utc),
        alarms=tuple(_alarm(flag, knowledge, acknowledged) for flag in sight.flags),
        drafts=tuple(
            _draft(draft(history, sight.flags, sight.messages, knowledge, language)) for language in LANGUAGES
        ),
        saved=tuple(_saved(version) for version in saved),
        slots=tuple(_slot(slot, knowledge) for slot in slots),
        clinician=next((version.signed_by for version in reversed(saved) if version.signed_by), ""),
        model=ModelInfo(model.name, model.title, model.licence, model.medical) if model else None,
        desk=__version__,
    )


def arrival(document: Document) -> Arrival:
    """What an export brings back into a record. What the desk derives (history, drafts, alarms) is derived anew."""
    about = document.conversation
    notes = [
        NoteVersion(0, about.id, saved.language, saved.version, saved.text, saved.created, saved.signed_by)
        for saved in document.saved
    ]
    seen = [
        Acknowledgement(alarm.flag.rule, alarm.acknowledged.reason, alarm.acknowledged.who, alarm.acknowledged.created)
        for alarm in document.alarms
        if alarm.acknowledged
    ]
    return Arrival(about, document.messages, notes, seen)


def _alarm(flag: RedFlag, knowledge: Knowledge, acknowledged: Sequence[Acknowledgement]) -> Alarm:
    rule = knowledge.rule(flag.rule)
    seen = next((each for each in acknowledged if each.rule == flag.rule), None)
    return Alarm(
        flag=flag,
        title=Bilingual(rule.title.en, rule.title.ar),
        why=Bilingual(rule.why.en, rule.why.ar),
        action=Bilingual(rule.action.en, rule.action.ar),
        acknowledged=Acknowledged(seen.reason, seen.who, seen.created) if seen else None,
    )


def _draft(note: Note) -> DraftNote:
    sections = tuple(
        NoteSection(section.id, section.title, tuple(_line(line) for line in section.lines))
        for section in note.sections
    )
    complaint = _line(note.complaint) if note.complaint else None
    return DraftNote(note.language, complaint, sections, tuple(line.label for line in note.not_asked.lines))


def _line(line: intake.NoteLine) -> NoteLine:
    return NoteLine(line.label, line.text, line.messages, line.slot, line.superseded)


def _saved(version: NoteVersion) -> SavedNote:
    return SavedNote(version.language, version.version, version.text, version.created, version.signed_by)


def _slot(slot: str, knowledge: Knowledge) -> SlotName:
    label = Bilingual(knowledge.slot_label(slot, "en"), knowledge.slot_label(slot, "ar"))
    return SlotName(slot, label, knowledge.section_of(slot))
