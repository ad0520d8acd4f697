"""Findings that a model suggested, kept apart from what was said."""

from __future__ import annotations

from collections.abc import Sequence

from app.store.access import Access, checked, label
from app.store.conversations import writable
from app.store.db import rows
from app.values import Finding


class Suggestions:
    """What models suggested for the conversations that one person may see."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def add(self, conversation: str, findings: Sequence[Finding]) -> None:
        """Keep the findings that a model drew from one message."""
        values = [
            (conversation, found.message, label(found.slot), found.status, checked(found.value), checked(found.quote))
            for found in findings
        ]
        with self._access.database.write() as db:
            writable(db, self._access, conversation)
            for row in values:
                db.execute(
                    "INSERT INTO suggestions (conversation, message, slot, status, value, quote)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    row,
                )

    def all(self, conversation: str) -> tuple[Finding, ...]:
        """Everything suggested in a conversation, oldest first. Raises NotFound."""
        with self._access.database.read() as db:
            self._access.number(db, conversation)
            found = rows(
                db,
                "SELECT slot, status, value, quote, message FROM suggestions WHERE conversation = ? ORDER BY id",
                (conversation,),
            )
        return tuple(Finding(**row, origin="model") for row in found)
