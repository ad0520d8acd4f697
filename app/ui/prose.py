"""Sets what was said as HTML: isolated for its direction, never taken for markup.

What a person wrote is shown letter for letter. A model's reply may use a small part of Markdown
(lists, tables, headings, quotes, emphasis, code); links, images and HTML stay the text they are.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from app.text.isolate import spans, strip_controls
from app.ui.html import el, join
from app.values import Direction

_RULES = ("list", "heading", "blockquote", "emphasis", "table", "backticks", "fence", "hr", "escape", "balance_pairs")
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


def plain(text: str, direction: Direction) -> Markup:
    """Text as it was written, with doses, ranges, dates and foreign runs isolated. Line breaks are kept by the CSS."""
    clean = strip_controls(text)
    pieces: list[str | Markup] = []
    at = 0
    for span in spans(clean, direction):
        run = clean[span.start : span.end]
        whole = "whole" if len(run) <= _SHORT else None
        pieces += [clean[at : span.start], el("bdi", {"dir": span.direction, "class": whole}, run)]
        at = span.end
    return join([*pieces, clean[at:]])


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
