"""Connects what is used on the page with its handler, and shows what went wrong in one sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block

from app.errors import DeskError
from app.ui import render_top
from app.ui.parts import Changes

Trigger = Callable[..., Any]
"""A component's event, such as `button.click`."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The page's parts by name. Handlers speak of parts, only this knows the components."""

    components: Mapping[str, Any]
    explain: Callable[[DeskError, str], str]

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

        It is given the values of the parts `inputs` and the fields `data` of the event, each under
        its name, and what it gives back (or yields, piece by piece) goes to the parts `outputs`,
        all of them where none is named. A DeskError becomes the page's notice.
        """
        names = tuple(outputs) or tuple(self.components)
        if "notice" not in names:
            names += ("notice",)
        return trigger(
            self._run(handler, inputs, data),
            [self.components[name] for name in inputs],
            [self.components[name] for name in names],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
            **options,
        )

    def _run(self, handler: Callable[..., Any], inputs: Sequence[str], data: Sequence[str]) -> Callable[..., Any]:
        def arguments(event: gr.EventData, values: Sequence[Any]) -> dict[str, Any]:
            told = getattr(event, "_data", None) or {}
            return {**dict(zip(inputs, values, strict=True)), **{name: str(told.get(name) or "") for name in data}}

        def once(event: gr.EventData, *values: Any) -> dict[Block, Any]:
            given = arguments(event, values)
            try:
                return self._paint(handler(**given) or {})
            except DeskError as error:
                return self._paint(self._complaint(error, given))

        def stream(event: gr.EventData, *values: Any) -> Iterator[dict[Block, Any]]:
            given = arguments(event, values)
            try:
                yield self._paint({})  # a stream that ends without a word would empty its outputs
                for changes in handler(**given):
                    yield self._paint(changes)
            except DeskError as error:
                yield self._paint(self._complaint(error, given))

        return stream if inspect.isgeneratorfunction(handler) else once

    def _complaint(self, error: DeskError, given: Mapping[str, Any]) -> Changes:
        return {"notice": render_top.notice(self.explain(error, str(given.get("language") or "")))}

    def _paint(self, changes: Changes) -> dict[Block, Any]:
        """Part names become components. Two updates of one part are joined; nothing at all leaves all as it is."""
        painted: dict[Block, Any] = {}
        for name, value in changes.items():
            component = self.components[name] if isinstance(name, str) else name
            before = painted.get(component)
            joined = isinstance(before, dict) and isinstance(value, dict)
            painted[component] = {**(before or {}), **value} if joined else value
        return painted or {self.components["notice"]: gr.skip()}
