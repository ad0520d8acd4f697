"""Connects what is used on the page with its handler, and shows what went wrong in one sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block

from app.desk import Desk
from app.errors import DeskError
from app.ui import render_top
from app.ui.here import HERE, Here
from app.ui.parts import Changes

Trigger = Callable[..., Any]
"""A component's event, such as `button.click`."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The page's parts by name. Handlers speak of parts, only this knows the components."""

    desk: Desk
    components: Mapping[str, Any]

    def on(
        self,
        trigger: Trigger,
        handler: Callable[..., Any],
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        data: Sequence[str] = (),
        **options: Any,
    ) -> Any:
        """Call `handler` when `trigger` fires.

        It is given where the page is, then the values of the parts `inputs` and the fields `data` of
        the event, each under its name. What it gives back (or yields, piece by piece) goes to the
        parts `outputs`, all of them where none is named. A DeskError becomes the page's notice.
        """
        names = tuple(outputs) or tuple(self.components)
        if "notice" not in names:
            names += ("notice",)
        return trigger(
            self._run(handler, tuple(inputs), tuple(data)),
            [self.components[name] for name in (*HERE, *inputs)],
            [self.components[name] for name in names],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
            **options,
        )

    def _run(self, handler: Callable[..., Any], inputs: tuple[str, ...], data: tuple[str, ...]) -> Callable[..., Any]:
        def once(event: gr.EventData, *values: Any) -> dict[Block, Any]:
            here, given = _told(event, values, inputs, data)
            try:
                return self._paint(handler(here, **given) or {})
            except DeskError as error:
                return self._paint(self._complaint(error, here))

        def stream(event: gr.EventData, *values: Any) -> Iterator[dict[Block, Any]]:
            here, given = _told(event, values, inputs, data)
            yield self._paint({})  # a stream that ends without a word would empty its outputs
            try:
                for changes in handler(here, **given):
                    yield self._paint(changes)
            except DeskError as error:
                yield self._paint(self._complaint(error, here))

        return stream if inspect.isgeneratorfunction(handler) else once

    def _complaint(self, error: DeskError, here: Here) -> Changes:
        return {"notice": render_top.notice(here.view(self.desk).explain(error))}

    def _paint(self, changes: Changes) -> dict[Block, Any]:
        """Part names become components. Two updates of one part are joined; nothing at all leaves all as it is."""
        painted: dict[Block, Any] = {}
        for name, value in changes.items():
            component = self.components[name] if isinstance(name, str) else name
            before = painted.get(component)
            joined = isinstance(before, dict) and isinstance(value, dict)
            painted[component] = {**(before or {}), **value} if joined else value
        return painted or {self.components["notice"]: gr.skip()}


def _told(
    event: gr.EventData, values: Sequence[Any], inputs: Sequence[str], data: Sequence[str]
) -> tuple[Here, dict[str, Any]]:
    """Where the page is, and what the handler asked for. A field of the event wins over the page's own."""
    told = event._data if isinstance(event._data, dict) else {}
    given = {name: str(told.get(name) or "") for name in data}
    own = dict(zip((*HERE, *inputs), values, strict=True))
    here = Here(*(str(given.pop(name, own.pop(name)) or "") for name in HERE))
    return here, {**own, **given}
