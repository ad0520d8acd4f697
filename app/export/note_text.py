"""The note's lines, ready to be set: from the desk's draft, or from the text of a version that somebody saved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.export.document import DraftNote
from app.text.direction import direction
from app.text.isolate import strip_controls
from app.values import Direction

_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+)|(?P<short>[^\n:：]{1,60})[:：]")
_BULLET = re.compile(r"[-*•–]\s+")
_SOURCES = re.compile(r"\s*\[(?P<numbers>\d{1,4}(?:\s*[,،]\s*\d{1,4})*)\]$")


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line of the note, its direction, and the numbers of the messages it rests on."""

    text: str
    direction: Direction
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidSection:
    """A heading with its lines; the heading is empty where a text begins without one."""

    title: str
    lines: tuple[LaidLine, ...]


def lay_draft(draft: DraftNote | None, numbers: dict[int, int], complaint: str) -> tuple[LaidSection, ...]:
    """The drafted note; `numbers` gives each message id its number, `complaint` heads the presenting complaint."""
    if draft is None:
        return ()
    first = [LaidSection(complaint, (_line(draft.complaint, draft),))] if draft.complaint else []
    return tuple(first) + tuple(
        LaidSection(
            strip_controls(section.title),
            tuple(
                _line(line.text, draft, tuple(numbers[id] for id in line.messages if id in numbers))
                for line in section.lines
            ),
        )
        for section in draft.sections
        if section.lines
    )


def lay_saved(text: str) -> tuple[LaidSection, ...]:
    """A saved note, line by line: `## Heading` or `Heading:` begins a section, `[3, 4]` at the end names sources."""
    sections: list[tuple[str, list[LaidLine]]] = [("", [])]
    for raw in strip_controls(text).splitlines():
        line = raw.strip()
        heading = _HEADING.fullmatch(line)
        if heading:
            sections.append(((heading["title"] or heading["short"]).strip(), []))
        elif line:
            sections[-1][1].append(_saved_line(_BULLET.sub("", line, count=1)))
    return tuple(LaidSection(title, tuple(lines)) for title, lines in sections if title or lines)


def _line(text: str, draft: DraftNote, sources: tuple[int, ...] = ()) -> LaidLine:
    clean = " ".join(strip_controls(text).split())
    return LaidLine(clean, direction(clean, draft.language), sources)


def _saved_line(line: str) -> LaidLine:
    found = _SOURCES.search(line)
    sources = tuple(int(number) for number in re.findall(r"\d+", found["numbers"])) if found else ()
    text = line[: found.start()] if found else line
    return LaidLine(text, direction(text), sources)
