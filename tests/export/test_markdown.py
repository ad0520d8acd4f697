"""Markdown exports: what went in can be read raw, and nothing that was said becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.export.document import Document
from app.export.markdown import escape, write_markdown
from app.export.options import ExportOptions
from app.text.isolate import strip_controls

HOSTILE = [
    "# heading", "> quote", "- item", "1. one", "2) two", "+ plus", "===", "---", "***", "```", "~~~", "    code",
    "[link](http://example.org)", "![image](http://example.org/a.png)", "<script>alert(1)</script>", "<http://example.org>",
    "**bold** _it_ ~~gone~~ `code`", "&lt;b&gt; &#60;", "a | b\n--|--", "\\# not", "[1]: http://example.org", "* star",
    "line one\n# line two", "5*10*2", "snake_case_name", "\tcode", "!\\[x](y)",
]  # fmt: skip


def plain(markdown: str) -> tuple[str, set[str]]:
    """What a Markdown reader shows of a text, and the kinds of elements it found."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [child for token in tokens for child in (token.children or [])]
    kinds = {token.type for token in tokens} | {child.type for child in inline}
    return "".join("\n" if child.type == "softbreak" else child.content for child in inline), kinds


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_lines_are_shown_as_they_are(text: str) -> None:
    lines = text.split("\n")
    shown, kinds = plain("\n".join(f"> {escape(line)}" for line in lines))
    assert shown == "\n".join(line.strip() for line in lines)
    assert kinds <= {
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "softbreak",
    }


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_any_line_is_shown_as_it_is(text: str) -> None:
    shown, kinds = plain("> " + escape(text))
    assert shown.strip() == text.strip()
    assert not kinds & {
        "html_inline",
        "html_block",
        "image",
        "link_open",
        "em_open",
        "strong_open",
        "code_inline",
        "fence",
    }


def test_everything_said_is_there_in_order(document: Document) -> None:
    text = strip_controls(write_markdown(document, ExportOptions("both")).decode())
    bare = re.sub(r"\\(.)", r"\1", text)
    assert [message.text for message in document.messages if f"> {message.text}" in bare] == [
        message.text for message in document.messages
    ]
    for part in ("200-400 mg", "2024-05-10", "150/95", "Possible acute coronary syndrome", "اشتباه متلازمة", "Bed 4"):
        assert part in bare


def test_doses_are_isolated_unless_marks_are_unwanted(document: Document) -> None:
    assert "\u2066ibuprofen 200-400 mg\u2069" in write_markdown(document, ExportOptions("ar")).decode()
    without = write_markdown(document, ExportOptions("ar", isolates=False)).decode()
    assert not re.search("[\u2066-\u2069\u200e\u200f\u202a-\u202e]", without)


def test_the_language_chosen_is_the_language_of_the_headings(document: Document) -> None:
    assert "## Alarms" in write_markdown(document, ExportOptions("en")).decode()
    assert "## التنبيهات" in write_markdown(document, ExportOptions()).decode()


def test_controls_and_overrides_of_a_message_do_not_leave_it(document: Document) -> None:
    bad = replace(document.messages[0], text="dose \u202e01\u2069\u2069 mg\u0007\x1b[31m")
    text = write_markdown(document.with_messages((bad,)), ExportOptions("en", isolates=False)).decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u0009\u000b-\u001f]", text)
