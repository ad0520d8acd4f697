"""Where a page is: all that a handler is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Desk
from app.ui.view import View

HERE = ("conversation", "language", "search")
"""The parts of the page that say where it is."""


@dataclass(frozen=True, slots=True)
class Here:
    """The conversation that a page shows ("" for none), its language, and what stands in its search box."""

    conversation: str = ""
    language: str = "en"
    search: str = ""

    def view(self, desk: Desk) -> View:
        """How this page's reader sees things."""
        return View.of(desk.settings(), "ar" if self.language == "ar" else "en")
