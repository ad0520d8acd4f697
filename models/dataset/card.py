"""The data card: what is in a built dataset, as a page to read (card.md and the same as card.html) with plots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from app.export.files import encode, write_whole
from app.text.direction import direction
from models.dataset.plots import draw
from models.dataset.record import LETTERS, Content, Interaction, Record, interactions

FEW_TURNS = 6
"""An example shows so many turns of a chat, and this many characters of a text."""
SHORT = 400

PAGE = Path(__file__).with_name("card.template.html")

Row = Sequence[object]


def write_card(folder: Path, figures: Mapping[str, Any], examples: Mapping[str, Record]) -> list[Path]:
    """Write card.md, card.html and their pictures into `folder`; returns the files."""
    pictures = draw(folder, figures)
    text = "\n".join(_card(figures, examples))
    page = PAGE.read_text(encoding="utf-8").replace("{{ body }}", MarkdownIt().enable("table").render(text))
    write_whole(folder / "card.md", encode(text + "\n"))
    write_whole(folder / "card.html", encode(page))
    return [*pictures, folder / "card.md", folder / "card.html"]


def _card(figures: Mapping[str, Any], examples: Mapping[str, Record]) -> Iterator[str]:
    records, said, tokens = figures["records"], figures["interactions"], figures["tokens"]
    yield "# Data card"
    yield ""
    yield (
        f"{records['all']:,} items ({records.get('paired', 0):,} of them in both languages) give {said['all']:,} "
        f"interactions and {tokens['en'] + tokens['ar']:,} tokens (counted with: {figures['tokenizer']}). English to "
        f"Arabic in the training part: {figures['english_to_arabic']['tokens']} by tokens, "
        f"{figures['english_to_arabic']['items']} by items."
    )
    yield from ("", "![Interactions by task and language](interactions.png)", "")
    yield from _section("Tasks and languages", _tasks(said, tokens), ("task", "English", "Arabic", "both", "tokens"))
    yield from _section("Parts", _parts(records, said, tokens), ("part", "items", "interactions", "tokens"))
    yield from ("![Length of an interaction](lengths.png)", "")
    yield from _sources(figures["sources"])
    yield from _checks(figures)
    yield from _examples(examples)


def _tasks(said: Mapping[str, int], tokens: Mapping[str, int]) -> Iterator[Row]:
    for task in ("chat", "open_question", "multiple_choice"):
        counts = [said.get(f"{task} {form}", 0) for form in ("en", "ar", "mixed")]
        if any(counts):
            yield (task.replace("_", " "), *counts, tokens.get(f"{task} en", 0) + tokens.get(f"{task} ar", 0))


def _parts(records: Mapping[str, int], said: Mapping[str, int], tokens: Mapping[str, int]) -> Iterator[Row]:
    for split in ("train", "test"):
        size = tokens.get(f"{split} en", 0) + tokens.get(f"{split} ar", 0)
        yield split, records.get(f"split {split}", 0), said.get(f"split {split}", 0), size


def _sources(sources: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    rows = [(name, one["licence"], one["records"], one["interactions"], one["tokens"]) for name, one in sources.items()]
    yield from _section("Sources and licences", rows, ("source", "licence", "items", "interactions", "tokens"))
    yield from (f"- {name}: {one['credit']} Revision: {one['revision'] or 'unknown'}." for name, one in sources.items())
    yield from ("", "![Tokens by source](tokens.png)", "")


def _checks(figures: Mapping[str, Any]) -> Iterator[str]:
    left = [(*key.split(" ", 1), count) for key, count in figures["left_out"].items()]
    yield from _section("Left out", left, ("reason", "source", "items or forms"))
    leaks = list(figures["leaked_evaluation_items"].items())
    yield from _section("Evaluation items found and kept out", leaks, ("evaluation set", "items"))
    twins, wrong = figures["duplicates"], figures["records"].get("wrong language", 0)
    yield (
        f"Duplicates: {twins['exact']:,} exact, {twins['near']:,} near. Rows that could not be read: "
        f"{sum(figures['unreadable'].values()):,}. Items kept with a text in another language than it says: {wrong}."
    )
    seen = [(name, *item) for name, one in figures["sources"].items() for item in one["pii"].items()]
    yield ""
    yield from _section("What seems to name people", seen, ("source", "kind", "times"))
    yield "Found by rules that find too much rather than too little; names of diseases and of authors are among them."
    yield ""


def _examples(examples: Mapping[str, Record]) -> Iterator[str]:
    yield from ("## Examples", "")
    for kind, record in sorted(examples.items()):
        yield from (f"### {kind.replace('_', ' ')}: {record.id}", "")
        for each in interactions(record):
            yield from (f"- {line}" for line in _lines(each))
            yield ""


def _lines(each: Interaction) -> Iterator[str]:
    content, letters = each.content, LETTERS["ar" if each.form == "ar" else "en"]
    yield from (_short(text) for text in (content.context, content.question) if text)
    yield from (f"{letter}. {_short(option)}" for letter, option in zip(letters, content.options, strict=False))
    if each.record.correct is not None:
        yield f"→ {letters[each.record.correct]}"
    yield from (_short(text) for text in (content.answer,) if text)
    yield from _turns(content)


def _turns(content: Content) -> Iterator[str]:
    shown = content.turns[:FEW_TURNS]
    yield from (f"{turn.role}: {_short(turn.text)}" for turn in shown)
    if len(content.turns) > len(shown):
        yield f"… {len(content.turns) - len(shown)} more turns"


def _short(text: str) -> str:
    """A text on one line, cut, its Markdown signs made harmless, Arabic isolated in its own direction."""
    line = " ".join(text.split())
    cut = line if len(line) <= SHORT else line[:SHORT].rsplit(" ", 1)[0] + " …"
    safe = "".join("\\" + sign if sign in "\\`*_[]<>#|" else sign for sign in cut)
    return f"\u2067{safe}\u2069" if direction(text, "en") == "rtl" else safe


def _section(title: str, rows: Sequence[Row] | Iterator[Row], heads: Sequence[str]) -> Iterator[str]:
    """A heading and a table; numbers with thousands marks."""
    lines = [_row(row) for row in rows]
    yield from (f"## {title}", "")
    if lines:
        yield from (_row(heads), "|" + " --- |" * len(heads), *lines, "")
    else:
        yield from ("None.", "")


def _row(cells: Row) -> str:
    shown = [f"{cell:,}" if isinstance(cell, int) else str(cell).replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(shown)} |"
