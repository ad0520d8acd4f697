"""Every labelled component with the sentence it shows, so that one call changes the page's language."""

from __future__ import annotations

from typing import Any, TypeVar

import gradio as gr

from app.ui.view import View

Labelled = TypeVar("Labelled", bound=gr.blocks.Block)

_SENTENCES = ("label", "value", "placeholder", "info")


class Labels:
    """Which sentence stands on which component. Filled while the page is built, only read afterwards."""

    def __init__(self) -> None:
        self._sentences: list[tuple[gr.blocks.Block, dict[str, str]]] = []
        self._choices: list[tuple[gr.blocks.Block, dict[str, str]]] = []

    def put(self, component: Labelled, **keys: str) -> Labelled:
        """Remember that `component` shows sentence `keys[property]` as its label, value, placeholder or info."""
        assert set(keys) <= set(_SENTENCES)
        self._sentences.append((component, keys))
        return component

    def choices(self, component: Labelled, keys: dict[str, str]) -> Labelled:
        """Remember that `component` offers the values of `keys`, each under its sentence."""
        self._choices.append((component, keys))
        return component

    @property
    def components(self) -> list[gr.blocks.Block]:
        """Every component that shows a sentence, each once."""
        return list(dict.fromkeys([c for c, _ in self._sentences] + [c for c, _ in self._choices]))

    def updates(self, view: View) -> dict[gr.blocks.Block, dict[str, Any]]:
        """What changes on each component for `view`."""
        changes: dict[gr.blocks.Block, dict[str, Any]] = {}
        for component, keys in self._sentences:
            changes.setdefault(component, {}).update({name: view.say(key) for name, key in keys.items()})
        for component, options in self._choices:
            offered = [(view.say(key), value) for value, key in options.items()]
            changes.setdefault(component, {})["choices"] = offered
        return {component: gr.update(**change) for component, change in changes.items()}
