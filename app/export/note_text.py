"""The note's lines, ready to be set: from the desk's draft, or from the text of a version that somebody saved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.export.document import Document, DraftNote, NoteLine, NoteSection
from app.text.direction import direction
from app.text.isolate import embed, isolate, strip_controls
from app.text.locale import Locale
from app.values import Direction, Language, direction_of

_TITLE = re.compile(r"#{1,6}\s+(?P<marked>.+)|(?P<ended>[^\n]{1,60})[:：]")
_BULLET = re.compile(r"[-*•–]\s+")
_SOURCES = re.compile(r"(?:\s*\[\d{1,9}(?:\s*[,،]\s*\d{1,9})*\])+$")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line of the note: what it is about, what it says, and the ids of the messages it rests on.

    The line runs in `direction`; its text may run the other way (`own`), as a patient's words do in a
    note of the other language.
    """

    label: str
    text: str
    direction: Direction
    own: Direction
    sources: tuple[int, ...] = ()

    def shown(self, marks: bool = True) -> str:
        """Label and text as one, the text embedded by Unicode isolates, or bare."""
        text = embed(self.text, self.own, self.direction) if marks else self.text
        label = isolate(self.label, self.direction) if marks else self.label
        return f"{label}: {text}" if label and text else label or text


@dataclass(frozen=True, slots=True)
class LaidSection:
    """A heading with its lines; the heading is empty where a text begins without one. A saved note's has no id."""

    title: str
    lines: tuple[LaidLine, ...]
    id: str = ""


def lay_draft(draft: DraftNote | None, document: Document, say: Locale) -> tuple[LaidSection, ...]:
    """The drafted note, the presenting complaint first."""
    if draft is None:
        return ()
    first = [NoteSection("complaint", say("export-complaint"), (draft.complaint,))] if draft.complaint else []
    return tuple(
        LaidSection(
            strip_controls(part.title),
            tuple(_drafted(line, draft.language, document, say) for line in part.lines),
            part.id,
        )
        for part in (*first, *draft.sections)
        if part.lines
    )


def lay_saved(text: str) -> tuple[LaidSection, ...]:
    """A saved note. `## Title`, `Title:` or the first line of a block of several begins a section.

    Blocks are parted by empty lines; numbers in brackets at the end of a line are its sources.
    """
    sections: list[tuple[str, list[LaidLine]]] = [("", [])]
    for block in re.split(r"\n\s*\n", strip_controls(text)):
        rows = [row.strip() for row in block.splitlines() if row.strip()]
        for at, row in enumerate(rows):
            title = _title(row, first=at == 0 and len(rows) > 1)
            if title:
                sections.append((title, []))
            else:
                sections[-1][1].append(_saved(_BULLET.sub("", row, count=1)))
    return tuple(LaidSection(title, tuple(lines)) for title, lines in sections if title or lines)


def _title(row: str, first: bool) -> str:
    """The row as a heading, or nothing where it is a line."""
    found = _TITLE.fullmatch(row)
    if found:
        return (found["marked"] or found["ended"]).strip()
    plain = len(row) <= _LONGEST_TITLE and not _BULLET.match(row) and not _SOURCES.search(row)
    return row if first and plain else ""


def _drafted(line: NoteLine, language: Language, document: Document, say: Locale) -> LaidLine:
    text = _flat(line.text)
    if line.superseded:
        text = say("export-corrected", what=text)
    known = tuple(id for id in line.messages if document.message(id))
    return LaidLine(_flat(line.label), text, direction_of(language), direction(text, language), known)


def _saved(row: str) -> LaidLine:
    found = _SOURCES.search(row)
    sources = tuple(int(number) for number in re.findall(r"\d+", found[0])) if found else ()
    text = row[: found.start()] if found else row
    return LaidLine("", text, direction(text), direction(text), sources)


def _flat(text: str) -> str:
    return " ".join(strip_controls(text).split())
