"""The gate: what a page shows instead of the desk while it is locked or nobody has signed in."""

from __future__ import annotations

from markupsafe import Markup

from app.ui.forms import field
from app.ui.html import el
from app.ui.icons import icon
from app.ui.view import View

GATES = {"ui-gate-locked": "unlock", "ui-gate-sign-in": "sign-in"}
"""The errors that close the gate, and what opens it."""


def gate(key: str, view: View) -> Markup:
    """The way in: a passphrase where the record is locked, a name and a password where people sign in."""
    fields = [field("secret", view.say("ui-secret"), kind="password", required=True, autofocus=True)]
    if key == "ui-gate-sign-in":
        name = field("name", view.say("ui-account-name"), required=True, autofocus=True, autocomplete="username")
        fields = [name, field("secret", view.say("ui-password"), kind="password", required=True)]
    spoken = {"lang": view.language, "dir": view.direction}  # the page behind it may not know its language yet
    return el(
        "dialog",
        {"id": "dialog-gate", "data-gate": True, "aria-labelledby": "title-gate", **spoken},
        el(
            "form",
            {"data-enter": GATES[key], "class": "inside"},
            icon("lock"),
            el("h2", {"id": "title-gate"}, view.say("ui-app")),
            el("p", None, view.say(key)),
            fields,
            el("p", {"class": "wrong", "role": "alert"}),
            el("button", {"type": "submit", "class": "primary"}, view.say(f"ui-{GATES[key]}")),
        ),
    )
