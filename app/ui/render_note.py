"""The note: the draft with its sources, in one language or both side by side, and the versions that were saved."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from app.intake.note import Note, NoteLine, NoteSection
from app.store.notes import NoteVersion
from app.text.direction import direction
from app.text.isolate import isolate
from app.ui.forms import button, dialog
from app.ui.html import Child, el
from app.ui.prose import plain
from app.ui.view import View
from app.values import Language, direction_of

Numbers = Mapping[int, int]
"""The number under which each message is shown, by its id."""


def notes(drafts: Sequence[Note], saved: Sequence[NoteVersion], numbers: Numbers, view: View) -> Markup:
    """Every language that is shown, side by side where there are two; under each what was saved in it."""
    columns = [_column(one, [v for v in saved if v.language == one.language], numbers, view) for one in drafts]
    return el("div", {"class": "notes both" if len(drafts) > 1 else "notes"}, columns)


def editor(language: Language, text: str, view: View) -> Markup:
    """A dialog with the note's text, open at once.

    A text field cannot hold <bdi>: the isolates are characters here, taken out again when it is saved.
    """
    shown = "\n".join(isolate(line, direction_of(language)) for line in text.split("\n"))
    attributes = {"name": "text", "lang": language, "dir": direction_of(language), "rows": 22, "class": "note-text"}
    hidden = el("input", {"type": "hidden", "name": "written", "value": language})
    buttons = el(
        "div",
        {"class": "buttons"},
        el("button", {"type": "button", "data-close": True}, view.say("ui-cancel")),
        el("button", {"type": "submit", "class": "primary"}, view.say("ui-note-save")),
    )
    area = el(
        "label",
        {"class": "field"},
        el("span", {"class": "sr"}, view.say("ui-tab-note")),
        el("textarea", attributes, shown),
    )
    # It stays until the note is on record: what was written outlives a refusal.
    fields = el("form", {"data-submit": "save_note", "data-stay": True, "autocomplete": "off"}, hidden, area, buttons)
    opened = {"data-open": "note", "data-since": f"{time.monotonic():.3f}"}  # a second time, too, with the same text
    return el("div", opened, dialog("note", view.say("ui-note-edit"), view, fields, wide=True))


def _column(note: Note, saved: Sequence[NoteVersion], numbers: Numbers, view: View) -> Markup:
    attributes = {"class": "note", "lang": note.language, "dir": direction_of(note.language)}
    return el(
        "article",
        attributes,
        el("p", {"class": "draft-mark", "lang": view.language, "dir": view.direction}, view.say("ui-note-draft")),
        _actions(note.language, view),
        el("h3", None, note.title),
        _line(note.complaint, numbers, view, note.language) if note.complaint else None,
        [_section(one, numbers, view, note.language) for one in (note.alarms, *note.sections, note.not_asked)],
        [
            el("section", None, el("h4", None, heading), el("p", {"class": "blank"}, "…"))
            for heading in note.open_sections
        ],
        _versions(saved, view),
    )


def _section(section: NoteSection, numbers: Numbers, view: View, language: Language) -> Markup | None:
    if not section.lines:
        return None
    rows = [el("li", None, _line(line, numbers, view, language)) for line in section.lines]
    return el("section", {"class": f"note-{section.id}"}, el("h4", None, section.title), el("ul", None, rows))


def _line(line: NoteLine, numbers: Numbers, view: View, language: Language) -> Markup:
    runs = direction(line.text, language)
    sources: list[Child] = []
    for message in line.messages:
        if message in numbers:
            words = view.say("ui-source", number=numbers[message])
            jump = {
                "type": "button",
                "class": "source",
                "data-jump": f"m{message}",
                "aria-label": words,
                "title": words,
            }
            sources += [" ", el("button", jump, view.number(numbers[message]))]
    text = el("bdi", {"dir": runs}, plain(line.text, runs)) if line.text else None
    kind = {"class": f"note-line {line.status}{' superseded' if line.superseded else ''}"}
    return el("span", kind, line.label, ": " if text else None, text, sources)


def _actions(language: Language, view: View) -> Markup:
    sign = {"type": "button", "data-ask": "sign", "data-written": language}
    return el(
        "div",
        {"class": "buttons", "lang": view.language, "dir": view.direction},
        button(view.say("ui-note-edit"), "edit_note", written=language),
        el("button", sign, view.say("ui-sign")),
    )


def _versions(saved: Sequence[NoteVersion], view: View) -> Markup | None:
    if not saved:
        return None
    rows = [_version(version, view) for version in reversed(saved)]
    heading = el("h4", None, view.say("ui-versions"))
    return el("section", {"class": "versions", "lang": view.language, "dir": view.direction}, heading, rows)


def _version(version: NoteVersion, view: View) -> Markup:
    when = f"{view.day(version.created)} {view.clock(version.created)}"
    key = "ui-version-signed" if version.signed_by else "ui-version-draft"
    words = view.say(key, version=version.version, name=version.signed_by or "", when=when)
    runs = direction_of(version.language)
    text = el("div", {"class": "saved", "lang": version.language, "dir": runs}, plain(version.text, runs))
    attributes = {"class": "version signed" if version.signed_by else "version", "data-keep": f"version-{version.id}"}
    return el("details", attributes, el("summary", None, words), text)
