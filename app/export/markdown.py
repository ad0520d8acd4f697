"""Markdown that reads well raw. What people and models wrote is escaped: it cannot become markup."""

from __future__ import annotations

import re

from app.export.document import Document
from app.export.files import encode
from app.export.note_text import LaidSection
from app.export.options import ExportOptions
from app.export.outline import LaidAlarm, Outline, Turn, outlines
from app.text.isolate import embed, isolate
from app.values import Direction

_INLINE = re.compile(r"[\\`<\[\]]|(?<=\S)[*_~]|[*_~](?=\S)|&(?=#?\w+;)|!(?=\[)")
_BEGINNING = re.compile(r"^(\s{0,3})([#>+*_=~-]|\d{1,9}(?=[.)]))")
_EDGE = re.compile(r"^[ \t]+|[ \t]+$")


def escape(text: str) -> str:
    """One line as Markdown that shows exactly this line."""
    bare = _EDGE.sub("", text)
    escaped = _INLINE.sub(lambda found: "\\" + found[0], bare)
    return _BEGINNING.sub(lambda found: found[1] + _guard(found[2]), escaped)


def _guard(opening: str) -> str:
    """Escape what would begin a block; a number's full stop is escaped, not the number."""
    return opening + "\\" if opening.isdigit() else "\\" + opening


def write_markdown(document: Document, options: ExportOptions) -> bytes:
    """The document as Markdown, one language after the other, and the transcript once."""
    marks = options.isolates is not False
    laid = outlines(document, options)
    lines: list[str] = []
    for outline in laid:
        lines += _front(outline, marks)
    return encode("\n".join(lines + _transcript(laid[0], marks)))


def _front(outline: Outline, marks: bool) -> list[str]:
    def show(text: str, flow: Direction = outline.direction) -> str:
        return _show(text, flow, marks)

    title = embed(outline.title, outline.title_direction, outline.direction) if marks else outline.title
    lines = [f"# {escape(title)}", ""]
    lines += [f"- **{fact.label}**: {show(fact.value)}" for fact in outline.facts]
    lines += ["", f"**{show(outline.state)}**", "", f"## {outline.say('export-heading-alarms')}", ""]
    for alarm in outline.alarms:
        lines += _alarm(alarm, outline, marks)
    if not outline.alarms:
        lines += [outline.say("export-no-alarms"), ""]
    lines += [f"## {outline.say('export-heading-note')}", ""]
    for section in outline.sections:
        lines += _section(section, marks)
    if not outline.sections:
        lines += [outline.say("export-no-note"), ""]
    if outline.not_asked:
        join = "، " if outline.language == "ar" else ", "
        lines += [f"### {outline.say('export-heading-not-asked')}", "", show(join.join(outline.not_asked)), ""]
    return [*lines, f"_{outline.footer}_", ""]


def _alarm(alarm: LaidAlarm, outline: Outline, marks: bool) -> list[str]:
    def show(text: str) -> str:
        return _show(text, outline.direction, marks)

    lines = [f"### {alarm.badge}: {show(alarm.title)}", ""]
    lines += [f"- **{outline.say('export-why')}**: {show(alarm.why)}"] if alarm.why else []
    lines += [f"- **{outline.say('export-action')}**: {show(alarm.action)}"] if alarm.action else []
    if alarm.quote:
        source = f" \\[{alarm.source}\\]" if alarm.source else ""
        quote = " ".join(alarm.quote.split())
        quote = escape(embed(quote, alarm.quote_direction, outline.direction) if marks else quote)
        lines.append(f"- **{outline.say('export-said')}**: {outline.say('export-quote', quote=quote)}{source}")
    return [*lines, *([f"- {show(alarm.acknowledged)}"] if alarm.acknowledged else []), ""]


def _section(section: LaidSection, marks: bool) -> list[str]:
    lines = [f"### {escape(section.title)}", ""] if section.title else []
    for line in section.lines:
        sources = f" \\[{', '.join(map(str, line.sources))}\\]" if line.sources else ""
        lines.append(f"- {escape(line.shown(marks))}{sources}")
    return [*lines, ""]


def _transcript(outline: Outline, marks: bool) -> list[str]:
    lines = [f"## {outline.say('export-heading-transcript')}", ""]
    for turn in outline.turns:
        lines += _turn(turn, marks)
    return lines


def _turn(turn: Turn, marks: bool) -> list[str]:
    remark = f" ({turn.remark})" if turn.remark else ""
    said = [f"> {_show(line, turn.direction, marks)}".rstrip() for line in turn.text.splitlines() or [""]]
    return [f"**\\[{turn.number}\\] {turn.speaker}**, {turn.when}{remark}", "", *said, ""]


def _show(text: str, flow: Direction, marks: bool) -> str:
    return escape(isolate(text, flow) if marks else text)
