"""Conversations: making them, listing them, and what a person may change about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database as Connection

from app.errors import BadInput
from app.store import audit, passages
from app.store.access import Access, checked, label, new_id, stamp
from app.store.db import rows
from app.values import Conversation, Language, Mode, Severity

_TITLE_CHARACTERS = 60
_SELECT = """
SELECT c.*, (SELECT count(*) FROM messages m WHERE m.conversation = c.id) AS messages FROM conversations c
"""
_NAME = "UPDATE conversations SET title = ? WHERE id = ? AND NOT renamed"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which conversations to list. None leaves a condition out; `since` and `until` bound the last change."""

    archived: bool | None = False
    deleted: bool = False
    patient: str | None = None
    language: Language | None = None
    mode: Mode | None = None
    flag: Severity | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50
    offset: int = 0

    def conditions(self) -> list[tuple[str, Any]]:
        """The conditions as SQL with one place each, and what goes there."""
        wanted = [
            ("c.archived = ?", self.archived),
            ("c.patient = ?", self.patient),
            ("c.language = ?", self.language),
            ("c.mode = ?", self.mode),
            ("c.flag = ?", self.flag),
            ("c.updated >= ?", self.since and stamp(self.since)),
            ("c.updated < ?", self.until and stamp(self.until)),
        ]
        return [(sql, value) for sql, value in wanted if value is not None]


class Conversations:
    """The conversations that one person may see."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def create(self, mode: Mode, language: Language, owner: str = "", patient: str = "") -> Conversation:
        """Begin a conversation. Where the desk has accounts it belongs to the one who is signed in."""
        chosen, now = new_id(), self._access.now()
        owner = self._access.owner if self._access.owner is not None else owner
        values = (chosen, owner, mode, language, label(patient), now, now)
        with self._access.database.write() as db:
            db.execute(
                "INSERT INTO conversations (id, owner, mode, language, patient, created, updated)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            passages.index_heading(db, chosen)
            audit.log(db, self._access, "create", chosen)
            return fetch(db, self._access, chosen)

    def get(self, conversation: str) -> Conversation:
        """One conversation, also a deleted one. Raises NotFound for an unknown id or another account's."""
        with self._access.database.read() as db:
            return fetch(db, self._access, conversation)

    def list(self, query: ListQuery) -> list[Conversation]:
        """The conversations that meet the query, pinned ones first, then those changed last."""
        conditions = query.conditions()
        if self._access.owner is not None:
            conditions.insert(0, ("c.owner = ?", self._access.owner))
        where = " AND ".join(
            [f"c.deleted IS {'NOT NULL' if query.deleted else 'NULL'}", *(sql for sql, _ in conditions)]
        )
        sql = f"{_SELECT} WHERE {where} ORDER BY c.pinned DESC, c.updated DESC LIMIT ? OFFSET ?"
        with self._access.database.read() as db:
            found = rows(db, sql, (*(value for _, value in conditions), query.limit, query.offset))
        return [conversation_of(row) for row in found]

    def rename(self, conversation: str, title: str) -> Conversation:
        """Give it a title that no later complaint replaces; an empty one lets the complaint name it again."""
        title = label(title)
        return self._change(conversation, title=title, renamed=bool(title))

    def name(self, conversation: str, title: str) -> Conversation:
        """Give it a title of the desk's own, until another complaint; one that a person gave stays."""
        with self._access.database.write(durable=False) as db:
            self._access.number(db, conversation)
            db.execute(_NAME, (label(title)[:_TITLE_CHARACTERS], conversation))
            passages.index_heading(db, conversation)
            return fetch(db, self._access, conversation)

    def set_patient(self, conversation: str, patient: str) -> Conversation:
        """Set the free local label of the patient, or clear it."""
        return self._change(conversation, patient=label(patient))

    def pin(self, conversation: str, pinned: bool = True) -> Conversation:
        """Keep it at the head of the list, or no longer."""
        return self._change(conversation, pinned=pinned)

    def archive(self, conversation: str, archived: bool = True) -> Conversation:
        """Put it out of the list of the day, or back."""
        return self._change(conversation, archived=archived)

    def hold(self, conversation: str, held: bool = True) -> Conversation:
        """Put a legal hold on it, or lift it: while it holds, nothing deletes or purges it."""
        return self._change(conversation, held=held)

    def update(self, conversation: str, *, summary: dict[str, Any]) -> Conversation:
        """Set what the list shows of the history: `complaint`, `flag`, `language`."""
        with self._access.database.write(durable=False) as db:
            self._access.number(db, conversation)
            complaint = checked(str(summary.get("complaint") or ""))
            if complaint:
                again = (label(complaint[:_TITLE_CHARACTERS]), conversation, complaint)
                db.execute(f"{_NAME} AND (title = '' OR complaint IS NOT ?)", again)
            _set(db, conversation, summary)
            passages.index_heading(db, conversation)
            return fetch(db, self._access, conversation)

    def _change(self, conversation: str, **values: str | bool) -> Conversation:
        with self._access.database.write() as db:
            self._access.number(db, conversation)
            _set(db, conversation, values)
            passages.index_heading(db, conversation)
            audit.log(db, self._access, "edit", conversation, fields=sorted(values))
            return fetch(db, self._access, conversation)


def _set(db: Connection, conversation: str, values: dict[str, Any]) -> None:
    """Write columns by names that the code gives, never a person."""
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE conversations SET {columns} WHERE id = ?", (*values.values(), conversation))


def fetch(db: Connection, access: Access, conversation: str) -> Conversation:
    """A conversation within the caller's transaction. Raises NotFound."""
    number = access.number(db, conversation)
    return conversation_of(rows(db, f"{_SELECT} WHERE c.number = ?", (number,))[0])


def conversations_where(db: Connection, where: str, values: Sequence[Any]) -> list[Conversation]:
    """Every conversation that meets a condition written in this package, oldest first."""
    return [conversation_of(row) for row in rows(db, f"{_SELECT} WHERE {where} ORDER BY c.number", values)]


def conversation_of(row: dict[str, Any]) -> Conversation:
    """A row of the query above as a value."""
    same = ("id", "title", "mode", "language", "complaint", "patient", "flag", "messages", "owner")
    return Conversation(
        **{name: row[name] for name in same},
        created=datetime.fromisoformat(row["created"]),
        updated=datetime.fromisoformat(row["updated"]),
        deleted=datetime.fromisoformat(row["deleted"]) if row["deleted"] else None,
        pinned=bool(row["pinned"]),
        archived=bool(row["archived"]),
        held=bool(row["held"]),
    )


def touch(db: Connection, conversation: str, moment: str, said: str = "") -> None:
    """Note that something was said; the first words name a conversation that nothing else names yet."""
    db.execute("UPDATE conversations SET updated = ? WHERE id = ?", (moment, conversation))
    title = opening(said)
    if title:
        sql = "UPDATE conversations SET title = ? WHERE id = ? AND title = ''"
        if db.execute(sql, (title, conversation)).rowcount:
            passages.index_heading(db, conversation)


def opening(text: str) -> str:
    """The first words of a text, at most 60 characters, cut between words where that is possible."""
    words = "".join(mark if mark.isprintable() else " " for mark in text[:1000]).split()
    line = " ".join(words)
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return (line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] or line[:_TITLE_CHARACTERS]) + "…"


def writable(db: Connection, access: Access, conversation: str) -> None:
    """Raise NotFound, or BadInput where the conversation was deleted."""
    number = access.number(db, conversation)
    if rows(db, "SELECT 1 FROM conversations WHERE number = ? AND deleted IS NOT NULL", (number,)):
        raise BadInput("record-conversation-deleted", id=conversation)
