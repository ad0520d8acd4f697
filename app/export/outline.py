"""A document laid out for reading in one language: what the Markdown, text, PDF and DOCX writers set, each its way.

Everything here is words in order, free of markup. Titles and labels are of the outline's language;
what was said keeps its own language and direction.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.export.dates import clock_text, date_text, zone_text
from app.export.document import Alarm, Document
from app.export.note_text import LaidSection, lay_draft, lay_saved
from app.export.options import ExportOptions
from app.text.direction import direction
from app.text.isolate import strip_controls
from app.text.locale import Locale, locale
from app.values import Direction, Language, Message, Severity, direction_of

DESK_NAME = "BiMediX Desk "


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the header."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class LaidAlarm:
    """An alarm as it is shown. `source` is the number of the message that `quote` is from, 0 for none."""

    severity: Severity
    badge: str
    title: str
    why: str
    action: str
    quote: str
    quote_direction: Direction
    source: int
    acknowledged: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A message as it is shown. `remark` says what is to be known of it: stopped, written by the model."""

    number: int
    speaker: str
    mine: bool
    when: str
    text: str
    direction: Direction
    language: Language
    remark: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole document in one language. `state` says draft or signed, `signed` the same for a machine."""

    language: Language
    direction: Direction
    title: str
    title_direction: Direction
    facts: tuple[Fact, ...]
    state: str
    signed: bool
    alarms: tuple[LaidAlarm, ...]
    sections: tuple[LaidSection, ...]
    not_asked: tuple[str, ...]
    turns: tuple[Turn, ...]
    footer: str

    def say(self, key: str, **fields: object) -> str:
        """A sentence of the desk in this outline's language."""
        return locale(self.language, isolate=False)(key, **fields)


def outlines(document: Document, options: ExportOptions) -> tuple[Outline, ...]:
    """The document in each language that the options ask for."""
    chosen = options.languages(document.conversation.language)
    return tuple(outline(document, language, options) for language in chosen)


def outline(document: Document, language: Language, options: ExportOptions) -> Outline:
    """The document laid out in `language`."""
    say = locale(language, isolate=False)
    saved = document.last_saved(language)
    draft = document.draft(language)
    title = strip_controls(document.conversation.title) or say("export-untitled")
    return Outline(
        language=language,
        direction=direction_of(language),
        title=title,
        title_direction=direction(title, language),
        facts=_facts(document, language, options, say),
        state=_state(document, language, options, say),
        signed=bool(saved and saved.signed_by),
        alarms=tuple(_alarm(alarm, document, language, options, say) for alarm in document.alarms),
        sections=lay_saved(saved.text) if saved else lay_draft(draft, document, say),
        not_asked=tuple(map(strip_controls, draft.not_asked)) if draft and not saved else (),
        turns=tuple(_turn(message, document, options, say) for message in document.messages),
        footer=" ".join((say("export-footer"), *((say("export-deidentified"),) if document.deidentified else ()))),
    )


def _facts(document: Document, language: Language, options: ExportOptions, say: Locale) -> tuple[Fact, ...]:
    about = document.conversation
    day = date_text(about.created, language, options.zone, options.hijri)
    time = f"{clock_text(about.created, options.zone)} {zone_text(about.created, options.zone)}"
    model = document.model
    named = f"{model.name} {model.version}".strip() if model else say("export-no-model")
    if model and not model.medical:
        named = say("export-model-not-medical", model=named)
    rows = [
        ("export-patient", about.patient or say("export-not-given")),
        ("export-clinician", document.clinician or say("export-not-given")),
        ("export-date", say("export-date-time", date=day, time=time)),
        ("export-model", named),
        ("export-desk", DESK_NAME + document.desk if document.desk else ""),
        ("export-conversation", about.id),
    ]
    return tuple(Fact(say(key), strip_controls(value)) for key, value in rows if value)


def _state(document: Document, language: Language, options: ExportOptions, say: Locale) -> str:
    saved = document.last_saved(language)
    if not saved:
        return say("export-state-drafted")
    day = date_text(saved.created, language, options.zone, options.hijri)
    if saved.signed_by:
        return strip_controls(say("export-state-signed", who=saved.signed_by, date=day, version=str(saved.version)))
    return say("export-state-draft", date=day, version=str(saved.version))


def _alarm(alarm: Alarm, document: Document, language: Language, options: ExportOptions, say: Locale) -> LaidAlarm:
    source = document.message(alarm.flag.message)
    seen = alarm.acknowledged
    acknowledged = ""
    if seen:
        day = date_text(seen.created, language, options.zone, options.hijri)
        acknowledged = strip_controls(say("export-acknowledged", who=seen.who, date=day, reason=seen.reason))
    return LaidAlarm(
        severity=alarm.flag.severity,
        badge=say("export-severity-" + alarm.flag.severity),
        title=alarm.title.text(language),
        why=alarm.why.text(language),
        action=alarm.action.text(language),
        quote=strip_controls(alarm.flag.quote),
        quote_direction=source.direction if source else direction_of(language),
        source=source.id if source else 0,
        acknowledged=acknowledged,
    )


def _turn(message: Message, document: Document, options: ExportOptions, say: Locale) -> Turn:
    mine = message.role == "assistant"
    speaker = "export-speaker-desk" if mine else "export-speaker-" + document.conversation.mode
    remarks = []
    if message.status != "complete":
        remarks.append(say("export-status-" + message.status))
    if mine and message.generated:
        remarks.append(say("export-by-model"))
    return Turn(
        number=message.id,
        speaker=say(speaker),
        mine=mine,
        when=clock_text(message.created, options.zone),
        text=strip_controls(message.text),
        direction=message.direction,
        language=message.language,
        remark=say("export-remark-join").join(remarks),
    )
