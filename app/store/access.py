"""Who is reading and writing, and the small checks that every text passes on its way in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlite_utils import Database as Connection

from app.errors import BadInput, NotFound
from app.store.db import Database, rows

Clock = Callable[[], datetime]
"""Gives the present moment, in UTC."""

MESSAGE_BYTES = 1_000_000
"""The longest text that is kept, in UTF-8 bytes."""

LABEL_CHARACTERS = 200
"""The longest title or patient label."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID = re.compile(f"[{_ALPHABET}]{{10}}")


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class Access:
    """The record as one person reaches it.

    `owner` None sees every conversation (a desk without accounts); a name sees that account's own.
    `who` is written into the audit log.
    """

    database: Database
    clock: Clock = utc_now
    who: str = ""
    owner: str | None = None

    def now(self) -> str:
        """The present moment as it is stored: ISO 8601, UTC, microseconds, sortable as text."""
        return stamp(self.clock())

    def number(self, db: Connection, conversation: str) -> int:
        """The inner number of a conversation that this person may see. Raises NotFound for any other id."""
        if is_id(conversation):
            sql = "SELECT number FROM conversations WHERE id = ? AND (? IS NULL OR owner = ?)"
            for row in rows(db, sql, (conversation, self.owner, self.owner)):
                return int(row["number"])
        raise NotFound("record-no-conversation", id=conversation[:40])


def stamp(moment: datetime) -> str:
    """A moment as it is stored."""
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")


def new_id() -> str:
    """A conversation's id: ten random characters of lowercase base32 (50 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def is_id(text: str) -> bool:
    """Whether this has the form of a conversation's id; nothing else ever reaches a file name."""
    return _ID.fullmatch(text) is not None


def checked(text: str) -> str:
    """The text itself, if it can be kept exactly. Raises BadInput for lone surrogates and for more than 1 MB."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise BadInput("record-text-broken", position=error.start + 1) from error
    if size > MESSAGE_BYTES:
        raise BadInput("record-text-long", size=round(size / 1_000_000, 1))
    return text


def label(text: str) -> str:
    """A title or patient label: one line, at most 200 characters, no control characters."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in checked(text)).split())
    if len(line) > LABEL_CHARACTERS:
        raise BadInput("record-label-long", limit=LABEL_CHARACTERS)
    return line
