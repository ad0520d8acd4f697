"""The page that an installed desk shows while the desk itself is not running: how to start it, in both languages."""

from __future__ import annotations

from markupsafe import Markup

from app.ui.html import el, join
from app.ui.view import View
from app.values import Language, direction_of

_STYLE = """
  html { block-size: 100%; font: 17px/1.7 system-ui, sans-serif; color: #16242b; background: #f5f8f9; }
  body { display: grid; place-content: center; gap: 28px; margin: 0; padding: 24px; min-block-size: 90vh; }
  body { text-align: center; }
  h1 { font-size: 1.4rem; margin: 0; }
  p { margin: 0; max-inline-size: 34em; }
  @media (prefers-color-scheme: dark) { html { color: #e6eef0; background: #10191d; } }
"""
_LANGUAGES: tuple[Language, ...] = ("en", "ar")


def away_page() -> str:
    """A document that stands alone, and looks every few seconds whether the desk is back."""
    lines = [
        el("p", {"lang": language, "dir": direction_of(language)}, View(language).say("ui-away"))
        for language in _LANGUAGES
    ]
    head = el(
        "head",
        None,
        el("meta", {"charset": "utf-8"}),
        el("meta", {"name": "viewport", "content": "width=device-width"}),
        el("meta", {"http-equiv": "refresh", "content": "3"}),
        el("title", None, View("en").say("ui-app")),
        el("style", None, Markup(_STYLE)),
    )
    body = el("body", None, el("h1", None, View("en").say("ui-app")), lines)
    return join([Markup("<!doctype html>"), el("html", {"lang": "en"}, head, body)])
