"""PDF through Typst: tagged PDF/A-2a and PDF/UA-1, set by `assets/export/conversation.typ`.

Everything said reaches Typst as a JSON string, so it cannot become markup. Amiri draws the Arabic:
its lam-alef is two glyphs, so text copied from the file is in logical order in every reader, which
fonts with ligature glyphs do not give.
"""

from __future__ import annotations

import io
import json
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import typst

from app.config import ASSETS
from app.errors import ExportProblem
from app.export.document import Document
from app.export.note_text import LaidLine, LaidSection
from app.export.options import ExportOptions
from app.export.outline import LaidAlarm, Outline, Turn, outlines
from app.text.isolate import LEFT_TO_RIGHT, POP, RIGHT_TO_LEFT, embed, spans
from app.values import Direction

TEMPLATE = ASSETS / "export" / "conversation.typ"
LONGEST_BOX = 44
"""Characters of a run that is kept on one line; a longer one is isolated with Unicode marks and may break."""

_ENDLESS = re.compile(r"\S{160}(?=\S)")

Pieces = list[tuple[str, str]]


def write_pdf(document: Document, options: ExportOptions) -> bytes:
    """The document as a PDF; with a password, encrypted with AES-256 (which PDF/A does not allow)."""
    content = _compile(json.dumps(_data(document, options), ensure_ascii=False))
    return _protected(content, options.password) if options.password else content


def pieces(text: str, direction: Direction) -> Pieces:
    """A line cut at its isolated runs: (text, direction), the direction empty where nothing is isolated.

    Words of more than 160 letters get a place to break: no page is that wide, and Typst's PDF writer
    fails on a line of 64 KiB.
    """
    text = _breakable(text)
    found: Pieces = []
    at = 0
    for span in spans(text, direction):
        run = text[span.start : span.end]
        if len(run) > LONGEST_BOX:
            opening = RIGHT_TO_LEFT if span.direction == "rtl" else LEFT_TO_RIGHT
            found += [(text[at : span.start] + opening + run + POP, "")]
        else:
            found += [(text[at : span.start], ""), (run, span.direction)]
        at = span.end
    return [(part, flow) for part, flow in [*found, (text[at:], "")] if part]


def embedded(text: str, own: Direction, around: Direction) -> Pieces:
    """A text of direction `own` in a line that runs `around`: pieces of the line, or one isolated by Unicode marks."""
    return pieces(text, own) if own == around else [(embed(_breakable(text), own, around), "")]


def _breakable(text: str) -> str:
    return _ENDLESS.sub("\\g<0>\u200b", text)


def _compile(data: str) -> bytes:
    """Set the data. Characters that the fonts do not draw (emoji, other scripts) rule PDF/A out: then a plain PDF."""
    inputs = {"data": data}
    folder = TEMPLATE.parent
    fonts = list(_font_folders())
    try:
        return bytes(
            typst.compile(
                TEMPLATE,
                root=folder,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs=inputs,
                pdf_standards=["a-2a", "ua-1"],
            )
        )
    except typst.TypstError:
        pass
    try:
        return bytes(typst.compile(TEMPLATE, root=folder, font_paths=fonts, sys_inputs=inputs))
    except typst.TypstError as error:
        raise ExportProblem(reason=error.message) from error


@lru_cache(maxsize=1)
def _font_folders() -> tuple[Path, ...]:
    """Amiri's files; the Latin face, Libertinus Serif, is inside Typst."""
    return (Path(str(files("fontpkg_amiri"))) / "files",)


def _protected(content: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return out.getvalue()


def _data(document: Document, options: ExportOptions) -> dict[str, Any]:
    laid = outlines(document, options)
    first, day = laid[0], document.exported
    return {
        "title": first.title,
        "author": document.clinician,
        "date": [day.year, day.month, day.day],
        "page": first.say("export-page", page="{p}", pages="{n}"),
        "outlines": [_outline(outline) for outline in laid],
        "turns": [_turn(turn) for turn in first.turns],
    }


def _outline(outline: Outline) -> dict[str, Any]:
    def set_line(text: str) -> Pieces:
        return pieces(text, outline.direction)

    join = "، " if outline.language == "ar" else ", "
    headings = ("alarms", "note", "transcript", "not-asked")
    return {
        "language": outline.language,
        "direction": outline.direction,
        "title": embedded(outline.title, outline.title_direction, outline.direction),
        "patient": set_line(outline.facts[0].value),
        "state": set_line(outline.state),
        "signed": outline.signed,
        "facts": [{"label": fact.label, "value": set_line(fact.value)} for fact in outline.facts],
        "alarms": [_alarm(alarm, outline) for alarm in outline.alarms],
        "sections": [_section(section, outline.direction) for section in outline.sections],
        "not-asked": set_line(join.join(outline.not_asked)),
        "labels": {
            **{key: outline.say("export-heading-" + key) for key in headings},
            **{key: outline.say("export-" + key) for key in ("no-alarms", "no-note", "footer")},
        },
    }


def _alarm(alarm: LaidAlarm, outline: Outline) -> dict[str, Any]:
    quote = " ".join(alarm.quote.split())
    return {
        "severity": alarm.severity,
        "badge": alarm.badge,
        "title": pieces(alarm.title, outline.direction),
        "why": pieces(alarm.why, outline.direction),
        "action": pieces(alarm.action, outline.direction),
        "quote": _quoted(quote, alarm, outline) if quote else [],
        "source": alarm.source,
        "acknowledged": pieces(alarm.acknowledged, outline.direction),
        "labels": {key: outline.say("export-" + key) for key in ("why", "action", "said")},
    }


def _quoted(quote: str, alarm: LaidAlarm, outline: Outline) -> Pieces:
    before, _, after = outline.say("export-quote", quote="\0").partition("\0")
    return [(before, ""), *embedded(quote, alarm.quote_direction, outline.direction), (after, "")]


def _line(line: LaidLine) -> Pieces:
    label = f"{line.label}: " if line.label and line.text else line.label
    return [*pieces(label, line.direction), *embedded(line.text, line.own, line.direction)]


def _section(section: LaidSection, direction: Direction) -> dict[str, Any]:
    return {
        "title": pieces(section.title, direction),
        "lines": [
            {"text": _line(line), "direction": line.direction, "sources": list(line.sources)} for line in section.lines
        ],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "number": turn.number,
        "speaker": turn.speaker,
        "mine": turn.mine,
        "when": turn.when,
        "language": turn.language,
        "direction": turn.direction,
        "remark": turn.remark,
        "lines": [pieces(line, turn.direction) for line in turn.text.splitlines()],
    }
