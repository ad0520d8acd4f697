"""The history as it grows: sections with their coverage, and each finding with where it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from app.text.direction import direction
from app.ui.html import el
from app.ui.prose import plain
from app.ui.view import View

RowStatus = Literal["present", "denied", "unknown", "todo", "skipped"]
_MARKS: Mapping[RowStatus, str] = {"present": "✓", "denied": "–", "unknown": "?", "todo": "○", "skipped": "↷"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the history. `source` is (id, number in the conversation) of the message that said it.

    `suggested` marks what only a model read out of that message.
    """

    slot: str
    label: str
    status: RowStatus
    value: str = ""
    source: tuple[int, int] | None = None
    superseded: bool = False
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the history, with how many of its questions are settled."""

    id: str
    title: str
    settled: int
    total: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole history as the panel shows it. `reviewed` is false while no clinician has signed its protocol."""

    complaint: str
    protocol: str
    reviewed: bool
    settled: int
    total: int
    sections: tuple[Section, ...]


EMPTY = Panel("", "", True, 0, 0, ())
"""The history of a conversation in which nothing was said yet."""


def history(panel: Panel, view: View) -> Markup:
    """The panel: complaint, coverage, then section by section."""
    if not panel.sections:
        return el("p", {"class": "empty"}, view.say("ui-history-empty"))
    return el(
        "div",
        {"class": "history"},
        _complaint(panel, view),
        _coverage(panel, view),
        [_section(section, view) for section in panel.sections],
    )


def _complaint(panel: Panel, view: View) -> Markup | None:
    if not panel.complaint:
        return None
    runs = direction(panel.complaint, view.language)
    protocol = el("small", None, view.say("ui-protocol", name=panel.protocol)) if panel.protocol else None
    note = el("small", {"class": "unsigned"}, view.say("ui-protocol-unreviewed")) if not panel.reviewed else None
    return el(
        "div",
        {"class": "complaint"},
        el("b", None, el("bdi", {"dir": runs}, plain(panel.complaint, runs))),
        protocol,
        note,
    )


def _coverage(panel: Panel, view: View) -> Markup:
    text = view.say("ui-coverage", settled=panel.settled, total=panel.total)
    share = f"inline-size:{100 * panel.settled / max(panel.total, 1):.0f}%"
    bar = {
        "class": "bar",
        "role": "progressbar",
        "aria-label": text,
        "aria-valuemin": "0",
        "aria-valuemax": str(panel.total),
        "aria-valuenow": str(panel.settled),
    }
    return el("div", {"class": "coverage"}, el("small", None, text), el("div", bar, el("i", {"style": share})))


def _section(section: Section, view: View) -> Markup:
    count = view.say("ui-section-count", settled=section.settled, total=section.total) if section.total else ""
    heading = {"class": "sect", "id": f"section-{section.id}"}
    end = [_go_to(section, view), el("small", None, el("bdi", None, count))]
    return el(
        "section",
        {"aria-labelledby": f"section-{section.id}"},
        el("div", {"class": "section-head"}, el("h3", heading, section.title), end),
        el("ul", {"class": "facts"}, [_row(row, view) for row in section.rows]),
    )


def _go_to(section: Section, view: View) -> Markup | None:
    """Goes on with this section: asks the first of its questions that is open."""
    first = next((row for row in section.rows if row.status == "todo"), None)
    if first is None:
        return None
    words = view.say("ui-section-next", section=section.title)
    attributes = {"type": "button", "class": "quiet go-to", "data-do": "jump", "data-slot": first.slot}
    return el("button", {**attributes, "aria-label": words, "title": words}, view.say("ui-ask"))


def _row(row: Row, view: View) -> Markup:
    attributes = {"class": f"fact {row.status}{' superseded' if row.superseded else ''}", "data-slot": row.slot}
    mark = el("span", {"class": "mark", "aria-hidden": "true"}, _MARKS[row.status])
    return el("li", attributes, mark, el("span", {"class": "what"}, _what(row, view)), _end(row, view))


def _what(row: Row, view: View) -> Sequence[Markup | str]:
    label = el("span", {"class": "label"}, row.label)
    runs = direction(row.value, view.language)
    value = el("bdi", {"dir": runs, "class": "value"}, plain(row.value, runs)) if row.value else ""
    status = "replaced" if row.superseded else row.status if not row.value else ""
    words = view.say(f"ui-finding-{status}") if status in ("replaced", "todo", "skipped", "unknown", "denied") else ""
    said = el("span", {"class": "status"}, words) if words else ""
    hint = {"class": "tag", "title": view.say("ui-generated-long")}
    tag = [" ", el("span", hint, view.say("ui-generated"))] if row.suggested else []
    return [label, ": " if value or said else "", value, view.say("ui-comma") if value and said else "", said, *tag]


def _end(row: Row, view: View) -> Markup | None:
    if row.source:
        message, number = row.source
        words = view.say("ui-source", number=number)
        attributes = {
            "type": "button",
            "class": "source",
            "data-jump": f"m{message}",
            "title": words,
            "aria-label": words,
        }
        return el("button", attributes, view.number(number))
    if row.status in ("todo", "skipped"):
        words = view.say("ui-ask-now", slot=row.label)
        attributes = {"type": "button", "class": "quiet ask", "data-do": "jump", "data-slot": row.slot}
        return el("button", {**attributes, "aria-label": words, "title": words}, view.say("ui-ask"))
    return None
