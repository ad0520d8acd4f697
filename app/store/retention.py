"""How long things are kept: deleted ones for 30 days, old ones until a person purges them, held ones always."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlite_utils import Database as Connection

from app.errors import BadInput
from app.store import audit, passages
from app.store.access import Access, stamp
from app.store.conversations import conversations_where, fetch
from app.values import Conversation

RESTORABLE_DAYS = 30
"""How long a deleted conversation can be brought back."""


class Retention:
    """Deleting, bringing back and purging the conversations that one person may see."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def delete(self, conversation: str) -> Conversation:
        """Put a conversation away; it can be brought back for 30 days. Raises BadInput under a legal hold."""
        with self._access.database.write() as db:
            found = fetch(db, self._access, conversation)
            if found.held:
                raise BadInput("record-held", id=conversation)
            if found.deleted is None:
                self._mark(db, conversation, self._access.now())
                passages.forget(db, self._access.number(db, conversation))
                audit.log(db, self._access, "delete", conversation)
            return fetch(db, self._access, conversation)

    def restore(self, conversation: str) -> Conversation:
        """Bring a deleted conversation back."""
        with self._access.database.write() as db:
            if fetch(db, self._access, conversation).deleted is not None:
                self._mark(db, conversation, None)
                passages.index_conversation(db, conversation)
                audit.log(db, self._access, "restore", conversation)
            return fetch(db, self._access, conversation)

    def purge(self, older_than_days: int, dry_run: bool = True) -> list[Conversation]:
        """Remove for good what nobody has changed for so many days, except what is held; gives what that is.

        With `dry_run` nothing is removed. Raises BadInput for a negative number of days.
        """
        if older_than_days < 0:
            raise BadInput("record-purge-days", days=older_than_days)
        return self._purge("c.updated < ?", older_than_days, dry_run)

    def purge_deleted(self) -> list[Conversation]:
        """Remove for good what was deleted more than 30 days ago; gives what that was."""
        return self._purge("c.deleted < ?", RESTORABLE_DAYS, dry_run=False)

    def _purge(self, condition: str, days: int, dry_run: bool) -> list[Conversation]:
        before = stamp(self._access.clock() - timedelta(days=min(days, 100_000)))
        owner = self._access.owner
        where, values = f"NOT c.held AND {condition} AND (? IS NULL OR c.owner = ?)", (before, owner, owner)
        if dry_run or not self._any(where, values):
            with self._access.database.read() as db:
                return conversations_where(db, where, values)
        with self._access.database.write() as db:
            going = conversations_where(db, where, values)
            for conversation in going:
                _remove(db, self._access, conversation.id)
                audit.log(db, self._access, "purge", conversation.id, days=days)
        self._wipe()
        return going

    def _any(self, where: str, values: Sequence[Any]) -> bool:
        with self._access.database.read() as db:
            return bool(conversations_where(db, where, values))

    def _wipe(self) -> None:
        """Leave no trace of purged words in the index's old segments or in the write-ahead log."""
        with self._access.database.write() as db:
            db.execute("INSERT INTO heard (heard) VALUES ('optimize')")
        with self._access.database.read() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _mark(self, db: Connection, conversation: str, moment: str | None) -> None:
        db.execute("UPDATE conversations SET deleted = ? WHERE id = ?", (moment, conversation))


def _remove(db: Connection, access: Access, conversation: str) -> None:
    passages.forget(db, access.number(db, conversation))
    db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
