"""Builds the page: its components, and what each does."""

from __future__ import annotations

import json
from dataclasses import fields

import gradio as gr
from gradio.blocks import Block

from app.desk import Desk
from app.ui import layout, layout_panel
from app.ui.handlers import Handlers
from app.ui.labels import Labels
from app.ui.parts import view_of
from app.ui.wiring import Wiring

_HERE = ("conversation", "language")
_TALK = ("conversation", "notice", "heading", "alarms", "messages", "live", "quick", "history", "send", "stop")
_OPENED = (*_TALK, "rows", "document", "seen")
_STREAM = (*_OPENED, "draft")
_PULSE = (*_OPENED, "chip")
_ACTIONS = ("arrive", "open", "say")
"""What our own HTML may call, beside the components' own events."""


def build(desk: Desk) -> gr.Blocks:
    """The whole page on `desk`. Nothing is sent anywhere, and nothing runs until it is served."""
    labels = Labels()
    with gr.Blocks(analytics_enabled=False, title="BiMediX Desk", fill_width=True) as page:
        memory = layout.memory(desk.settings().language, _bridge())
        top = layout.top(labels)
        with gr.Row(elem_id="desk"):
            places = (layout.side(labels), layout.talk(labels), layout_panel.panel(labels))
        components = _named(memory, top, *places)
        components.update({f"label {one._id}": one for one in labels.components if one not in components.values()})
        wiring = Wiring(components, lambda error, language: view_of(desk, language).explain(error))
        handlers = Handlers(desk, labels)
        _wire_page(wiring, handlers)
        _wire_talk(wiring, handlers)
    return page


def _named(*places: object) -> dict[str, Block]:
    """Every component of the page under its name."""
    return {part.name: getattr(place, part.name) for place in places for part in fields(place)}  # type: ignore[arg-type]


def _bridge() -> str:
    """Hands the actions that our own HTML may call to the script."""
    return f"window.deskTrigger = trigger; window.deskActions = {json.dumps(_ACTIONS)}; window.deskConnect?.(trigger);"


def _wire_page(wiring: Wiring, handlers: Handlers) -> None:
    """Arriving, choosing among conversations, the language, and what other pages change meanwhile."""
    part, on = wiring.components, wiring.on
    pulse = on(part["pulse"].tick, handlers.pulse, (*_HERE, "seen"), _PULSE)
    arrived = on(part["bridge"].arrive, handlers.arrive, data=_HERE)
    opened = [
        arrived,
        on(part["bridge"].open, handlers.open, ("language",), _OPENED, data=("conversation",), cancels=[pulse]),
        on(part["new"].click, handlers.new, ("language",), _OPENED, cancels=[pulse]),
        on(part["swap"].click, handlers.swap, _HERE, cancels=[pulse]),
    ]
    for one in opened:
        on(one.then, handlers.follow, _HERE, _STREAM)
    on(part["search"].input, handlers.search, ("search", *_HERE), ("rows",), trigger_mode="always_last")


def _wire_talk(wiring: Wiring, handlers: Handlers) -> None:
    """Writing, sending, stopping."""
    part, on = wiring.components, wiring.on
    sent = ("draft", *_HERE, "mode")
    on(part["send"].click, handlers.send, sent, _STREAM)
    on(part["draft"].submit, handlers.send, sent, _STREAM)
    on(part["bridge"].say, handlers.send, (*_HERE, "mode"), _STREAM, data=("draft",))
    on(part["stop"].click, handlers.stop, ("conversation",), ())
