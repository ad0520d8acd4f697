"""Who looked at what, noted once and not at every redrawing of the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from app.errors import RecordProblem
from app.store.access import Access
from app.store.audit import Audit

AGAIN_AFTER = timedelta(minutes=10)
"""Looking at the same conversation within this time counts as one view."""


class Views:
    """The views of the last minutes, by person and conversation."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], datetime] = {}
        self._guard = Lock()

    def seen(self, access: Access, conversation: str) -> None:
        """Enter a view into the audit log, unless it is there already.

        A disk that is full or cannot be written keeps nobody from reading: the next view tries again.
        """
        if access.database.read_only or not self._new(access, conversation):
            return
        try:
            Audit(access).note("view", conversation)
        except RecordProblem:
            with self._guard:
                self._last.pop((access.who, conversation), None)

    def _new(self, access: Access, conversation: str) -> bool:
        now = access.clock()
        with self._guard:
            self._last = {key: moment for key, moment in self._last.items() if now - moment < AGAIN_AFTER}
            if (access.who, conversation) in self._last:
                return False
            self._last[(access.who, conversation)] = now
            return True
