"""Sets what was said as HTML: isolated for its direction, never taken for markup.

What a person wrote is shown letter for letter. A model's reply may use a small part of Markdown
(lists, tables, headings, quotes, emphasis, code); links, images and HTML stay the text they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from app.text.isolate import spans, strip_controls
from app.ui.html import Child, el, join
from app.values import Direction

_RULES = ("list", "heading", "blockquote", "emphasis", "table", "backticks", "fence", "hr", "escape", "balance_pairs")
Marks = Sequence[tuple[int, int]]
"""Parts of a text, in order: where each starts and ends."""
_SHORT = 30
"""Isolated runs up to this many characters are not broken over two lines: a dose is read at one glance."""
_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "hr": "hr",
}


def plain(text: str, direction: Direction, marks: Marks = ()) -> Markup:
    """Text as it was written, with doses, ranges, dates and foreign runs isolated. Line breaks are kept by the CSS.

    `marks` are lit up, also within an isolated run.
    """
    clean = strip_controls(text)
    lit = [(len(strip_controls(text[:start])), len(strip_controls(text[:end]))) for start, end in marks]
    pieces: list[Child] = []
    at = 0
    for span in spans(clean, direction):
        whole = "whole" if span.end - span.start <= _SHORT else None
        run = el("bdi", {"dir": span.direction, "class": whole}, _lit(clean, span.start, span.end, lit))
        pieces += [_lit(clean, at, span.start, lit), run]
        at = span.end
    return join([*pieces, _lit(clean, at, len(clean), lit)])


def _lit(text: str, start: int, end: int, marks: Marks) -> list[Child]:
    """`text[start:end]`, with as much of the marks as lies in it."""
    pieces: list[Child] = []
    for first, last in marks:
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [text[start:first], el("mark", None, text[first:last])]
            start = last
    return [*pieces, text[start:end]]


def rich(text: str, direction: Direction) -> Markup:
    """A model's reply: its lists, tables, headings, quotes and emphasis set, all else as plain text."""
    tree = SyntaxTreeNode(_markdown().parse(strip_controls(text)))
    return join(_node(child, direction) for child in tree.children)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "linkify": False}).enable(list(_RULES))


def _node(node: SyntaxTreeNode, direction: Direction) -> Markup:
    kind = node.type
    if kind in ("text", "text_special", "html_inline", "html_block"):
        return plain(node.content, direction)
    if kind in ("softbreak", "hardbreak"):
        return el("br")
    if kind in ("code_inline", "fence", "code_block"):
        return _code(node)
    inside = [_node(child, direction) for child in node.children]
    if kind == "inline" or (kind == "paragraph" and node.hidden):
        return join(inside)
    if kind == "heading":
        return el("p", {"class": "heading"}, inside)
    if kind == "ordered_list":
        return el("ol", {"start": str(node.attrs.get("start", 1))}, inside)
    tag = _TAGS.get(kind)
    return el(tag, None, inside) if tag else join(inside)


def _code(node: SyntaxTreeNode) -> Markup:
    code = el("code", {"dir": "ltr"}, node.content)
    return code if node.type == "code_inline" else el("pre", {"dir": "ltr"}, code)
