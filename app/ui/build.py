"""Builds the page: its components, and what each does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from typing import Any

import gradio as gr
from gradio.blocks import Block

from app.ui import handlers, handlers_record, handlers_talk, layout, layout_panel
from app.ui.build_settings import SETTINGS_ACTIONS, wire_settings
from app.ui.downloads import Downloads
from app.ui.labels import Labels
from app.ui.seats import Seats
from app.ui.view import View
from app.ui.wiring import Handler, Listener, Wiring

_TALK = ("heading", "alarms", "messages", "live", "quick", "history", "note", "export", "send", "stop")
_OPENED = ("conversation", *_TALK, "rows", "document")
_DONE = ("notice", "editor", "note")

_STEERS: Sequence[tuple[str, Handler, tuple[str, ...], tuple[str, ...]]] = (
    ("say", handlers_talk.send, ("mode",), ("draft",)),
    ("skip", handlers_talk.skip, (), ()),
    ("jump", handlers_talk.jump, (), ("slot",)),
    ("again", handlers_talk.again, ("mode",), ()),
    ("acknowledge", handlers_talk.acknowledge, (), ("rule", "reason", "who")),
    ("finish", handlers_talk.finish, (), ()),
    ("refresh", handlers.refresh, (), ("conversation",)),
    ("rename", handlers_record.rename, (), ("title", "patient")),
    ("pin", handlers_record.pin, (), ()),
    ("archive", handlers_record.archive, (), ()),
)
"""What our own HTML may call about the open conversation: the handler, the parts and the fields it is told.

What the script calls as soon as a conversation is painted names it, since gradio may not have taken it over yet.
"""

_WRITES: Sequence[tuple[str, Handler, tuple[str, ...]]] = (
    ("edit_note", handlers_record.edit_note, ("written",)),
    ("save_note", handlers_record.save_note, ("written", "text")),
    ("sign", handlers_record.sign, ("written", "who")),
    ("understood", handlers.understood, ()),
)
"""What it may call about the note."""

_MOVES = ("arrive", "leave", "open", "delete", "restore", "complain", "follow")


def build(seats: Seats) -> gr.Blocks:
    """The whole page of the desk where `seats` are. Nothing is sent anywhere, and nothing runs until it is served."""
    labels = Labels()
    with gr.Blocks(analytics_enabled=False, title="BiMediX Desk", fill_width=True) as page:
        view = View.of(seats.desk.settings())
        memory = layout.memory(view.language, _bridge())
        top = layout.top(labels)
        with gr.Row(elem_id="desk"):
            places = (layout.side(labels), layout.talk(labels), layout_panel.panel(labels, view))
        components = _named(memory, top, *places)
        components.update({f"label {one._id}": one for one in labels.components if one not in components.values()})
        wiring = Wiring(seats, components)
        _wire_moves(wiring, labels)
        _wire_note(wiring)
        wire_settings(wiring, labels, Downloads())
        # When a page turns to another conversation, whatever still paints the last one is cut off, in the
        # browser and on the desk: nothing of one patient may reach a page that shows another.
        memory.bridge.leave(None, cancels=_wire_talk(wiring))
    return page


def _named(*places: object) -> dict[str, Block]:
    """Every component of the page under its name."""
    return {part.name: getattr(place, part.name) for place in places for part in fields(place)}  # type: ignore[arg-type]


def _bridge() -> str:
    """Hands the actions that our own HTML may call to the script."""
    names = [*_MOVES, *(steer[0] for steer in _STEERS), *(write[0] for write in _WRITES), *SETTINGS_ACTIONS]
    return f"window.deskTrigger = trigger; window.deskActions = {json.dumps(names)}; window.deskConnect?.(trigger);"


def _wire_moves(wiring: Wiring, labels: Labels) -> None:
    """Arriving, choosing among conversations, the language."""
    part, on = wiring.components, wiring.on
    many = {"trigger_mode": "multiple"}
    went = (*_OPENED, "notice", "mode")
    on(part["bridge"].arrive, Listener(partial(handlers.arrive, labels), data=("conversation", "language")), **many)
    on(part["swap"].click, Listener(partial(handlers.swap, labels)), **many)
    on(part["bridge"].open, Listener(handlers.open, data=("conversation",)), went, **many)
    on(part["new"].click, Listener(handlers.new), went, **many)
    on(part["bridge"].delete, Listener(handlers_record.delete), went)
    on(part["bridge"].restore, Listener(handlers_record.restore, data=("restored",)), went)
    on(part["bridge"].complain, Listener(handlers.complain, data=("why",)), ("notice",))
    on(part["search"].change, Listener(handlers.search), ("rows",), trigger_mode="always_last")


def _wire_talk(wiring: Wiring) -> list[Any]:
    """Writing, sending, stopping, steering. Gives back everything that paints the conversation that is open."""
    part, on = wiring.components, wiring.on
    sent, painted = Listener(handlers_talk.send, ("draft", "mode")), (*_OPENED, "draft")
    on(part["stop"].click, Listener(handlers_talk.stop), ("notice",))
    steers = [
        on(getattr(part["bridge"], name), Listener(handler, inputs, data), painted, trigger_mode="multiple")
        for name, handler, inputs, data in _STEERS
    ]
    # Gradio makes every output of a handler anew at every slice, also one that is skipped: a stream has but its bubble.
    told = Listener(handlers_talk.follow, data=("conversation",))
    steers.append(on(part["bridge"].follow, told, ("live",), trigger_mode="multiple"))
    return [*steers, *(on(trigger, sent, painted) for trigger in (part["send"].click, part["draft"].submit))]


def _wire_note(wiring: Wiring) -> None:
    """Reading, writing and signing the note."""
    part, on = wiring.components, wiring.on
    on(part["note_language"].input, Listener(handlers_record.show_note), ("note",))
    for name, handler, data in _WRITES:
        on(getattr(part["bridge"], name), Listener(handler, data=data), _DONE)
