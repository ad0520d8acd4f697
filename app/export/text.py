"""Plain text for pasting into another system: no markup, no direction marks unless they are asked for."""

from __future__ import annotations

from app.export.document import Document
from app.export.files import encode
from app.export.options import ExportOptions
from app.export.outline import LaidAlarm, Outline, Turn, outlines
from app.text.isolate import embed, isolate, strip_controls
from app.values import Direction


def write_text(document: Document, options: ExportOptions) -> bytes:
    """The document as plain text, one language after the other, and the transcript once."""
    marks = bool(options.isolates)
    laid = outlines(document, options)
    lines: list[str] = []
    for outline in laid:
        lines += _front(outline, marks)
    return encode("\n".join(lines + _transcript(laid[0], marks)) + "\n")


def _front(outline: Outline, marks: bool) -> list[str]:
    def show(text: str, flow: Direction = outline.direction) -> str:
        return _show(text, flow, marks)

    lines = [embed(outline.title, outline.title_direction, outline.direction) if marks else outline.title]
    lines += [f"{fact.label}: {show(fact.value)}" for fact in outline.facts]
    lines += [show(outline.state), "", outline.say("export-heading-alarms")]
    for alarm in outline.alarms:
        lines += _alarm(alarm, outline, marks)
    lines += [] if outline.alarms else [outline.say("export-no-alarms")]
    lines += ["", outline.say("export-heading-note")]
    for section in outline.sections:
        lines += [f"{show(section.title)}:"] if section.title else []
        lines += [f"- {line.shown(marks)}{_sources(line.sources)}" for line in section.lines]
    lines += [] if outline.sections else [outline.say("export-no-note")]
    if outline.not_asked:
        join = "، " if outline.language == "ar" else ", "
        lines.append(f"{outline.say('export-heading-not-asked')}: {show(join.join(outline.not_asked))}")
    return [*lines, "", outline.footer, ""]


def _alarm(alarm: LaidAlarm, outline: Outline, marks: bool) -> list[str]:
    def show(text: str) -> str:
        return _show(text, outline.direction, marks)

    lines = [f"! {alarm.badge}: {show(alarm.title)}"]
    lines += [f"  {outline.say('export-why')}: {show(alarm.why)}"] if alarm.why else []
    lines += [f"  {outline.say('export-action')}: {show(alarm.action)}"] if alarm.action else []
    if alarm.quote:
        quote = " ".join(alarm.quote.split())
        quote = embed(quote, alarm.quote_direction, outline.direction) if marks else quote
        shown = outline.say("export-quote", quote=quote) + _sources((alarm.source,) if alarm.source else ())
        lines.append(f"  {outline.say('export-said')}: {shown}")
    return lines + ([f"  {show(alarm.acknowledged)}"] if alarm.acknowledged else [])


def _transcript(outline: Outline, marks: bool) -> list[str]:
    lines = [outline.say("export-heading-transcript")]
    for turn in outline.turns:
        lines += _turn(turn, marks)
    return lines


def _turn(turn: Turn, marks: bool) -> list[str]:
    remark = f" ({turn.remark})" if turn.remark else ""
    first, *rest = turn.text.splitlines() or [""]
    head = f"[{turn.number}] {turn.when} {turn.speaker}{remark}: {_show(first, turn.direction, marks)}"
    return [head, *(f"    {_show(line, turn.direction, marks)}" for line in rest)]


def _sources(numbers: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _show(text: str, flow: Direction, marks: bool) -> str:
    return isolate(text, flow) if marks else strip_controls(text)
