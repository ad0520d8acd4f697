"""Opening the record's file: made, checked, migrated and swept before anybody reads from it."""

from __future__ import annotations

from pathlib import Path

from app.errors import RecordProblem
from app.store import passages
from app.store.db import Database, private_file
from app.store.messages import interrupt
from app.store.migrations import migrations
from app.store.presence import Presence


def open_database(path: Path, presence: Presence) -> Database:
    """The record's file, ready to use."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with presence.gate():
        private_file(path)
        database = Database(path)
        _migrate(database)
        sweep(database, presence)
        presence.enter()
    return database


def _migrate(database: Database) -> None:
    """Bring the schema up to date. Raises RecordProblem for a file that a newer desk has written."""
    with database.read() as db:
        known = {migration.name for migration in migrations._migrations}
        if any(applied.name not in known for applied in migrations.applied(db)):
            raise RecordProblem("record-newer", path=str(database.path))
        if migrations.pending(db):
            migrations.apply(db)
    with database.write() as db:
        passages.refresh(db)


def sweep(database: Database, presence: Presence) -> int:
    """Mark as interrupted what dead desks were writing; gives how many replies that were."""
    with database.write() as db:
        return interrupt(db, presence.others() | {presence.id})
