"""What was said: written so that it is on the disk before anybody is told that it is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from datetime import datetime
from threading import Lock
from typing import Any

from sqlite_utils import Database as Connection

from app.errors import BadInput, NotFound
from app.store import passages
from app.store.access import Access, checked
from app.store.conversations import touch, writable
from app.store.db import rows
from app.values import Direction, Language, Message, MessageStatus, Role

SLICE_SECONDS = 0.25
"""At most this much of a reply that is being written is lost when the machine stops."""

_COLUMNS = "id, conversation, role, text, language, direction, status, slot, generated, created"


class Slices:
    """When each reply that is being written was last put on record, so that not every token is a write."""

    def __init__(self) -> None:
        self._last: dict[int, float] = {}
        self._guard = Lock()

    def due(self, message: int) -> bool:
        """Whether a slice of time has gone by since the last write; if so, this counts as the next."""
        now = time.monotonic()
        with self._guard:
            if now - self._last.get(message, 0.0) < SLICE_SECONDS:
                return False
            self._last[message] = now
            return True

    def done(self, message: int) -> None:
        """The reply is whole."""
        with self._guard:
            self._last.pop(message, None)


class Messages:
    """The messages of the conversations that one person may see.

    `desk` gives the lease of the running desk: replies that are being written carry it, so that another
    desk can tell a reply in the making from one that a crash cut off.
    """

    def __init__(self, access: Access, slices: Slices, desk: Callable[[], str]) -> None:
        self._access = access
        self._slices = slices
        self._desk = desk

    def append(
        self,
        conversation: str,
        role: Role,
        text: str,
        language: Language,
        direction: Direction,
        *,
        slot: str | None = None,
        status: MessageStatus = "complete",
        generated: bool = False,
    ) -> Message:
        """Add a message; when this returns, it is on the disk.

        Raises NotFound, BadInput for text that cannot be kept, RecordProblem for a full disk and the like.
        """
        now = self._access.now()
        desk = self._desk() if status == "streaming" else None
        values = (conversation, role, checked(text), language, direction, status, slot, generated, desk, now)
        with self._access.database.write() as db:
            writable(db, self._access, conversation)
            db.execute(
                "INSERT INTO messages (conversation, role, text, language, direction, status, slot, generated, desk,"
                " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            number = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
            touch(db, conversation, now, text if role == "user" else "")
            if status != "streaming":
                passages.index_message(db, conversation, number, text)
            return _fetch(db, self._access, number)

    def extend(self, message: int, text: str) -> None:
        """Put the whole text so far of a streaming reply on record, at most once a slice of time."""
        if not self._slices.due(message):
            return
        with self._access.database.write(durable=False) as db:
            _unfinished(db, self._access, message, "streaming")
            db.execute("UPDATE messages SET text = ? WHERE id = ?", (checked(text), message))

    def finish(
        self,
        message: int,
        text: str,
        status: MessageStatus,
        slot: str | None = None,
        *,
        generated: bool = False,
        usage: dict[str, Any] | None = None,
    ) -> Message:
        """Close a reply with its text and how it ended; when this returns, it is on the disk.

        Also a reply that was taken for cut off meanwhile. Raises BadInput for one that is closed already.
        """
        told = json.dumps(usage, ensure_ascii=False) if usage is not None else None
        with self._access.database.write() as db:
            conversation = _unfinished(db, self._access, message, "streaming", "interrupted").conversation
            db.execute(
                "UPDATE messages SET text = ?, status = ?, slot = ?, generated = ?, usage = ?, desk = NULL"
                " WHERE id = ?",
                (checked(text), status, slot, generated, told, message),
            )
            touch(db, conversation, self._access.now())
            passages.index_message(db, conversation, message, text)
            finished = _fetch(db, self._access, message)
        self._slices.done(message)
        return finished

    def all(self, conversation: str) -> list[Message]:
        """Everything said in a conversation, in order. Raises NotFound."""
        with self._access.database.read() as db:
            self._access.number(db, conversation)
            found = rows(db, f"SELECT {_COLUMNS} FROM messages WHERE conversation = ? ORDER BY id", (conversation,))
        return [message_of(row) for row in found]

    def usage(self, message: int) -> dict[str, Any]:
        """What a reply took to write, as it was given to `finish`."""
        with self._access.database.read() as db:
            _fetch(db, self._access, message)
            told = rows(db, "SELECT usage FROM messages WHERE id = ?", (message,))[0]["usage"]
        return dict(json.loads(told)) if told else {}


def interrupt(db: Connection, living: Collection[str]) -> int:
    """Mark as interrupted every reply whose desk is no longer running; gives how many there were."""
    cut = [
        row
        for row in rows(db, "SELECT id, conversation, text, desk FROM messages WHERE status = 'streaming'")
        if row["desk"] not in living
    ]
    for row in cut:
        db.execute("UPDATE messages SET status = 'interrupted', desk = NULL WHERE id = ?", (row["id"],))
        passages.index_message(db, row["conversation"], row["id"], row["text"])
    return len(cut)


def message_of(row: dict[str, Any]) -> Message:
    """A row as a value."""
    return Message(
        **{
            **{name: row[name] for name in _COLUMNS.split(", ")},
            "created": datetime.fromisoformat(row["created"]),
            "generated": bool(row["generated"]),
        }
    )


def _fetch(db: Connection, access: Access, message: int) -> Message:
    found = rows(db, f"SELECT {_COLUMNS} FROM messages WHERE id = ?", (message,))
    if not found:
        raise NotFound("record-no-message", id=message)
    access.number(db, found[0]["conversation"])
    return message_of(found[0])


def _unfinished(db: Connection, access: Access, message: int, *statuses: MessageStatus) -> Message:
    found = _fetch(db, access, message)
    if found.status not in statuses:
        raise BadInput("record-message-finished", id=message)
    return found
