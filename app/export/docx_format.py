"""DOCX with real bidi: paragraphs, runs and tables carry their direction, so that Word and LibreOffice show it right.

Isolates are not used here: Word does not act on them. A run of the other direction stands between
two marks of its own direction, and these between two of the paragraph's (LRM and RLM, which every
word processor knows), so that it neither breaks nor draws its neighbours along.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timezone
from typing import Any

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from app.export.document import Document
from app.export.docx_styles import style_id, styled_file
from app.export.note_text import LaidLine
from app.export.options import ExportOptions
from app.export.outline import LaidAlarm, Outline, outlines
from app.text.isolate import spans, strip_controls
from app.values import Direction

MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
LABEL_WIDTH = Mm(32)


def write_docx(document: Document, options: ExportOptions) -> bytes:
    """The document as DOCX; two languages stand side by side in tables without lines."""
    laid = outlines(document, options)
    word = styled_file()
    _properties(word, document, laid[0])
    _page(word, laid[0])
    _add(word, laid[0].title, laid[0].title_direction, "Desk Title")
    _beside(word, _front, laid)
    _heading(word, "alarms", laid)
    _beside(word, _alarms, laid)
    _heading(word, "note", laid)
    _beside(word, _note, laid)
    _transcript(word, laid)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _properties(word: Word, document: Document, outline: Outline) -> None:
    core = word.core_properties
    core.title, core.author = strip_controls(outline.title)[:250], strip_controls(document.clinician)[:250]
    core.language, core.comments = outline.language, ""
    core.created = core.modified = document.exported.astimezone(timezone.utc).replace(tzinfo=None)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    if outline.direction == "rtl":
        _before(section._sectPr, OxmlElement("w:bidi"), "w:docGrid")


def _page(word: Word, outline: Outline) -> None:
    """Header: title and patient. Footer: state, and page x of y as fields."""
    section = word.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    write(header, f"{outline.title}  ·  {outline.facts[0].value}", outline.direction, "Desk Small")
    write(footer, outline.state + "  ·  ", outline.direction, "Desk Small")
    before, _, rest = outline.say("export-page", page="{p}", pages="{n}").partition("{p}")
    between, _, after = rest.partition("{n}")
    for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        add_runs(footer, text, outline.direction)
        if code:
            _field(footer, code)


def _beside(word: Word, part: Any, laid: Sequence[Outline]) -> None:
    """Write a part: into the page for one language, into a row of two cells for two."""
    if len(laid) == 1:
        part(word, laid[0])
        return
    table = word.add_table(rows=1, cols=len(laid))
    for cell, outline in zip(table.rows[0].cells, laid, strict=True):
        part(cell, outline)
        first = cell.paragraphs[0]
        if not first.text and len(cell.paragraphs) > 1:
            first._p.getparent().remove(first._p)
        if cell._tc[-1].tag != qn("w:p"):
            cell.add_paragraph()
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = False  # kept together, a cell would not break over pages


def _heading(word: Word, key: str, laid: Sequence[Outline]) -> None:
    text = " · ".join(outline.say("export-heading-" + key) for outline in laid)
    _add(word, text, laid[0].direction, "Desk Heading 1")


def _front(place: Any, outline: Outline) -> None:
    _add(place, outline.state, outline.direction, "Desk State")
    table = place.add_table(len(outline.facts), 2)
    if outline.direction == "rtl":
        _before(table._tbl.tblPr, OxmlElement("w:bidiVisual"), "w:tblW")
    table.autofit = False
    widths = (LABEL_WIDTH, table.columns[0].width + table.columns[1].width - LABEL_WIDTH)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    for fact, row in zip(outline.facts, table.rows, strict=True):
        write(row.cells[0].paragraphs[0], fact.label, outline.direction, "Desk Small")
        write(row.cells[1].paragraphs[0], fact.value, outline.direction, "Desk Text")


def _alarms(place: Any, outline: Outline) -> None:
    for alarm in outline.alarms:
        _alarm(place, alarm, outline)
    if not outline.alarms:
        _add(place, outline.say("export-no-alarms"), outline.direction, "Desk Text")


def _alarm(place: Any, alarm: LaidAlarm, outline: Outline) -> None:
    style = "Desk Emergency" if alarm.severity == "emergency" else "Desk Urgent"
    title = _add(place, "", outline.direction, style)
    add_runs(title, f"{alarm.badge}: {alarm.title}", outline.direction, "Strong")
    quote = outline.say("export-quote", quote=" ".join(alarm.quote.split())) if alarm.quote else ""
    for key, text in (("why", alarm.why), ("action", alarm.action), ("said", quote)):
        if text:
            paragraph = _add(place, "", outline.direction, style)
            add_runs(paragraph, outline.say("export-" + key) + ": ", outline.direction, "Desk Label")
            if key != "said":
                add_runs(paragraph, text, outline.direction)
            elif alarm.source:
                _sources(paragraph, (alarm.source,))
    if quote:
        _add(place, quote, alarm.quote_direction, style)
    if alarm.acknowledged:
        _add(place, alarm.acknowledged, outline.direction, style)
    _add(place, "", outline.direction, "Desk Small")


def _note(place: Any, outline: Outline) -> None:
    for section in outline.sections:
        if section.title:
            _add(place, section.title, outline.direction, "Desk Heading 2")
        for line in section.lines:
            _line(place, line)
    if not outline.sections:
        _add(place, outline.say("export-no-note"), outline.direction, "Desk Text")
    if outline.not_asked:
        join = "، " if outline.language == "ar" else ", "
        _add(place, outline.say("export-heading-not-asked"), outline.direction, "Desk Heading 2")
        _add(place, join.join(outline.not_asked), outline.direction, "Desk Text")
    _add(place, outline.footer, outline.direction, "Desk Small")


def _line(place: Any, line: LaidLine) -> None:
    """A line of the note. Words that run the other way get a paragraph of their own: Word embeds no sentence."""
    if line.own == line.direction or not line.label or " " not in line.text:
        _sources(_add(place, line.shown(marks=False), line.direction, "Desk Line"), line.sources)
        return
    _sources(_add(place, f"{line.label}:", line.direction, "Desk Line"), line.sources)
    _add(place, line.text, line.own, "Desk Words")


def _transcript(word: Word, laid: Sequence[Outline]) -> None:
    first = laid[0]
    _heading(word, "transcript", laid)
    for turn in first.turns:
        remark = f" · {turn.remark}" if turn.remark else ""
        _add(word, f"[{turn.number}] {turn.speaker} · {turn.when}{remark}", first.direction, "Desk Speaker")
        style = "Desk Question" if turn.mine else "Desk Patient"
        for line in turn.text.splitlines() or [""]:
            _add(word, line, turn.direction, style)


def _add(place: Any, text: str, direction: Direction, style: str) -> Paragraph:
    return write(place.add_paragraph(), text, direction, style)


def write(paragraph: Paragraph, text: str, direction: Direction, style: str) -> Paragraph:
    """Set a paragraph's style for its direction, and its text in runs."""
    paragraph._p.style = style_id(style, direction)
    add_runs(paragraph, text, direction)
    return paragraph


def add_runs(paragraph: Paragraph, text: str, direction: Direction, style: str | None = None) -> None:
    """Add text as runs that carry their direction; runs of the other direction stand between direction marks."""
    text, outer = strip_controls(text), MARKS[direction]
    at, closing = 0, ""
    for span in spans(text, direction):
        inner = MARKS[span.direction]
        _run(paragraph, closing + text[at : span.start] + outer, direction, style)
        _run(paragraph, inner + text[span.start : span.end] + inner, span.direction, style)
        at, closing = span.end, outer
    _run(paragraph, closing + text[at:], direction, style)


def _run(paragraph: Paragraph, text: str, direction: Direction, style: str | None) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    if style:
        run._r.style = style.replace(" ", "")
    if direction == "rtl":
        properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi" if direction == "rtl" else "w:val"), "ar-SA" if direction == "rtl" else "en-GB")
    properties.append(language)


def _sources(paragraph: Paragraph, numbers: tuple[int, ...]) -> None:
    if numbers:
        _run(paragraph, f" {MARKS['ltr']}[{', '.join(map(str, numbers))}]{MARKS['ltr']}", "ltr", "Desk Source")


def _before(parent: Any, element: Any, tag: str) -> None:
    """Put `element` before the child `tag`: the parts of a property list have a fixed order."""
    following = parent.find(qn(tag))
    if following is None:
        parent.append(element)
    else:
        following.addprevious(element)


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)
    field.append(paragraph.add_run("1")._r)
