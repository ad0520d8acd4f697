"""The files to take away."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from app.ui.forms import choice, switch
from app.ui.html import el
from app.ui.view import View


def export(conversation: str, formats: Iterable[str], view: View) -> Markup:
    """A form with one button a format; the script saves what comes back as a file."""
    if not conversation:
        return el("p", {"class": "empty"}, view.say("ui-export-empty"))
    languages = [("", "ui-export-own"), ("en", "ui-language-en"), ("ar", "ui-language-ar"), ("both", "ui-export-both")]
    options = [(value, view.say(key)) for value, key in languages]
    buttons = [
        el(
            "button",
            {"type": "submit", "name": "format", "value": name, "class": "file"},
            el("b", None, view.say(f"ui-format-{name}")),
            el("small", None, view.say(f"ui-format-{name}-for")),
        )
        for name in formats
    ]
    return el(
        "form",
        {"class": "export", "action": f"/desk/export/{conversation}", "data-download": True},
        choice("language", view.say("ui-export-language"), options, ""),
        switch("deidentify", view.say("ui-export-deidentify"), False),
        el("div", {"class": "files"}, buttons),
        el("p", {"class": "hint"}, view.say("ui-export-hint")),
    )
