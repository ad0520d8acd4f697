"""The lines under the bar that stay while something is the matter with the whole desk, each with its way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.ui.forms import button
from app.ui.html import Child, el
from app.ui.icons import icon
from app.ui.view import View


@dataclass(frozen=True, slots=True)
class Matter:
    """One sentence that stays; `kind` is its weight: warning, or note where nothing has to be done."""

    text: str
    kind: str = "warning"
    action: Child = None


def banner(matters: Sequence[Matter], view: View) -> Markup:
    """All that is the matter, a line each; nothing at all where nothing is."""
    if not matters:
        return Markup("")
    lines = [
        el("p", {"class": f"matter {one.kind}"}, icon("alarm"), el("span", None, one.text), one.action)
        for one in matters
    ]
    attributes = {"class": "banner", "role": "status", "aria-label": view.say("ui-banner"), "data-in": view.language}
    return el("div", attributes, lines)


def choose_model(view: View) -> Markup:
    """Leads to the model manager."""
    return el("button", {"type": "button", "data-settings": "models"}, view.say("ui-choose-model"))


def use_model(name: str, title: str, view: View) -> Markup:
    """Takes a model that fits instead."""
    return button(view.say("ui-model-use-fitting", name=title), "use_model", model=name)
