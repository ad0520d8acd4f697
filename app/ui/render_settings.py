"""The settings: one dialog, each part of it under a heading that opens."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.config import ROOT, Settings
from app.ui.forms import choice, dialog, switch
from app.ui.html import Child, el
from app.ui.view import View

_LOCK_MINUTES = (0, 5, 15, 30, 60)


def settings(parts: Sequence[tuple[str, Child]], view: View) -> Markup:
    """The dialog with its parts, the first one open."""
    sections = [
        el(
            "details",
            {"name": "settings", "data-keep": f"settings-{name}", "open": number == 0, "class": f"part part-{name}"},
            el("summary", None, view.say(f"ui-settings-{name}")),
            el("div", {"class": "part-inside"}, inside),
        )
        for number, (name, inside) in enumerate(parts)
    ]
    return dialog("settings", view.say("ui-settings"), view, el("div", {"class": "settings"}, sections), wide=True)


def display(chosen: Settings, view: View) -> Markup:
    """Language, text size, colours, digits and calendar."""
    lists = (
        ("spoken", ("en", "ar"), chosen.language),
        ("theme", ("system", "light", "dark"), chosen.theme),
        ("text_size", ("normal", "large", "largest"), chosen.text_size),
        ("digits", ("western", "arabic"), chosen.digits),
    )
    fields: list[Child] = [
        choice(name, view.say(f"ui-set-{_kebab(name)}"), [(one, _named(name, one, view)) for one in options], value)
        for name, options, value in lists
    ]
    fields.append(switch("hijri", view.say("ui-set-hijri"), chosen.hijri))
    return _form("save_display", fields, view)


def leaving(chosen: Settings, view: View) -> Markup:
    """When the desk locks itself."""
    options = [(str(minutes), view.say("ui-minutes", minutes=minutes)) for minutes in _LOCK_MINUTES]
    lock = choice("lock_after_minutes", view.say("ui-set-lock"), options, str(chosen.lock_after_minutes))
    return _form("save_lock", [lock], view)


def about(view: View) -> Child:
    """What this is, what it is not, and under which licences it comes."""
    notice = ROOT / "NOTICE"
    words = notice.read_text(encoding="utf-8") if notice.is_file() else ""
    return [
        el("p", None, view.say("ui-disclaimer")),
        el("p", None, view.say("ui-disclaimer-model")),
        el("p", None, view.say("ui-about-licence")),
        el("pre", {"dir": "ltr", "lang": "en", "class": "notice-text", "tabindex": "0"}, words) if words else None,
        el("button", {"type": "button", "data-ask": "shortcuts"}, view.say("ui-shortcuts")),
    ]


def _form(action: str, fields: Sequence[Child], view: View) -> Markup:
    save = el("button", {"type": "submit", "class": "primary"}, view.say("ui-save"))
    return el(
        "form",
        {"data-submit": action, "data-stay": True, "class": "short"},
        fields,
        el("div", {"class": "buttons"}, save),
    )


def _named(name: str, option: str, view: View) -> str:
    return view.say(f"ui-{_kebab(name)}-{option}")


def _kebab(name: str) -> str:
    return name.replace("_", "-")
