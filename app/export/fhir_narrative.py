"""Narratives of the FHIR export: XHTML with language and direction, nothing in it but text, lists and spans."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.export.fhir_terms import Json
from app.export.note_text import LaidLine, LaidSection
from app.text.isolate import spans, strip_controls
from app.values import Direction, Language, direction_of

XHTML = "http://www.w3.org/1999/xhtml"


def narrative(parts: Iterable[tuple[Language, str]], status: str = "generated") -> Json:
    """A Narrative of one inner division a language; `parts` hold finished markup. Status as FHIR's NarrativeStatus."""
    inner = list(parts)
    if len(inner) == 1:
        language, markup = inner[0]
        return {"status": status, "div": f'<div xmlns="{XHTML}" {attributes(language)}>{markup}</div>'}
    body = "".join(f"<div {attributes(language)}>{markup}</div>" for language, markup in inner)
    return {"status": status, "div": f'<div xmlns="{XHTML}">{body}</div>'}


def sentence(text: str, direction: Direction) -> str:
    """Text as a paragraph, runs of the other direction in spans of their own (FHIR's XHTML has no bdi)."""
    return f"<p>{inline(text, direction)}</p>"


def section_markup(section: LaidSection | None, empty: str, direction: Direction) -> str:
    """A section's lines as a list, each with its sources; `empty` where there are none."""
    if section is None or not section.lines:
        return sentence(empty, direction)
    return "<ul>" + "".join(_item(line) for line in section.lines) + "</ul>"


def inline(text: str, direction: Direction) -> str:
    """Escaped text with its isolates as spans."""
    text = strip_controls(text)
    pieces, at = [], 0
    for span in spans(text, direction):
        pieces.append(escape(text[at : span.start]))
        pieces.append(f'<span dir="{span.direction}">{escape(text[span.start : span.end])}</span>')
        at = span.end
    return "".join(pieces) + escape(text[at:])


def attributes(language: Language) -> str:
    """Language and direction as XHTML attributes."""
    return f'lang="{language}" xml:lang="{language}" dir="{direction_of(language)}"'


def _item(line: LaidLine) -> str:
    sources = f' <span dir="ltr">[{", ".join(map(str, line.sources))}]</span>' if line.sources else ""
    label, text = inline(line.label, line.direction), inline(line.text, line.own)
    if line.own != line.direction:
        text = f'<span dir="{line.own}">{text}</span>'
    return f'<li dir="{line.direction}">{label}{": " * bool(label and text)}{text}{sources}</li>'
