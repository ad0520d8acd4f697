"""The desk as a command opens it: with its record unlocked."""

from __future__ import annotations

from app.commands.secret import unlock
from app.config import Home, edge_language
from app.desk import Desk, open_desk
from app.errors import DeskError
from app.text.locale import locale


def open_unlocked(home: Home) -> Desk:
    """A desk whose record can be read; asks for the passphrase of an encrypted one. Raises DeskError."""
    desk = open_desk(home)
    try:
        unlock(desk.record, locale(edge_language(home), isolate=False))
    except DeskError:
        desk.close()
        raise
    return desk
