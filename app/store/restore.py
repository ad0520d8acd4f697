"""Bringing a backup back: looked through before anything is replaced, with the present record kept aside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database as Connection

from app.errors import AccessDenied, BadInput, NotFound, RecordProblem
from app.store import audit, keys
from app.store.convert import convert, counts
from app.store.crypto import Envelope
from app.store.db import Database, connect, rows
from app.store.faults import DRIVER_ERRORS, explained
from app.store.files import companions, copy_private, is_plain, move_in, sync, wipe
from app.store.migrations import migrations
from app.store.opening import RESTORING, refuse_newer, remembered
from app.store.vault import settle


@dataclass(frozen=True, slots=True)
class Staged:
    """A backup that was looked through and waits beside the record, with what opens it."""

    path: Path
    key: bytes | None
    envelope: Envelope | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: where the record of before is now (None where there was none), and what came back."""

    aside: Path | None
    conversations: int
    messages: int


@contextmanager
def staged(database: Database, source: Path, secret: str | None) -> Iterator[Staged]:
    """Copy a backup beside the record and look it through; the copy is gone when the block ends.

    Raises NotFound where there is no such file, RecordProblem for one that is damaged, foreign or
    newer than this desk, AccessDenied where it needs a passphrase that was not given.
    """
    if not source.is_file():
        raise NotFound("record-no-backup", path=str(source))
    if source.resolve() == database.path.resolve():
        raise BadInput("record-restore-itself", path=str(source))
    path = database.path.with_name(database.path.name + RESTORING)
    try:
        copy_private(source, path)
        envelope = keys.detach(path) or keys.load(database.path).get(keys.salt_of(path))
        if envelope is None and not is_plain(path):
            raise RecordProblem("record-not-a-backup", path=str(source))
        key = None if envelope is None or is_plain(path) else _key(database, path, envelope, secret)
        inspect(path, key, source)
        if key is None and database.key is not None:
            yield _closed(database, path)
        else:
            yield Staged(path, key, envelope)
    finally:
        for file in (*companions(path), path):
            wipe(file)


def inspect(path: Path, key: bytes | None, source: Path) -> None:
    """Raise RecordProblem unless this is a whole record that this desk, or an earlier one, has written."""
    with explained(source):
        try:
            db = connect(path, key, read_only=True)
        except DRIVER_ERRORS as error:
            raise RecordProblem("record-not-a-backup", path=str(source)) from error
        try:
            if "conversations" not in db.table_names():
                raise RecordProblem("record-not-a-backup", path=str(source))
            refuse_newer(db, source)
            if _schema(db) != _expected(db):
                raise RecordProblem("record-not-a-backup", path=str(source))
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise RecordProblem("record-backup-broken", path=str(source))
        except DRIVER_ERRORS as error:
            raise RecordProblem("record-backup-broken", path=str(source)) from error
        finally:
            db.close()


def put_in_place(database: Database, backup: Staged, aside: Path) -> Restored:
    """Replace the record, within `Database.exclusive`. The old one is whole under its new name before it goes."""
    path = database.path
    kept = path.exists() and path.stat().st_size > 0
    if kept and _keep(database, aside):
        carry_audit(path, database.key, backup)
    if backup.envelope is not None:
        keys.add(path, backup.path, backup.envelope)
    plain = is_plain(backup.path)
    move_in(backup.path, path)
    if plain:
        keys.keys_path(path).unlink(missing_ok=True)
    db = connect(path, backup.key)
    try:
        found = counts(db)
    finally:
        db.close()
    return Restored(aside if kept else None, found["conversations"], found["messages"])


def _keep(database: Database, aside: Path) -> bool:
    """Keep the present record under another name, with its log where that cannot be settled; tells whether it could."""
    path = database.path
    envelope = None if is_plain(path) else keys.find(path)
    settled = not database.locked and _settled(path, database.key)
    copy_private(path, aside)
    sync(aside)
    for beside in companions(path):
        beside.rename(aside.with_name(aside.name + beside.name[len(path.name) :]))
    if envelope is not None and settled:
        keys.attach(aside, envelope)
    return settled


def _settled(path: Path, key: bytes | None) -> bool:
    try:
        settle(path, key)
    except DRIVER_ERRORS:
        return False
    return True


def carry_audit(present: Path, key: bytes | None, backup: Staged) -> int:
    """Add to the backup's audit log what the present one has beyond it; gives how many entries that were.

    So going back in time does not make the log forget. Nothing is added to a log with another history.
    """
    old, new = connect(present, key), connect(backup.path, backup.key)
    try:
        last, head = audit.head(new)
        known = rows(old, "SELECT hash FROM audit WHERE number = ?", (last,))
        if last and (not known or known[0]["hash"] != head):
            return 0
        with new.atomic():
            return audit.append(new, rows(old, "SELECT * FROM audit WHERE number > ? ORDER BY number", (last,)))
    except DRIVER_ERRORS:
        return 0
    finally:
        old.close()
        new.execute("PRAGMA journal_mode=DELETE").fetchall()
        new.close()


def _key(database: Database, path: Path, envelope: Envelope, secret: str | None) -> bytes:
    """What opens an encrypted backup: the secret given, the key in use, or what the keyring remembers."""
    if secret is not None:
        return envelope.open(secret)
    if not database.locked and database.key is not None and _fits(path, database.key):
        return database.key
    known = remembered(envelope)
    if known is None:
        raise AccessDenied("record-backup-passphrase")
    return envelope.open(known)


def _fits(path: Path, key: bytes) -> bool:
    try:
        connect(path, key, read_only=True).close()
    except DRIVER_ERRORS:
        return False
    return True


def _closed(database: Database, path: Path) -> Staged:
    """A readable backup brought back to an encrypted desk is encrypted on the way."""
    target = path.with_name(path.name + ".closed")
    convert(path, None, target, database.key)
    move_in(target, path)
    return Staged(path, database.key, keys.find(database.path))


def _schema(db: Connection) -> set[tuple[str, str, str]]:
    """What the database consists of, without SQLite's own tables: a trigger that nobody here wrote shows."""
    sql = "SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_master"
    ours = [
        row for row in rows(db, sql) if not row["name"].startswith(("sqlite_", "_sqlite_", "idx__sqlite_", "heard_"))
    ]
    return {(row["type"], row["name"], row["sql"]) for row in ours}


def _expected(db: Connection) -> set[tuple[str, str, str]]:
    """What a database with the same steps consists of."""
    pending = [migration.name for migration in migrations.pending(db)]
    model = Connection(memory=True)
    try:
        migrations.apply(model, stop_before=pending)
        return _schema(model)
    finally:
        model.close()
