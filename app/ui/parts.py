"""The page's parts as they stand now: read from the desk, set as HTML."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import gradio as gr

from app.desk import Desk
from app.export.formats import FORMATS
from app.intake.note import Note, draft
from app.sight import Sight
from app.store.conversations import ListQuery
from app.text.isolate import strip_controls
from app.ui import render, render_alarms, render_export, render_history, render_note, render_side, render_top
from app.ui.here import Here
from app.ui.html import el
from app.ui.matters import matters
from app.ui.panels import panel, wordings
from app.ui.quick_replies import quick_replies
from app.ui.view import View
from app.values import Language, Message

Changes = dict[Any, Any]
"""What changes on the page: a part's name (or a labelled component) to its new value or a gr.update."""

_LISTED = 300


def opened(here: Here) -> Changes:
    """The open conversation with all that hangs on it: the list, the address, and what has been seen."""
    stamp = revision(here)  # read first: what changes while we look is then news
    return {
        "conversation": here.conversation,
        **talk(here),
        "rows": rows(here),
        "document": document(here, stamp),
    }


def frame(here: Here) -> Changes:
    """What stands around the conversation: the bar and the drawers."""
    return {
        "brand": render_top.brand(here.view),
        "drawer": render_top.panel_drawer(here.view),
        "chip": render_top.model_chip(here.desk.engines.state, here.view, here.conversation),
        "banner": matters(here),
    }


def document(here: Here, stamp: str) -> str:
    """The document's language, direction, theme and address, and whether an answer is being written in it."""
    title = strip_controls(here.desk.record.get(here.conversation).title) if here.conversation else ""
    turn = here.desk.live.current(here.conversation) if here.conversation else None
    place = render_top.Place(here.conversation, title, stamp, f"{id(turn):x}" if turn else "", guarded(here))
    return render_top.document_state(place, here.desk.settings(), here.view)


def guarded(here: Here) -> bool:
    """Whether leaving the desk closes it: the record is encrypted, or people sign in."""
    return here.desk.record.encrypted or here.desk.record.access.owner is not None


def rows(here: Here) -> str:
    """The conversations at the side, or what the search found; with what was sought, so that the script can compare."""
    sought = here.search.strip()
    return el("span", {"hidden": True, "data-sought": sought}) + _listed(here, sought)


def _listed(here: Here, sought: str) -> str:
    if sought:
        return render_side.found(here.desk.record.search(sought), here.conversation, here.view)
    listed = here.desk.record.list(ListQuery(limit=_LISTED))
    archived = here.desk.record.list(ListQuery(archived=True, limit=_LISTED))
    shelf = render_side.Shelf(listed, archived)
    return render_side.side(shelf, here.conversation, here.view, datetime.now(timezone.utc))


def talk(here: Here) -> Changes:
    """Everything about the open conversation, its history included."""
    if not here.conversation:
        return _nothing_open(here.view)
    desk, view = here.desk, here.view
    sight, turn = desk.look(here.conversation), desk.live.current(here.conversation)
    shown = {
        "heading": render_top.heading(sight.about, view),
        "messages": render.messages(sight.messages, view, desk.knowledge.slot_label, busy=turn is not None),
        "live": live(sight.messages, turn.text, view, desk) if turn else "",
        "quick": "" if turn else quick(sight, view),
        **judged(here, sight),
        "note": note(here, sight),
        "export": render_export.export(here.conversation, FORMATS, view),
    }
    return {**{name: owned(part, here.conversation) for name, part in shown.items()}, **buttons(turn is not None)}


def owned(part: str, conversation: str) -> str:
    """A part that belongs to one conversation: the script hides it from a page that shows another."""
    return el("div", {"data-of": conversation, "class": "of"}, part) if part else ""


def ended(bubble: str, conversation: str) -> str:
    """The bubble of a reply that has ended: the script asks for the conversation as it stands now."""
    return el("div", {"data-of": conversation, "data-ended": f"{time.monotonic():.3f}", "class": "of"}, bubble)


def judged(here: Here, sight: Sight) -> Changes:
    """The alarms and the history that follow from what was said."""
    desk, view = here.desk, here.view
    skipped = desk.record.skipped(sight.about.id)
    seen = {one.rule: one for one in desk.record.acknowledgements(sight.about.id)}
    said = {message.id: message for message in sight.messages}
    words = wordings(sight.flags, desk.knowledge, view)
    told = panel(sight, drafted(here, sight, view.language), desk.knowledge, skipped, view)
    return {
        "alarms": render_alarms.alarms(sight.flags, words, said, seen, view),
        "history": render_history.history(told, view),
    }


def note(here: Here, sight: Sight) -> str:
    """The note in the language that the page shows it in, or in both."""
    languages = note_languages(here, sight.about.language)
    drafts = [drafted(here, sight, language) for language in languages]
    return render_note.notes(drafts, here.desk.record.notes(sight.about.id), sight.numbers, here.view)


def drafted(here: Here, sight: Sight, language: Language) -> Note:
    """The draft of the note, from what has been read already."""
    return draft(sight.history, sight.flags, sight.messages, here.desk.knowledge, language)


def note_languages(here: Here, own: Language) -> tuple[Language, ...]:
    """The languages of the note as it is shown; where none was chosen, the conversation's own."""
    chosen: dict[str, tuple[Language, ...]] = {"en": ("en",), "ar": ("ar",), "both": ("en", "ar")}
    return chosen.get(here.note_language, (own,))


def live(said: Sequence[Message], text: str, view: View, desk: Desk) -> str:
    """The bubble of the reply under way, in the language in which it is being written."""
    writing = next((message for message in reversed(said) if message.status == "streaming"), None)
    language: Language = (writing or said[-1]).language if said else view.language
    slot = writing.slot if writing else None
    return render.live(text, language, view, desk.knowledge.slot_label(slot, language) if slot else "")


def quick(sight: Sight, view: View) -> str:
    """Answers to tap for the question that stands, none where nothing was asked."""
    last = sight.messages[-1] if sight.messages else None
    if last is None or last.role != "assistant" or last.slot is None:
        return ""
    return render_top.quick(quick_replies(last.slot, last.language), last.language, view, skippable=True)


def buttons(busy: bool) -> Changes:
    """Send while nothing is being written, Stop while something is."""
    return {"send": gr.update(visible=not busy), "stop": gr.update(visible=busy)}


def mode(here: Here) -> Changes:
    """The mode in which the open conversation was begun; where none is open, the chosen one stays."""
    return {"mode": gr.update(value=here.desk.record.get(here.conversation).mode)} if here.conversation else {}


def revision(here: Here) -> str:
    """Changes whenever the open conversation or the list does: what another page did shows by it.

    What a turn under way writes is no news: whoever shows its conversation follows it anyway.
    """
    current, listed = here.desk.live.current, here.desk.record.list(ListQuery(limit=_LISTED))
    rows = tuple((one.id, current(one.id) or one.updated, one.title, one.pinned, one.patient) for one in listed)
    return f"{hash((here.conversation, rows, current(here.conversation))):x}"


def _nothing_open(view: View) -> Changes:
    empty = dict.fromkeys(("live", "quick", "alarms"), "")
    return {
        "heading": render_top.heading(None, view),
        "messages": render.welcome(view),
        "history": render_history.history(render_history.EMPTY, view),
        "note": el("p", {"class": "empty"}, view.say("ui-note-empty")),
        "export": render_export.export("", (), view),
        **empty,
        **buttons(False),
    }
