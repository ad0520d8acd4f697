"""Where a page is, and on whose desk: all that a handler is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Desk
from app.ui.view import View

PLACE = ("conversation", "language", "search", "note_language")
"""The parts of the page that say where it is."""


@dataclass(frozen=True, slots=True)
class Here:
    """A page: the conversation it shows ("" for none), its language, its search box, and the note it shows.

    `desk` is the desk as the person who is signed in may use it.
    """

    desk: Desk
    conversation: str = ""
    language: str = "en"
    search: str = ""
    note_language: str = ""

    @property
    def view(self) -> View:
        """How this page's reader sees things."""
        return View.of(self.desk.settings(), "ar" if self.language == "ar" else "en")
