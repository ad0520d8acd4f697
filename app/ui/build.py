"""Builds the page: its components, and what each does."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import gradio as gr
from gradio.blocks import Block

from app.desk import Desk
from app.ui import layout, layout_panel
from app.ui.handlers import Handlers
from app.ui.labels import Labels
from app.ui.wiring import Wiring

_TALK = ("conversation", "heading", "alarms", "messages", "live", "quick", "history", "send", "stop")
_OPENED = (*_TALK, "rows", "document")
_ACTIONS = ("arrive", "leave", "open", "say", "follow", "refresh")
"""What our own HTML and script may call, beside the components' own events."""


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
        wiring, handlers = Wiring(desk, components), Handlers(desk, labels)
        _wire_page(wiring, handlers)
        painting = _wire_talk(wiring, handlers)
        # When a page turns to another conversation, whatever still paints the last one is cut off, in the
        # browser and on the desk: nothing of one patient may reach a page that shows another.
        memory.bridge.leave(None, cancels=painting)
    return page


def _named(*places: object) -> dict[str, Block]:
    """Every component of the page under its name."""
    return {part.name: getattr(place, part.name) for place in places for part in fields(place)}  # type: ignore[arg-type]


def _bridge() -> str:
    """Hands the actions that our own HTML may call to the script."""
    return f"window.deskTrigger = trigger; window.deskActions = {json.dumps(_ACTIONS)}; window.deskConnect?.(trigger);"


def _wire_talk(wiring: Wiring, handlers: Handlers) -> list[Any]:
    """Writing, sending, stopping, and the answer as it is written. Gives back what paints a conversation later on."""
    part, on = wiring.components, wiring.on
    on(part["stop"].click, handlers.stop, outputs=("notice",))
    on(part["pulse"].tick, handlers.pulse, outputs=("chip", "stamp"))
    sent = (*_OPENED, "draft")
    return [
        on(part["send"].click, handlers.send, ("draft", "mode"), sent),
        on(part["draft"].submit, handlers.send, ("draft", "mode"), sent),
        on(part["bridge"].say, handlers.send, ("mode",), sent, data=("draft",)),
        on(part["bridge"].follow, handlers.follow, outputs=_OPENED, trigger_mode="multiple"),
        on(part["bridge"].refresh, handlers.refresh, outputs=_OPENED, trigger_mode="multiple"),
    ]


def _wire_page(wiring: Wiring, handlers: Handlers) -> None:
    """Arriving, choosing among conversations, the language."""
    part, on = wiring.components, wiring.on
    on(part["search"].change, handlers.search, outputs=("rows",), trigger_mode="always_last")
    moves = [
        (part["bridge"].arrive, handlers.arrive, (), ("conversation", "language")),
        (part["bridge"].open, handlers.open, _OPENED, ("conversation",)),
        (part["new"].click, handlers.new, _OPENED, ()),
        (part["swap"].click, handlers.swap, (), ()),
    ]
    for trigger, handler, outputs, data in moves:
        on(trigger, handler, outputs=outputs, data=data, trigger_mode="multiple")
