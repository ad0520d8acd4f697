"""The care of the record: backups, restores, and how it is doing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import RecordProblem
from app.store.access import Access
from app.store.audit import Action, Audit
from app.store.backups import Backup, Backups
from app.store.convert import counts
from app.store.faults import explained
from app.store.files import aside_name, companions
from app.store.opening import prepare, sweep
from app.store.presence import Presence
from app.store.restore import Restored, put_in_place, staged
from app.store.retention import Retention


@dataclass(frozen=True, slots=True)
class Health:
    """How the record is doing. Sizes are in bytes, counts None while it is locked, `fault` empty for a whole file."""

    path: Path
    encrypted: bool
    locked: bool
    read_only: bool
    fault: str
    size: int
    free: int
    conversations: int | None
    messages: int | None
    other_desks: int
    last_backup: datetime | None


class Care:
    """Backups and health of one record."""

    def __init__(self, access: Access, presence: Presence) -> None:
        self._access = access
        self._database = access.database
        self._presence = presence
        self._backups = Backups(access.database.path)

    def backup(self, target: Path) -> Backup:
        """Copy the record into a new file, encrypted when the record is. Never replaces a file."""
        made = self._backups.make(self._database, target)
        self._log("backup")
        return made

    def backup_if_due(self, now: datetime | None = None) -> Backup | None:
        """Make today's backup if there is none yet, and remove those too old to keep; None if it was not due."""
        made = self._backups.if_due(self._database, now or self._access.clock())
        if made is not None:
            self._log("backup", daily=True)
        return made

    def daily(self) -> None:
        """What a desk does once a day and at its start: back up, purge what was deleted long ago, close cut replies."""
        if not self._database.read_only and not self._database.locked:
            self.backup_if_due()
            Retention(self._access).purge_deleted()
            sweep(self._database, self._presence)

    def backups(self) -> list[Backup]:
        """The backups in the home directory, newest first."""
        return self._backups.all()

    def restore(self, source: Path, secret: str | None = None) -> Restored:
        """Put a backup in the record's place; the present record stays beside it under another name.

        `secret` is the passphrase or recovery key of an encrypted backup; without it the key in use is tried.
        """
        database, now = self._database, self._access.clock()
        with explained(database.path), staged(database, source, secret) as found, self._presence.alone():
            with database.exclusive():
                done = put_in_place(database, found, aside_name(database.path, "before-restore", now))
                database.unlock(found.key)
            prepare(database, self._presence, self._access.clock)
        self._log("restore", messages=done.messages)
        return done

    def health(self, thorough: bool = True) -> Health:
        """Look at the record; `thorough` reads the whole file, which takes about half a second for 100 MB."""
        database = self._database
        fault, found = ("", {}) if database.locked else self._look(thorough)
        last = self._backups.all()[:1]
        return Health(
            path=database.path,
            encrypted=database.locked or database.key is not None,
            locked=database.locked,
            read_only=database.read_only,
            fault=fault,
            size=sum(path.stat().st_size for path in (database.path, *companions(database.path))),
            free=shutil.disk_usage(database.path.parent).free,
            conversations=found.get("conversations"),
            messages=found.get("messages"),
            other_desks=0 if database.read_only else len(self._presence.others()),
            last_backup=last[0].made if last else None,
        )

    def _look(self, thorough: bool) -> tuple[str, dict[str, int]]:
        try:
            with self._database.read() as db:
                found = db.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()[0]
                return ("" if found == "ok" else str(found)), counts(db)
        except RecordProblem as problem:
            return str(problem.fields.get("reason") or problem.key), {}

    def _log(self, action: Action, **detail: object) -> None:
        Audit(self._access).note(action, detail=detail)
