"""The note: the history as lines under its sections, each with the messages it comes from, in either language.

Both languages are drawn from the same findings. What the patient said stays in his own words.
Assessment and plan are the clinician's and are left empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.intake.answers import NO_ALLERGY
from app.intake.knowledge import Knowledge
from app.intake.person import PREGNANT
from app.intake.slots import LISTS, SINGLE, SYMPTOMS
from app.text.locale import Locale, locale
from app.values import SLOTS, Finding, FindingStatus, History, Language, Message, RedFlag

COMPLAINT = "chief_complaint"
_HABITS = ("social_history",)
"""Slots of which a denial denies one thing, in the words that were said."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line: its label, what it says, and the ids of the messages that say so; `superseded` if corrected later."""

    label: str
    text: str
    messages: tuple[int, ...] = ()
    status: FindingStatus = "present"
    slot: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class NoteSection:
    """A heading of the note and its lines."""

    id: str
    title: str
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A draft in one language. `open_sections` are the headings that the clinician fills in."""

    language: Language
    title: str
    complaint: NoteLine | None
    sections: tuple[NoteSection, ...]
    alarms: NoteSection
    not_asked: NoteSection
    open_sections: tuple[str, ...]


def draft(
    history: History, flags: Sequence[RedFlag], messages: Sequence[Message], knowledge: Knowledge, language: Language
) -> Note:
    """The draft of a note from a history."""
    say = locale(language, False)
    known = {message.id for message in messages}
    unknown = tuple(_open(history, messages, knowledge, say))
    lines = list(_merged(_line(finding, history.protocol, knowledge, say, known) for finding in _shown(history)))
    return Note(
        language=language,
        title=knowledge.protocol(history.protocol).title.text(language),
        complaint=next((line for line in lines if line.slot == COMPLAINT and not line.superseded), None),
        sections=tuple(_sections(lines, knowledge, language)),
        alarms=NoteSection("alarms", say("intake-note-alarms"), tuple(_alarms(flags, knowledge, say))),
        not_asked=NoteSection("not_asked", say("intake-note-not-asked"), unknown),
        open_sections=(say("intake-note-assessment"), say("intake-note-plan")),
    )


def note_text(note: Note, numbers: Mapping[int, int] | None = None) -> str:
    """A draft as plain text; numbers in brackets are the messages that a line comes from.

    `numbers` says under which number each message is shown; without it they are the messages' ids.
    """
    say = locale(note.language, False)
    parts = [note.title]
    if note.complaint:
        parts.append(f"{note.complaint.label}: {_cited(note.complaint, say, numbers)}")
    for section in (note.alarms, *note.sections, note.not_asked):
        if section.lines:
            cited = ((row.label, _cited(row, say, numbers) if row.text else "") for row in section.lines)
            rows = (f"- {label}: {text}" if text else f"- {label}" for label, text in cited)
            parts.append("\n".join((section.title, *rows)))
    parts += [f"{heading}\n{say('intake-note-clinician')}" for heading in note.open_sections]
    return "\n\n".join(parts) + "\n"


def note_json(
    history: History, flags: Sequence[RedFlag], messages: Sequence[Message], knowledge: Knowledge
) -> dict[str, object]:
    """The history as the command line prints it. A corrected finding stays, marked `superseded`."""
    return {
        "complaint": history.complaint,
        "protocol": history.protocol,
        "findings": [_finding_json(finding) for finding in history.findings],
        "flags": [{"rule": flag.rule, "severity": flag.severity, "quote": flag.quote} for flag in flags],
        "asked": list(history.asked),
        "missing": list(history.missing),
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    row: dict[str, object] = {
        "slot": finding.slot,
        "status": finding.status,
        "value": finding.value,
        "quote": finding.quote,
        "message": finding.message,
    }
    if finding.superseded:
        row["superseded"] = True
    if finding.origin == "model":
        row["origin"] = "model"
    return row


def _shown(history: History) -> Iterator[Finding]:
    """The findings, without a symptom that stands under its own question as well."""
    own = {(finding.message, finding.quote) for finding in history.findings if finding.slot not in SLOTS}
    for finding in history.findings:
        if finding.slot in SYMPTOMS - {COMPLAINT} and (finding.message, finding.quote) in own:
            continue
        yield finding


def _line(finding: Finding, protocol: str, knowledge: Knowledge, say: Locale, known: set[int]) -> NoteLine:
    term = knowledge.term(finding.value, say.language)
    named = finding.origin == "mention" and (finding.slot in _HABITS or _is_named(finding, knowledge))
    return NoteLine(
        label=knowledge.slot_label(finding.slot, say.language, protocol),
        text=_marked(_said(replace(finding, value=term), say, named), finding, say),
        messages=(finding.message,) if finding.message in known else (),
        status=finding.status,
        slot=finding.slot,
        superseded=finding.superseded,
    )


def _marked(text: str, finding: Finding, say: Locale) -> str:
    """A line's text, with a word where it is a model that found it and nothing else has."""
    return say("intake-note-suggested", what=text) if finding.origin == "model" else text


def _said(finding: Finding, say: Locale, named: bool) -> str:
    """What a finding says, in the note's language as far as it has a form of its own.

    Of a denial, what is denied stands where it is `named`, as "no fever" under associated symptoms does.
    """
    if finding.status == "unknown":
        return say("intake-note-unanswered", what=finding.value) if finding.value else say("intake-note-unknown")
    value = _value(finding, say)
    if finding.status == "denied":
        return say("intake-note-denied-what", what=value) if named else say("intake-note-denied")
    if finding.slot not in SLOTS and finding.origin == "mention":
        return say("intake-note-present")
    return value


def _value(finding: Finding, say: Locale) -> str:
    if finding.slot == "sex" and finding.value in ("female", "male"):
        return say(f"intake-note-{finding.value}")
    if finding.slot == "age" and finding.value.isdigit():
        return say("intake-note-years", years=int(finding.value))
    return finding.value


def _is_named(finding: Finding, knowledge: Knowledge) -> bool:
    """Whether a finding is a clinical term under a slot of many, not the slot itself in other words (NKDA)."""
    concept = knowledge.named(finding.value)
    return finding.slot in LISTS and concept is not None and concept.id not in (NO_ALLERGY, PREGNANT)


def _merged(lines: Iterable[NoteLine]) -> Iterator[NoteLine]:
    """The lines, those that say the same as one, with every message that says it."""
    by_words: dict[tuple[object, ...], NoteLine] = {}
    for line in lines:
        words = (line.slot, line.text, line.status, line.superseded)
        first = by_words.get(words, line)
        by_words[words] = replace(first, messages=tuple(dict.fromkeys((*first.messages, *line.messages))))
    return iter(by_words.values())


def _sections(lines: Sequence[NoteLine], knowledge: Knowledge, language: Language) -> Iterator[NoteSection]:
    for section in knowledge.common.sections:
        own = tuple(line for line in lines if line.slot != COMPLAINT and knowledge.section_of(line.slot) == section)
        if own:
            yield NoteSection(section, knowledge.section_label(section, language), own)


def _alarms(flags: Sequence[RedFlag], knowledge: Knowledge, say: Locale) -> Iterator[NoteLine]:
    for flag in flags:
        rule = knowledge.rule(flag.rule)
        messages = (flag.message,) if flag.message else ()
        label = f"{say(f'severity-{flag.severity}')}: {rule.title.text(say.language)}"
        yield NoteLine(label, rule.why.text(say.language), messages, slot=flag.rule)


def _open(history: History, messages: Sequence[Message], knowledge: Knowledge, say: Locale) -> Iterator[NoteLine]:
    """What nothing is known of: asked and left for another question, or never asked."""
    told = {finding.slot for finding in history.findings if not finding.superseded}
    waiting = messages[-1].slot if messages else None
    for slot in history.asked:
        if slot not in (*told, *history.missing, waiting):
            label = say("intake-note-left", what=knowledge.slot_label(slot, say.language, history.protocol))
            yield NoteLine(label, "", slot=slot)
    for slot in history.missing:
        if not (slot in SINGLE and slot in told):
            yield NoteLine(knowledge.slot_label(slot, say.language, history.protocol), "", slot=slot)


def _cited(line: NoteLine, say: Locale, numbers: Mapping[int, int] | None) -> str:
    shown = [numbers.get(message, message) if numbers else message for message in line.messages]
    source = " " + " ".join(f"[{number}]" for number in shown) if shown else ""
    return (say("intake-note-corrected", what=line.text) if line.superseded else line.text) + source
