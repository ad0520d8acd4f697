"""The page's icons: small strokes on a 24-unit square, drawn in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from app.ui.html import el

_PATHS = {
    "again": ("M20 11a8 8 0 1 0-2.3 6.3", "M20 5v6h-6"),
    "alarm": ("M12 4 2.8 20h18.4z", "M12 10v4.5", "M12 17.4v.1"),
    "archive": ("M4 8h16v12H4z", "M3 4h18v4H3z", "M10 12h4"),
    "close": ("M6 6l12 12", "M18 6 6 18"),
    "copy": ("M9 9h11v11H9z", "M5 15H4V4h11v1"),
    "done": ("M5 12.5l4.5 4.5L19 7.5",),
    "edit": ("M4 20h4L19 9l-4-4L4 16z", "M13.5 6.5l4 4"),
    "export": ("M12 4v11", "M7.5 11 12 15.5 16.5 11", "M4 20h16"),
    "history": ("M5 4h14v16H5z", "M9 9h6", "M9 13h6", "M9 17h3"),
    "lock": ("M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"),
    "menu": ("M4 7h16", "M4 12h16", "M4 17h16"),
    "more": ("M6 12h.1", "M12 12h.1", "M18 12h.1"),
    "pin": ("M9 4h6l-1 6 3 3v2H7v-2l3-3z", "M12 15v5"),
    "settings": ("M4 7h9", "M17 7h3", "M15 5v4", "M4 17h3", "M11 17h9", "M9 15v4", "M4 12h6", "M14 12h6", "M12 10v4"),
    "trash": ("M4 7h16", "M9 7V4h6v3", "M6.5 7l1 13h9l1-13", "M10 11v5", "M14 11v5"),
}


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """One icon, hidden from screen readers: its button says in words what it does."""
    attributes = {"class": f"icon icon-{name}", "viewBox": "0 0 24 24", "aria-hidden": "true", "focusable": "false"}
    return el("svg", attributes, [el("path", {"d": path}) for path in _PATHS[name]])
