"""The styles of a DOCX export, each in two: one for left-to-right and one, with its name ending in RTL, for Arabic.

A reader restyles the whole file by changing these; no paragraph carries formatting of its own.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx import Document as open_docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from app.values import Direction

LATIN_FONT, ARABIC_FONT = "Calibri", "Arial"
"""Faces that Word and LibreOffice have or replace by one of the same width."""


@dataclass(frozen=True, slots=True)
class Look:
    """One style: `border` and `fill` are colours (hex) of a bar at the start side and of the background."""

    name: str
    base: str = "Normal"
    size: float = 10.5
    bold: bool = False
    colour: str = "1B2430"
    before: float = 0
    after: float = 3
    fill: str = ""
    border: str = ""
    keep: bool = False


LOOKS = (
    Look("Desk Text"),
    Look("Desk Title", "Title", 20, True, after=4),
    Look("Desk Heading 1", "Heading 1", 14, True, "0F5C6E", 14, 4, keep=True),
    Look("Desk Heading 2", "Heading 2", 11.5, True, before=8, after=2, keep=True),
    Look("Desk State", size=10, bold=True, colour="6B5B1D", after=6),
    Look("Desk Line", "List Bullet", after=2),
    Look("Desk Words", after=2),
    Look("Desk Emergency", fill="FDF2F1", border="A8201A", after=0),
    Look("Desk Urgent", fill="FDF7EC", border="8A5200", after=0),
    Look("Desk Speaker", size=9, colour="566273", before=8, after=2, keep=True),
    Look("Desk Patient", fill="FFFFFF", border="D3DAE3"),
    Look("Desk Question", fill="F3F6F9", border="0F5C6E"),
    Look("Desk Small", size=9, colour="566273"),
)


def style_name(name: str, direction: Direction) -> str:
    """The style's name for paragraphs of `direction`."""
    return f"{name} RTL" if direction == "rtl" else name


def style_id(name: str, direction: Direction) -> str:
    """The id under which the file knows a style; writing it down is faster than asking python-docx for it."""
    return style_name(name, direction).replace(" ", "")


def styled_file() -> Word:
    """A new, empty file with every style in it, in both directions."""
    return open_docx(io.BytesIO(_blank()))


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """The empty file, made once: making the styles takes longer than reading them."""
    word = open_docx()
    _add_styles(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _add_styles(word: Word) -> None:
    for look in LOOKS:
        for direction in ("ltr", "rtl"):
            _add(word, look, direction)
    for name, bold, colour in (("Desk Label", False, "566273"), ("Desk Source", False, "0F5C6E")):
        style = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold, style.font.color.rgb, style.font.size = bold, RGBColor.from_string(colour), Pt(9)
        _child(style.element.get_or_add_rPr(), "w:szCs", val="18")


def _add(word: Word, look: Look, direction: Direction) -> None:
    style: Any = word.styles.add_style(style_name(look.name, direction), WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles[look.base]
    style.quick_style = True
    style.font.name, style.font.size, style.font.bold = LATIN_FONT, Pt(look.size), look.bold
    style.font.color.rgb = RGBColor.from_string(look.colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.before), Pt(look.after)
    style.paragraph_format.keep_with_next = look.keep
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for kind, face in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("cs", ARABIC_FONT)):
        fonts.set(qn(f"w:{kind}"), face)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if look.bold:
        properties.find(qn("w:b")).addnext(OxmlElement("w:bCs"))
    _child(properties, "w:szCs", val=str(round(look.size * 2 + 2)))
    _paragraph(style.element.get_or_add_pPr(), look, direction)


def _paragraph(properties: Any, look: Look, direction: Direction) -> None:
    """Border, background and direction, in the order in which WordprocessingML wants them."""
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    late = [child for child in properties if child.tag in (qn("w:spacing"), qn("w:ind"), qn("w:jc"))]
    for child in late:
        properties.remove(child)
    if look.border:
        borders = _child(properties, "w:pBdr")
        side = "w:right" if direction == "rtl" else "w:left"
        _child(borders, side, val="single", sz="24", space="6", color=look.border)
    if look.fill:
        _child(properties, "w:shd", val="clear", color="auto", fill=look.fill)
    if direction == "rtl":
        _child(properties, "w:bidi")
    for child in late:
        properties.append(child)
    outline = properties.find(qn("w:outlineLvl"))
    if outline is not None:
        properties.append(outline)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
