"""What was decided about a conversation: notes and their versions, acknowledged alarms, skipped questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput
from app.store import audit, passages
from app.store.access import Access, checked, label
from app.store.conversations import touch, writable
from app.store.db import rows
from app.values import Language


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """One version of a conversation's note. `signed_by` is the clinician who signed it, or None for a draft."""

    id: int
    conversation: str
    language: Language
    version: int
    text: str
    created: datetime
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That somebody saw an alarm, when, and why they went on."""

    rule: str
    reason: str
    who: str
    created: datetime


class Notes:
    """Notes: every save is a new version, and no version is ever written over."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def save(self, conversation: str, language: Language, text: str, signed_by: str | None = None) -> NoteVersion:
        """Keep a note as its next version in this language; `signed_by` signs it."""
        signer = label(signed_by) if signed_by else None
        now = self._access.now()
        with self._access.database.write() as db:
            writable(db, self._access, conversation)
            sql = "SELECT coalesce(max(version), 0) + 1 AS next FROM notes WHERE conversation = ? AND language = ?"
            version = rows(db, sql, (conversation, language))[0]["next"]
            values = (conversation, language, version, checked(text), signer, now)
            db.execute(
                "INSERT INTO notes (conversation, language, version, text, signed_by, created)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            number = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
            touch(db, conversation, now)
            passages.index_note(db, conversation, number, text)
            audit.log(db, self._access, "sign" if signer else "edit", conversation, note=version, language=language)
        return NoteVersion(number, conversation, language, version, text, datetime.fromisoformat(now), signer)

    def all(self, conversation: str) -> list[NoteVersion]:
        """Every version of the conversation's notes, oldest first."""
        sql = (
            "SELECT id, conversation, language, version, text, signed_by, created FROM notes"
            " WHERE conversation = ? ORDER BY id"
        )
        with self._access.database.read() as db:
            self._access.number(db, conversation)
            found = rows(db, sql, (conversation,))
        return [NoteVersion(**{**row, "created": datetime.fromisoformat(row["created"])}) for row in found]


class Decisions:
    """Alarms that were acknowledged and questions that were skipped."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def acknowledge(self, conversation: str, rule: str, reason: str, who: str) -> Acknowledgement:
        """Record that `who` saw the alarm of `rule`, with the reason given. Raises BadInput without a reason."""
        reason, who, now = checked(reason).strip(), label(who), self._access.now()
        if not reason:
            raise BadInput("record-reason-missing")
        with self._access.database.write() as db:
            writable(db, self._access, conversation)
            db.execute(
                "INSERT INTO acknowledgements (conversation, rule, reason, who, created) VALUES (?, ?, ?, ?, ?)",
                (conversation, label(rule), reason, who, now),
            )
            audit.log(db, self._access, "edit", conversation, acknowledged=rule)
        return Acknowledgement(rule, reason, who, datetime.fromisoformat(now))

    def acknowledgements(self, conversation: str) -> list[Acknowledgement]:
        """The acknowledged alarms, oldest first."""
        sql = "SELECT rule, reason, who, created FROM acknowledgements WHERE conversation = ? ORDER BY id"
        with self._access.database.read() as db:
            self._access.number(db, conversation)
            found = rows(db, sql, (conversation,))
        return [Acknowledgement(**{**row, "created": datetime.fromisoformat(row["created"])}) for row in found]

    def skip(self, conversation: str, slot: str) -> None:
        """Record that the question for `slot` is not to be asked again; doing so twice changes nothing."""
        with self._access.database.write() as db:
            writable(db, self._access, conversation)
            db.execute(
                "INSERT OR IGNORE INTO skipped (conversation, slot, created) VALUES (?, ?, ?)",
                (conversation, label(slot), self._access.now()),
            )

    def skipped(self, conversation: str) -> tuple[str, ...]:
        """The slots whose questions were skipped, in that order."""
        with self._access.database.read() as db:
            self._access.number(db, conversation)
            found = rows(db, "SELECT slot FROM skipped WHERE conversation = ? ORDER BY rowid", (conversation,))
        return tuple(row["slot"] for row in found)
