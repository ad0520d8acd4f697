"""The audit log: who did what and when, each entry chained to the one before, never with anybody's words.

An entry's hash is SHA-256 over the previous hash and the entry's own fields, written as one JSON
array. Changing, removing or adding an entry breaks the chain at that place; the number and hash of
the newest entry are kept apart, so that a cut tail shows too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database as Connection

from app.store.access import Access, stamp
from app.store.db import rows

Action = Literal[
    "start", "login", "failure", "lock", "view", "create", "edit", "sign", "export",
    "delete", "restore", "purge", "settings", "backup",
]  # fmt: skip

GENESIS = "0" * 64
"""What the first entry names as its previous hash."""

_COLUMNS = "number, time, who, action, conversation, detail, previous, hash"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `detail` is JSON: names of fields and counts, no text of any conversation."""

    number: int
    time: datetime
    who: str
    action: str
    conversation: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found. `broken` is the number of the first entry that does not hold, if any."""

    entries: int
    broken: int | None
    head: str


def link(previous: str, *fields: object) -> str:
    """The hash of an entry with these fields after the entry whose hash is `previous`."""
    text = json.dumps([previous, *fields], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def log(db: Connection, access: Access, action: Action, conversation: str = "", **detail: object) -> None:
    """Add an entry within the caller's transaction, so that the deed and its entry stand or fall together."""
    number, previous = head(db)
    fields = (number + 1, access.now(), access.who, action, conversation, json.dumps(detail, sort_keys=True))
    entry = dict(zip(_COLUMNS.split(", "), (*fields, previous, link(previous, *fields)), strict=True))
    append(db, [entry])


def append(db: Connection, entries: Sequence[Mapping[str, Any]]) -> int:
    """Add entries that are chained already, in their order; gives how many."""
    for row in entries:
        values = tuple(row[name] for name in _COLUMNS.split(", "))
        db.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        _set_head(db, row["number"], row["hash"])
    return len(entries)


def head(db: Connection) -> tuple[int, str]:
    """The number and the hash of the newest entry, as they are kept apart from the log."""
    for row in rows(db, "SELECT value FROM facts WHERE name = 'audit-head'"):
        number, digest = row["value"].split(" ")
        return int(number), digest
    return 0, GENESIS


def _set_head(db: Connection, number: int, digest: str) -> None:
    db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('audit-head', ?)", (f"{number} {digest}",))


class Audit:
    """The log as it is read, checked and exported."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def note(self, action: Action, conversation: str = "", detail: Mapping[str, object] | None = None) -> None:
        """Enter something that happened outside the record: a start, an export, changed settings.

        `detail` is what a reader of the log needs beside that: formats, counts, names of fields; never
        what was said.
        """
        with self._access.database.write() as db:
            log(db, self._access, action, conversation, **(detail or {}))

    def entries(self, after: int = 0, limit: int = 100) -> list[Entry]:
        """The entries numbered above `after`, oldest first."""
        with self._access.database.read() as db:
            found = rows(db, f"SELECT {_COLUMNS} FROM audit WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
        return [_entry(row) for row in found]

    def verify(self) -> Verdict:
        """Walk the whole chain from its beginning."""
        previous, count = GENESIS, 0
        with self._access.database.read() as db:
            last, newest = head(db)
            for row in db.query(f"SELECT {_COLUMNS} FROM audit ORDER BY number"):
                count += 1
                if row["number"] != count or row["previous"] != previous or row["hash"] != _digest(row):
                    return Verdict(count, count, previous)
                previous = row["hash"]
        broken = None if (count, previous) == (last, newest) else count + 1
        return Verdict(count, broken, previous)

    def export(self) -> Iterator[str]:
        """Every entry as one line of JSON, oldest first: enough to check the chain without this desk."""
        after = 0
        while found := self.entries(after, 1000):
            for entry in found:
                yield _line(entry)
            after = found[-1].number


def _digest(row: dict[str, Any]) -> str:
    names = ("number", "time", "who", "action", "conversation", "detail")
    return link(row["previous"], *(row[name] for name in names))


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "time": datetime.fromisoformat(row["time"])})


def _line(entry: Entry) -> str:
    values = {name: getattr(entry, name) for name in ("number", "who", "action", "conversation", "previous", "hash")}
    return json.dumps({**values, "time": stamp(entry.time), "detail": json.loads(entry.detail)}, ensure_ascii=False)
