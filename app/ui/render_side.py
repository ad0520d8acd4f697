"""The conversations at the side, grouped by when they were last touched, and what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from app.text.direction import direction
from app.ui.html import Child, el
from app.ui.prose import plain
from app.ui.view import View
from app.values import Conversation, Hit

_GROUPS = ("pinned", "today", "week", "older")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The conversations of the day, and those put out of the way."""

    listed: Sequence[Conversation]
    archived: Sequence[Conversation] = ()


def side(shelf: Shelf, selected: str | None, view: View, now: datetime) -> Markup:
    """Every conversation as a row, under pinned, today, this week or older. `now` is aware of its zone."""
    if not shelf.listed and not shelf.archived:
        return el("p", {"class": "empty"}, view.say("ui-none-yet"))
    groups: dict[str, list[Markup]] = {name: [] for name in _GROUPS}
    for conversation in shelf.listed:
        group = group_of(conversation, now)
        groups[group].append(_row(conversation, selected, view, group))
    shown = [_group(name, rows, view) for name, rows in groups.items() if rows]
    return el("nav", {"aria-label": view.say("ui-conversations")}, shown, _archive(shelf.archived, selected, view))


def found(hits: Sequence[Hit], selected: str | None, view: View) -> Markup:
    """What a search found: the conversation, and the words in their surroundings."""
    if not hits:
        return el("p", {"class": "empty", "role": "status"}, view.say("ui-nothing-found"))
    return el(
        "nav",
        {"aria-label": view.say("ui-search-results")},
        el("p", {"class": "group", "role": "status"}, view.say("ui-found", count=len(hits))),
        el("ul", {"class": "rows"}, [_hit(hit, selected, view) for hit in hits]),
    )


def group_of(conversation: Conversation, now: datetime) -> str:
    """Which group a conversation belongs to: pinned, today, week (the last seven days) or older."""
    if conversation.pinned:
        return "pinned"
    today = now.astimezone().date()
    touched = conversation.updated.astimezone().date()
    if touched >= today:
        return "today"
    return "week" if touched > today - timedelta(days=7) else "older"


def titled(conversation: Conversation, view: View) -> Markup:
    """A conversation's title, in the direction of its own words."""
    title = conversation.title or view.say("ui-untitled")
    runs = direction(title, view.language)
    return el("bdi", {"class": "title", "dir": runs}, plain(title, runs))


def badge(conversation: Conversation, view: View) -> Markup | None:
    """The mark of a conversation with an alarm."""
    if conversation.flag is None:
        return None
    text = view.say(f"ui-severity-{conversation.flag}")
    return el("span", {"class": f"badge {conversation.flag}", "title": text}, "!", el("span", {"class": "sr"}, text))


def _group(name: str, rows: list[Markup], view: View) -> Markup:
    heading = el("h3", {"class": "group", "id": f"group-{name}"}, view.say(f"ui-group-{name}"))
    return el("section", None, heading, el("ul", {"class": "rows", "aria-labelledby": f"group-{name}"}, rows))


def _archive(archived: Sequence[Conversation], selected: str | None, view: View) -> Markup | None:
    if not archived:
        return None
    summary = el("summary", {"class": "group"}, view.say("ui-group-archived", count=len(archived)))
    rows = [_row(conversation, selected, view, "older") for conversation in archived]
    return el("details", {"data-keep": "archived"}, summary, el("ul", {"class": "rows"}, rows))


def _row(conversation: Conversation, selected: str | None, view: View, group: str) -> Markup:
    first = [titled(conversation, view), badge(conversation, view)]
    second = [_complaint(conversation, view), _when(conversation, view, group)]
    return _open(conversation, selected, first, second, view)


def _complaint(conversation: Conversation, view: View) -> list[Child]:
    """The complaint, where a title of somebody's own stands in its place."""
    complaint = conversation.complaint or ""
    if not complaint or conversation.title.startswith(complaint[:20]):
        return []
    runs = direction(complaint, view.language)
    return [el("bdi", {"class": "row-complaint", "dir": runs}, plain(complaint, runs)), " · "]


def _hit(hit: Hit, selected: str | None, view: View) -> Markup:
    runs = direction(hit.snippet, view.language)
    snippet = el("span", {"class": "snippet", "dir": runs}, plain(hit.snippet, runs, hit.marks))
    first = [titled(hit.conversation, view), badge(hit.conversation, view)]
    return _open(hit.conversation, selected, first, [snippet], view, hit.message)


def _open(
    conversation: Conversation,
    selected: str | None,
    first: Sequence[Child],
    second: Sequence[Child],
    view: View,
    message: int | None = None,
) -> Markup:
    """The row itself: a button that opens the conversation, at one message where that is known."""
    on = conversation.id == selected
    patient = (
        el("bdi", {"class": "patient"}, plain(conversation.patient, view.direction)) if conversation.patient else None
    )
    attributes = {
        "type": "button",
        "class": "row on" if on else "row",
        "data-do": "open",
        "data-conversation": conversation.id,
        "data-message": str(message) if message else None,
        "aria-current": "true" if on else None,
    }
    below = el("small", None, patient, " · " if patient and message is None else None, second)
    return el("li", None, el("button", attributes, el("span", {"class": "first"}, first), below))


def _when(conversation: Conversation, view: View, group: str) -> Markup:
    moment = conversation.updated
    text = {"today": view.clock, "week": view.weekday}.get(group, view.day)(moment)
    return el("time", {"datetime": moment.isoformat(timespec="minutes")}, el("bdi", None, text))
