"""The audit log: every deed, none of the words, and no way to change it unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database as Connection

from app.store import audit
from app.store.access import Access, stamp
from app.store.record import Record, open_record
from tests.store.conftest import MovedClock


def busy(record: Record) -> str:
    """A conversation to which everything was done; gives its id."""
    made = record.create("interview", "en", patient="Zaynab")
    record.append(made.id, "user", "sarcoidosis", "en", "ltr")
    record.messages(made.id)
    record.rename(made.id, "sarcoidosis of Zaynab")
    record.save_note(made.id, "en", "sarcoidosis", signed_by="Dr. A")
    record.acknowledge(made.id, "acs", "sarcoidosis", "Dr. A")
    record.audit.note("export", made.id, {"format": "pdf"})
    record.delete(made.id)
    record.restore_deleted(made.id)
    record.care.backup_if_due()
    return made.id


def test_every_deed_is_entered_without_a_word_of_what_was_said(record: Record) -> None:
    made = busy(record)
    entries = record.audit.entries()
    assert [entry.action for entry in entries] == [
        "create", "view", "edit", "sign", "edit", "export", "delete", "restore", "backup",
    ]  # fmt: skip
    assert {entry.conversation for entry in entries[:-1]} == {made}
    told = "\n".join(record.audit.export())
    assert "sarcoidosis" not in told and "Zaynab" not in told
    assert json.loads(told.splitlines()[5])["detail"] == {"format": "pdf"}
    assert record.audit.verify() == audit.Verdict(len(entries), None, entries[-1].hash)


def test_looking_again_and_again_is_one_view(record: Record, clock: MovedClock) -> None:
    made = record.create("interview", "en")
    for minutes in (0, 1, 8, 2, 9):
        clock.move(minutes=minutes)
        record.messages(made.id)
    assert [entry.action for entry in record.audit.entries()] == ["create", "view", "view"]


def test_an_exported_log_can_be_checked_without_the_desk(record: Record) -> None:
    busy(record)
    previous = "0" * 64
    for line in map(json.loads, record.audit.export()):
        detail = json.dumps(line["detail"], sort_keys=True)
        told = [previous, line["number"], line["time"], line["who"], line["action"], line["conversation"], detail]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == line["hash"] and line["previous"] == previous
        previous = line["hash"]


def freed(db: Connection) -> Connection:
    """A connection on which the triggers that keep the log are gone, as for somebody who edits the file."""
    db.execute("DROP TRIGGER audit_kept")
    db.execute("DROP TRIGGER audit_fixed")
    return db


def forged(db: Connection) -> None:
    """Change an entry and give it the hash that fits its new contents."""
    row = next(iter(freed(db).query("SELECT * FROM audit WHERE number = 4")))
    fields = (4, row["time"], "somebody else", row["action"], row["conversation"], row["detail"])
    digest = audit.link(row["previous"], *fields)
    db.execute("UPDATE audit SET who = 'somebody else', hash = ? WHERE number = 4", (digest,))


TAMPERING: list[tuple[Callable[[Connection], object], int]] = [
    (lambda db: freed(db).execute("UPDATE audit SET detail = '{}' WHERE number = 3"), 3),
    (lambda db: freed(db).execute("UPDATE audit SET time = '2020-01-01T00:00:00+00:00' WHERE number = 1"), 1),
    (lambda db: freed(db).execute("DELETE FROM audit WHERE number = 5"), 5),
    (lambda db: freed(db).execute("DELETE FROM audit WHERE number > 7"), 8),
    (lambda db: freed(db).execute("DELETE FROM audit"), 1),
    (lambda db: freed(db).execute("UPDATE audit SET number = number + 100 WHERE number = 2"), 2),
    (lambda db: db.execute("INSERT INTO audit VALUES (10, 'now', '', 'login', '', '{}', 'x', 'y')"), 10),
    (forged, 5),
]


@pytest.mark.parametrize(("harm", "broken"), TAMPERING)
def test_tampering_is_found_at_its_first_broken_link(
    record: Record, harm: Callable[[Connection], object], broken: int
) -> None:
    busy(record)
    assert record.audit.verify().entries == 9
    with record.access.database.write() as db:
        harm(db)
    assert record.audit.verify().broken == broken


def test_the_log_is_append_only(record: Record) -> None:
    busy(record)
    for statement in (
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ):
        with pytest.raises(Exception, match="append-only"), record.access.database.write() as db:
            db.execute(statement)
    assert record.audit.verify().broken is None


def test_a_deed_and_its_entry_stand_or_fall_together(record: Record) -> None:
    made = record.create("interview", "en")
    with record.access.database.write() as db:
        db.execute("ALTER TABLE facts RENAME TO lost")
    with pytest.raises(Exception, match="facts"):
        record.rename(made.id, "x")
    with record.access.database.write() as db:
        db.execute("ALTER TABLE lost RENAME TO facts")
    assert record.get(made.id).title == "" and record.audit.verify().entries == 1


def test_a_full_log_is_read_in_parts(path: Path, clock: MovedClock) -> None:
    record = open_record(path, clock=clock)
    access = Access(record.access.database, clock, who="a")
    with record.access.database.write() as db:
        for _ in range(2300):
            audit.log(db, access, "view", "abcdefghij")
    lines = [json.loads(line) for line in record.audit.export()]
    assert [line["number"] for line in lines] == list(range(1, 2301)) and record.audit.verify().broken is None
    assert stamp(record.audit.entries(limit=1)[0].time) == lines[0]["time"]
    record.close()
