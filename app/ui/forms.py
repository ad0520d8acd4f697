"""Dialogs and their fields: native HTML, so that focus, Esc and the form's own checks are the browser's."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.ui.html import Attributes, Child, el
from app.ui.icons import icon
from app.ui.view import View


def dialog(name: str, title: str, view: View, *children: Child, wide: bool = False) -> Markup:
    """A dialog that the script opens over the page; `name` is what `data-ask` calls it."""
    attributes: Attributes = {
        "id": f"dialog-{name}",
        "class": "wide" if wide else None,
        "aria-labelledby": f"title-{name}",
    }
    words = view.say("ui-dialog-close")
    close: Attributes = {"type": "button", "class": "quiet", "data-close": True, "aria-label": words, "title": words}
    head = el("header", None, el("h2", {"id": f"title-{name}"}, title), el("button", close, icon("close")))
    return el("dialog", attributes, head, el("div", {"class": "inside"}, children))


def form(action: str, view: View, *fields: Child, submit: str, danger: bool = False) -> Markup:
    """A form that sends its fields to the handler `action` and closes its dialog."""
    buttons = el(
        "div",
        {"class": "buttons"},
        el("button", {"type": "button", "data-close": True}, view.say("ui-cancel")),
        el("button", {"type": "submit", "class": "danger" if danger else "primary"}, submit),
    )
    return el("form", {"data-submit": action, "autocomplete": "off"}, fields, buttons)


def field(name: str, label: str, value: str = "", kind: str = "text", **more: str | int | bool | None) -> Markup:
    """One line to fill in, under its label."""
    attributes: Attributes = {"name": name, "type": kind, "value": value, "dir": _direction(kind), **_hyphens(more)}
    return el("label", {"class": "field"}, el("span", None, label), el("input", attributes))


def area(name: str, label: str, **more: str | int | bool | None) -> Markup:
    """Several lines to fill in."""
    return el(
        "label",
        {"class": "field"},
        el("span", None, label),
        el("textarea", {"name": name, "rows": 3, **_hyphens(more)}),
    )


def choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Markup:
    """One of a few, in a list."""
    rows = [el("option", {"value": value, "selected": value == chosen}, text) for value, text in options]
    return el("label", {"class": "field"}, el("span", None, label), el("select", {"name": name}, rows))


def switch(name: str, label: str, on: bool) -> Markup:
    """Yes or no."""
    box = el("input", {"type": "checkbox", "name": name, "value": "yes", "checked": on})
    return el("label", {"class": "switch"}, box, el("span", None, label))


def button(text: str, action: str, kind: str = "", **data: str) -> Markup:
    """A button that calls the handler `action`; `data` are its data attributes."""
    named = {f"data-{name}": value for name, value in data.items()}
    return el("button", {"type": "button", "class": kind or None, "data-do": action, **named}, text)


def _hyphens(more: Attributes) -> Attributes:
    return {name.replace("_", "-"): value for name, value in more.items()}


def _direction(kind: str) -> str | None:
    """Secrets and numbers are typed from left to right in every language."""
    return "ltr" if kind in ("password", "number") else None
