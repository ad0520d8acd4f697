"""Connects what is used on the page with its handler, and shows what went wrong in one sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block

from app.errors import DeskError
from app.ui import render_gate, render_top
from app.ui.here import PLACE, Here
from app.ui.parts import Changes
from app.ui.seats import COOKIE, Seats
from app.ui.view import View

Trigger = Callable[..., Any]
"""A component's event, such as `button.click`."""
Handler = Callable[..., Any]
"""Takes a Here and what it asked for by name; gives back, or yields, what changes."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A handler, with the parts and the fields of the event that it is told.

    `idle` marks what the page does by itself, which keeps nobody's desk from locking.
    """

    handler: Handler
    inputs: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    idle: bool = False

    def told(self, event: gr.EventData, values: Sequence[Any]) -> dict[str, Any]:
        """Everything by its name: where the page is, and what was asked for. The event's own word wins."""
        fields = event._data if isinstance(event._data, dict) else {}
        own = dict(zip((*PLACE, *self.inputs), values, strict=True))
        return {**own, **{name: str(fields.get(name) or "") for name in self.data}}


@dataclass(frozen=True, slots=True)
class Wiring:
    """The page's parts by name. Handlers speak of parts, only this knows the components."""

    seats: Seats
    components: Mapping[str, Any]

    def on(self, trigger: Trigger, listener: Listener, outputs: Sequence[str] = (), **options: Any) -> Any:
        """Call the listener's handler when `trigger` fires.

        What it gives back (or yields, piece by piece) goes to the parts `outputs`, all of them where
        none is named. A DeskError becomes the page's notice, or the gate where somebody has to sign in.
        """
        names = tuple(outputs) or tuple(self.components)
        names += tuple(name for name in ("notice", "gate", "language") if name not in names)
        return trigger(
            self._stream(listener) if inspect.isgeneratorfunction(listener.handler) else self._once(listener),
            [self.components[name] for name in (*PLACE, *listener.inputs)],
            [self.components[name] for name in names],
            show_progress="hidden",
            show_progress_on=self.components["notice"],  # else gradio sets its sign of progress on every output
            api_visibility="private",
            concurrency_limit=None,
            **options,
        )

    def _once(self, listener: Listener) -> Callable[..., Any]:
        def run(request: gr.Request, event: gr.EventData, *values: Any) -> dict[Block, Any]:
            told = listener.told(event, values)
            try:
                here = self._here(request, told, listener.idle)
                return self._paint(listener.handler(here, **_asked(told)) or {})
            except DeskError as error:
                return self._paint(self._complaint(error, told, listener.idle))

        return run

    def _stream(self, listener: Listener) -> Callable[..., Any]:
        def run(request: gr.Request, event: gr.EventData, *values: Any) -> Iterator[dict[Block, Any]]:
            told = listener.told(event, values)
            yield self._paint({})  # a stream that ends without a word would empty its outputs
            try:
                for changes in listener.handler(self._here(request, told, listener.idle), **_asked(told)):
                    yield self._paint(changes)
            except DeskError as error:
                yield self._paint(self._complaint(error, told, listener.idle))

        return run

    def _here(self, request: gr.Request, told: dict[str, Any], idle: bool) -> Here:
        """Where the page is, on the desk of whoever is signed in. Raises AccessDenied."""
        desk = self.seats.desk_of(request.cookies.get(COOKIE), idle)
        return Here(desk, **{name: str(told[name] or "") for name in PLACE})

    def _complaint(self, error: DeskError, told: Mapping[str, Any], idle: bool) -> Changes:
        """What went wrong, in the page's language. A page that came to a closed gate keeps the language it came in."""
        view = View.of(self.seats.desk.settings(), "ar" if told["language"] == "ar" else "en")
        if error.key in render_gate.GATES:
            shown: Changes = {"gate": render_gate.gate(error.key, view)}
            return shown if idle else {**shown, "language": view.language}
        return {"notice": render_top.notice(view.explain(error), view)}

    def _paint(self, changes: Changes) -> dict[Block, Any]:
        """Part names become components. Two updates of one part are joined; nothing at all leaves all as it is."""
        painted: dict[Block, Any] = {}
        for name, value in changes.items():
            component = self.components[name] if isinstance(name, str) else name
            before = painted.get(component)
            joined = isinstance(before, dict) and isinstance(value, dict)
            painted[component] = {**(before or {}), **value} if joined else value
        return painted or {self.components["notice"]: gr.skip()}


def _asked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the handler is told beside where the page is."""
    return {name: value for name, value in told.items() if name not in PLACE}
