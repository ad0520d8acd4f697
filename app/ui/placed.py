"""Where a model runs, in the reader's words; the engine's own line is for records and logs."""

from __future__ import annotations

import re

from app.ui.view import View

_WAYS = (
    (re.compile(r"cpu\b", re.IGNORECASE), "ui-placed-cpu"),
    (re.compile(r"all\son\sgpu\b"), "ui-placed-gpu"),
    (re.compile(r"experts (?P<there>\d+)/(?P<all>\d+) cpu\b"), "ui-placed-experts"),
    (re.compile(r"layers (?P<there>\d+)/(?P<all>\d+) gpu\b"), "ui-placed-layers"),
    (re.compile(r"server (?P<host>\S+)"), "ui-placed-server"),
)


def placed(placement: str, view: View) -> str:
    """What `Placement.summary`, or a server's placement, says of where; "" for what it does not know."""
    for way, key in _WAYS:
        if found := way.match(placement):
            return view.say(key, **found.groupdict())
    return ""
