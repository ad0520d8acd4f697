"""Text for a plain terminal: as it is where the terminal does bidi itself, else shaped and in visual order."""

from __future__ import annotations

import os
import sys

import arabic_reshaper
from bidi import get_display

BIDI_TERMINALS = ("VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION")
"""Set by terminals that order Arabic themselves: those on VTE (GNOME and others), Konsole, Windows Terminal."""


def for_terminal(text: str) -> str:
    """`text` as this terminal shows it right; unchanged where output goes to a file or a pipe."""
    if not sys.stdout.isatty() or any(name in os.environ for name in BIDI_TERMINALS):
        return text
    return "\n".join(str(get_display(arabic_reshaper.reshape(line))) for line in text.split("\n"))
