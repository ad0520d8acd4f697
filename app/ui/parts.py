"""The page's parts as they stand now: read from the desk, set as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import gradio as gr

from app.desk import Desk, Sight
from app.store.conversations import ListQuery
from app.ui import render, render_alarms, render_history, render_side, render_top
from app.ui.here import Here
from app.ui.html import el
from app.ui.panels import panel, wordings
from app.ui.quick_replies import quick_replies
from app.ui.view import View
from app.values import Language, Message

Changes = dict[Any, Any]
"""What changes on the page: a part's name (or a labelled component) to its new value or a gr.update."""

_LISTED = 300


def frame(desk: Desk, view: View) -> Changes:
    """What stands around the conversation: the bar and the drawers."""
    return {
        "brand": render_top.brand(view),
        "drawer": render_top.panel_drawer(view),
        "chip": render_top.model_chip(desk.engines.state, view),
    }


def opened(desk: Desk, here: Here) -> Changes:
    """The open conversation with all that hangs on it: the list, the address, and what has been seen."""
    view = here.view(desk)
    stamp = revision(desk, here.conversation)  # read first: what changes while we look is then news
    return {
        "conversation": here.conversation,
        **talk(desk, here.conversation, view),
        "rows": rows(desk, here),
        "document": document(desk, here.conversation, view, stamp),
    }


def document(desk: Desk, conversation: str, view: View, stamp: str) -> str:
    """The document's language, direction, theme and address, and whether an answer is being written in it."""
    settings = desk.settings()
    title = desk.record.get(conversation).title if conversation else ""
    turn = desk.live.current(conversation) if conversation else None
    place = render_top.Place(conversation, title, stamp, f"{id(turn):x}" if turn else "")
    return render_top.document_state(place, settings, view)


def rows(desk: Desk, here: Here) -> str:
    """The conversations at the side, or what the search found."""
    view = here.view(desk)
    if here.search.strip():
        return render_side.found(desk.record.search(here.search), here.conversation, view)
    listed = desk.record.list(ListQuery(limit=_LISTED))
    return render_side.side(listed, here.conversation, view, datetime.now(timezone.utc))


def talk(desk: Desk, conversation: str, view: View) -> Changes:
    """Everything about the open conversation, its history included."""
    if not conversation:
        return _nothing_open(view)
    sight, turn = desk.look(conversation), desk.live.current(conversation)
    shown = {
        "heading": render_top.heading(sight.about, view),
        "messages": render.messages(sight.messages, view, desk.knowledge.slot_label, busy=turn is not None),
        "live": live(sight.messages, turn.text, view, desk) if turn else "",
        "quick": "" if turn else quick(sight, view),
        **judged(desk, sight, view),
    }
    return {**{name: owned(part, conversation) for name, part in shown.items()}, **buttons(turn is not None)}


def owned(part: str, conversation: str) -> str:
    """A part that belongs to one conversation: the script hides it from a page that shows another."""
    return el("div", {"data-of": conversation, "class": "of"}, part) if part else ""


def judged(desk: Desk, sight: Sight, view: View) -> Changes:
    """The alarms and the history that follow from what was said."""
    skipped = desk.record.skipped(sight.about.id)
    seen = {one.rule for one in desk.record.acknowledgements(sight.about.id)}
    said = {message.id: message for message in sight.messages}
    words = wordings(sight.flags, desk.knowledge, view)
    told = panel(sight.history, desk.knowledge, sight.messages, skipped, view)
    return {
        "alarms": render_alarms.alarms(sight.flags, words, said, seen, view),
        "history": render_history.history(told, view),
    }


def live(said: Sequence[Message], text: str, view: View, desk: Desk) -> str:
    """The bubble of the reply under way, in the language in which it is being written."""
    writing = next((message for message in reversed(said) if message.status == "streaming"), None)
    language: Language = (writing or said[-1]).language if said else view.language
    slot = writing.slot if writing else None
    return render.live(text, language, view, desk.knowledge.slot_label(slot, language) if slot else "")


def quick(sight: Sight, view: View) -> str:
    """Answers to tap for the question that stands, none where nothing was asked."""
    last = sight.messages[-1] if sight.messages else None
    if last is None or last.role != "assistant" or last.slot is None or sight.about.mode != "interview":
        return ""
    return render_top.quick(quick_replies(last.slot, last.language), last.language, view, skippable=True)


def buttons(busy: bool) -> Changes:
    """Send while nothing is being written, Stop while something is."""
    return {"send": gr.update(visible=not busy), "stop": gr.update(visible=busy)}


def revision(desk: Desk, conversation: str) -> str:
    """Changes whenever the open conversation or the list does: what another page did shows by it."""
    listed = desk.record.list(ListQuery(limit=_LISTED))
    rows = tuple((one.id, one.updated, one.title, one.pinned, one.patient) for one in listed)
    busy = bool(conversation) and desk.live.current(conversation) is not None
    return f"{hash(rows):x} {busy}"


def _nothing_open(view: View) -> Changes:
    empty = dict.fromkeys(("live", "quick", "alarms"), "")
    return {
        "heading": render_top.heading(None, view),
        "messages": render.welcome(view),
        "history": render_history.history(render_history.EMPTY, view),
        **empty,
        **buttons(False),
    }
