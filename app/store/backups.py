"""Backups: consistent copies made while the desk works, one file each, encrypted when the record is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

from app.errors import BadInput, RecordProblem
from app.store import keys
from app.store.db import Database, connect
from app.store.faults import DRIVER_ERRORS, explained
from app.store.files import is_plain, move_in, private_file

KEEP_DAYS = 7
KEEP_WEEKS = 4
_DAILY = "daily-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `bytes` is its size, `made` when it was written (UTC)."""

    path: Path
    made: datetime
    bytes: int
    encrypted: bool


class Backups:
    """The folder `backups` beside a record."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self.folder = record.parent / "backups"

    def all(self) -> list[Backup]:
        """What there is, newest first."""
        found = [_backup(path) for path in self.folder.glob("*.sqlite")]
        return sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True)

    def last_good(self, key: bytes | None) -> Path | None:
        """The newest backup that opens and is whole. Encrypted ones are looked at with `key`, and trusted without."""
        for backup in self.all():
            unknown = backup.encrypted and key is None
            if unknown or _opens(backup.path, key if backup.encrypted else None):
                return backup.path
        return None

    def make(self, database: Database, target: Path) -> Backup:
        """Copy the record into the new file `target`, while it is in use.

        Raises BadInput where `target` cannot be such a file, RecordProblem where the disk refuses.
        """
        if target.exists() or target.is_symlink():
            raise BadInput("record-backup-exists", path=str(target))
        if not target.parent.is_dir():
            raise BadInput("record-backup-nowhere", path=str(target.parent))
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            with explained(target):
                temporary.unlink(missing_ok=True)
                private_file(temporary)
                _copy(database, temporary)
                self._close_envelope(database, temporary)
                move_in(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
        return _backup(target)

    def if_due(self, database: Database, now: datetime) -> Backup | None:
        """Make today's backup unless there is one, then remove those that are too old to keep."""
        target = self.folder / f"{_DAILY}{now.astimezone(timezone.utc):%Y-%m-%d}.sqlite"
        if target.exists():
            return None
        self.folder.mkdir(mode=0o700, exist_ok=True)
        made = self.make(database, target)
        days = {day: path for path in self.folder.glob(f"{_DAILY}*.sqlite") if (day := _day(path)) is not None}
        for day in outdated(days):
            days[day].unlink(missing_ok=True)
        return made

    def before_migration(self, database: Database, step: str, now: datetime) -> Backup:
        """A backup of the record as it was before its schema changed."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        return self.make(database, self.folder / f"before-{step}-{now:%Y%m%d-%H%M%S-%f}.sqlite")

    def _close_envelope(self, database: Database, copy: Path) -> None:
        if database.key is not None:
            envelope = keys.find(self._record)
            if envelope is None:
                raise RecordProblem("record-keys-broken", path=str(keys.keys_path(self._record)))
            keys.attach(copy, envelope)


def outdated(days: Collection[date]) -> set[date]:
    """Which daily backups to remove: all but the newest 7, and the newest of each of 4 calendar weeks (ISO 8601)."""
    newest = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in newest:
        weeks.setdefault(day.isocalendar()[:2], day)
    return set(newest) - set(newest[:KEEP_DAYS]) - set(list(weeks.values())[: KEEP_WEEKS + 1])


def _copy(database: Database, target: Path) -> None:
    with database.read() as source:
        copy = connect(target, database.key)
        try:
            source.conn.backup(copy.conn)
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise RecordProblem("record-copy-differs", path=str(target))
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        finally:
            copy.close()


def _opens(path: Path, key: bytes | None) -> bool:
    """Whether a backup is whole. One that is encrypted under another key cannot be told and does not count."""
    try:
        db = connect(path, key, read_only=True)
    except DRIVER_ERRORS:
        return False
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except DRIVER_ERRORS:
        return False
    finally:
        db.close()


def _backup(path: Path) -> Backup:
    about = path.stat()
    made = datetime.fromtimestamp(about.st_mtime, timezone.utc)
    return Backup(path, made, about.st_size, not is_plain(path))


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem[len(_DAILY) :])
    except ValueError:
        return None
