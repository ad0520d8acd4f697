"""Opening the record's file: unlocked, checked, migrated and swept before anybody reads from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlite_utils import Database as Connection

from app.errors import RecordProblem
from app.store import keychain, keys, passages
from app.store.access import Clock
from app.store.backups import Backups
from app.store.crypto import Envelope
from app.store.db import Database, connect, rows
from app.store.faults import DRIVER_ERRORS, explained
from app.store.files import aside_name, companions, is_plain, private_file, wipe, writable
from app.store.messages import interrupt
from app.store.migrations import migrations
from app.store.presence import Presence

RESTORING = ".restoring.tmp"
CONVERTING = ".converting.tmp"
"""How the names of unfinished copies beside the record end."""


def open_database(path: Path, presence: Presence, clock: Clock, secret: str | None = None) -> Database:
    """The record's file, ready to use; locked where it is encrypted and nothing gives the passphrase.

    Raises AccessDenied for a wrong passphrase, RecordProblem for a file that cannot be used.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RecordProblem("record-unreachable", path=str(path), reason=str(error)) from error
    if path.exists() and not writable(path):
        return _read_only(path, secret)
    with explained(path), presence.gate():
        if not presence.others():
            _clear(path)
        if path.exists() and path.stat().st_size == 0 and Backups(path).all():
            set_aside(path, None, clock(), "empty")
        database = _database(path, secret)
        if not database.locked:
            prepare(database, presence, clock)
        presence.enter()
    return database


def prepare(database: Database, presence: Presence, clock: Clock) -> None:
    """Check the file (unless another desk is using it), bring it up to date, and close what a crash left open."""
    others = presence.others()
    if not others:
        check(database, clock())
    _migrate(database, clock())
    if database.key is not None:
        keys.register(database.path)
    _close_cut(database, others)


def sweep(database: Database, presence: Presence) -> None:
    """Close the replies of desks that have died since this one was opened."""
    _close_cut(database, presence.others() | {presence.id})


def _close_cut(database: Database, living: frozenset[str]) -> None:
    """Write only if there is something to close: a full disk keeps nobody from opening the record."""
    with database.read() as db:
        writing = rows(db, "SELECT DISTINCT desk FROM messages WHERE status = 'streaming'")
    if any(row["desk"] not in living for row in writing):
        with database.write() as db:
            interrupt(db, living)


def check(database: Database, now: datetime) -> None:
    """Look the whole file through, and set it aside if it is damaged."""
    try:
        with database.read() as db:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except RecordProblem as problem:
        if problem.key != "record-damaged":
            raise
        found = str(problem.fields.get("reason", ""))
    if found != "ok":
        key = database.key
        database.close()
        set_aside(database.path, key, now, found)


def set_aside(path: Path, key: bytes | None, now: datetime, why: str) -> None:
    """Give a damaged record and its log another name, and raise the RecordProblem that names the last good backup."""
    target = aside_name(path, "damaged", now)
    for beside in companions(path):
        beside.rename(target.with_name(target.name + beside.name[len(path.name) :]))
    path.rename(target)
    backup = Backups(path).last_good(key)
    problem = "record-damaged-aside" if backup else "record-damaged-alone"
    raise RecordProblem(problem, path=str(target), backup=str(backup or ""), reason=why)


def _clear(path: Path) -> None:
    """Overwrite what a restore or a conversion left behind when its desk died."""
    for leftover in (path.with_name(path.name + ending) for ending in (RESTORING, CONVERTING)):
        for file in (*companions(leftover), leftover):
            wipe(file)


def _database(path: Path, secret: str | None) -> Database:
    private_file(path)
    envelope = None if is_plain(path) else keys.find(path)
    if envelope is None:
        return Database(path)
    wipe(leftover_of(path))
    secret = secret or remembered(envelope)
    return Database(path, envelope.open(secret)) if secret else Database(path, locked=True)


def leftover_of(path: Path) -> Path:
    """Where the readable record is while an encrypted one takes its place; found here, it is overwritten."""
    return path.with_name(path.name + ".plain.tmp")


def remembered(envelope: Envelope) -> str | None:
    """The passphrase that this system's keyring holds for the record, if it was asked to."""
    return keychain.recall(envelope.id) if envelope.keyring else None


def _read_only(path: Path, secret: str | None) -> Database:
    envelope = None if is_plain(path) else keys.find(path)
    secret = secret or (remembered(envelope) if envelope else None)
    key = envelope.open(secret) if envelope and secret else None
    database = Database(path, key, read_only=True, locked=envelope is not None and key is None)
    if not database.locked:
        with database.read() as db:
            refuse_newer(db, path)
            if migrations.pending(db):
                raise RecordProblem("record-read-only", path=str(path), reason="")
    return database


def _migrate(database: Database, now: datetime) -> None:
    """Bring the schema up to date, after a backup. Raises RecordProblem for a file that a newer desk has written."""
    with database.read() as db:
        refuse_newer(db, database.path)
        pending = [migration.name for migration in migrations.pending(db)]
        old = bool(migrations.applied(db))
    if pending and old:
        Backups(database.path).before_migration(database, pending[0], now)
    if pending:
        with database.read() as db:
            db.execute("PRAGMA synchronous=FULL")
            migrations.apply(db)
    with database.read() as db:
        current = passages.is_current(db)
    if not current:
        with database.write() as db:
            passages.rebuild(db)


def refuse_newer(db: Connection, path: Path) -> None:
    """Raise RecordProblem for a file with steps that this desk does not know."""
    empty = Connection(memory=True)
    known = {migration.name for migration in migrations.pending(empty)}
    empty.close()
    if any(applied.name not in known for applied in migrations.applied(db)):
        raise RecordProblem("record-newer", path=str(path))


def is_record(path: Path) -> bool:
    """Whether a readable database is a record, and not something else that lies in the same folder."""
    try:
        db = connect(path, read_only=True)
    except DRIVER_ERRORS:
        return False
    try:
        return bool(migrations.applied(db))
    except DRIVER_ERRORS:
        return False
    finally:
        db.close()
