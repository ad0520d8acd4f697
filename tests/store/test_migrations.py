"""The schema: pinned after all steps, never older, never newer, backed up before it changes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from sqlite_utils import Database as Connection
from sqlite_utils import Migrations

from app.errors import RecordProblem
from app.store import opening
from app.store.migrations import migrations
from app.store.record import open_record

TABLES = {
    "conversations": "number id owner mode language title renamed patient complaint flag pinned archived held deleted"
    " created updated",
    "messages": "id conversation role text language direction status slot generated usage desk created",
    "notes": "id conversation language version text signed_by created",
    "acknowledgements": "id conversation rule reason who created",
    "skipped": "conversation slot created",
    "passages": "id message note",
    "heard": "words stems",
    "facts": "name value",
    "audit": "number time who action conversation detail previous hash",
    "suggestions": "id conversation message slot status value quote",
    "accounts": "name role password disabled failures locked_until created",
}


def applied() -> Connection:
    """A database with every step."""
    db = Connection(memory=True)
    migrations.apply(db)
    return db


def test_the_final_schema_is_this() -> None:
    db = applied()
    ours = {name for name in db.table_names() if not name.startswith(("sqlite_", "_sqlite_", "heard_"))}
    assert {name: " ".join(db[name].columns_dict) for name in ours} == TABLES
    assert sorted(trigger.name for trigger in db.triggers) == ["audit_fixed", "audit_kept"]


def test_steps_are_numbered_in_their_order() -> None:
    names = [migration.name for migration in migrations.pending(Connection(memory=True))]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in names)


def test_a_step_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    failing = Migrations("record")

    @failing(name="0001_half")
    def half(db: Connection) -> None:
        db.executescript("CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);")

    db = Connection(tmp_path / "x.sqlite")
    with pytest.raises(Exception, match="already exists"):
        failing.apply(db)
    assert "half" not in db.table_names() and [step.name for step in failing.pending(db)] == ["0001_half"]


def test_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    record = open_record(path)
    record.create("interview", "en")
    with record.access.database.write() as db:
        row = {"id": 99, "migration_set": "record", "name": "0999_later", "applied_at": "later"}
        db.table("_sqlite_migrations").insert(row)
    record.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(RecordProblem) as caught:
        open_record(path)
    assert caught.value.key == "record-newer"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_an_older_file_is_backed_up_then_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = open_record(path)
    made = record.create("interview", "en")
    record.append(made.id, "user", "said long ago", "en", "ltr")
    record.close()
    later = Migrations("record")
    for step in migrations.pending(Connection(memory=True)):
        later(name=step.name)(step.fn)

    @later(name="0999_more")
    def more(db: Connection) -> None:
        db.execute("ALTER TABLE facts ADD COLUMN more TEXT")

    monkeypatch.setattr(opening, "migrations", later)
    record = open_record(path)
    assert record.messages(made.id)[0].text == "said long ago"
    with record.access.database.read() as db:
        assert "more" in db["facts"].columns_dict
    [backup] = record.care.backups()
    assert backup.path.name.startswith("before-0999_more-")
    assert "more" not in Connection(backup.path)["facts"].columns_dict
    record.close()
