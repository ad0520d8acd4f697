"""What somebody might try: through words, names, files and the file itself."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from app.errors import BadInput, DeskError, NotFound, RecordProblem
from app.store.binding import is_loopback, refuse_unsafe_binding
from app.store.record import Record
from app.store.retention import RESTORABLE_DAYS

INJECTIONS = (
    "'; DROP TABLE messages; --", '" OR 1=1 --', "x' UNION SELECT password FROM accounts --", "%", "_", "\\", "\x00'",
    "words : *", "NEAR(a, 1)", '"', "a* OR owner : o", "stems:x", "{words stems} : x", "-owner : o",
)  # fmt: skip


@pytest.mark.parametrize("attack", INJECTIONS)
def test_words_are_never_sql(record: Record, attack: str) -> None:
    record.accounts.add("root", "a long password", "administrator")
    made = record.create("interview", "en", patient=attack)
    said = record.append(made.id, "user", attack, "en", "ltr", slot=attack)
    record.rename(made.id, attack)
    record.update(made.id, complaint=attack)
    record.skip_slot(made.id, attack)
    record.acknowledge(made.id, attack, attack, attack)
    assert record.messages(made.id) == [said] and said.text == attack
    assert len(record.list()) == 1 and record.care.health().fault == ""
    record.search(attack)
    for lookup in (record.get, record.messages, record.notes, record.delete):
        with pytest.raises(NotFound):
            lookup(attack)
    with pytest.raises(DeskError):
        record.accounts.login(attack, attack)
    assert len(record.accounts.all()) == 1


def test_a_search_never_leaves_its_account(record: Record) -> None:
    record.accounts.add("root", "a long password", "administrator")
    amal = record.as_account(record.accounts.add("amal", "a long password", "clinician"))
    basim = record.as_account(record.accounts.add("basim", "a long password", "clinician"))
    made = amal.create("interview", "en")
    amal.append(made.id, "user", "cough and fever", "en", "ltr")
    mark = "o" + b"amal".hex()
    for query in (
        "cough",
        f"cough OR owner:{mark}",
        f'owner : "{mark}"',
        mark,
        f'x" OR owner : "{mark}',
        "cough fever",
    ):
        assert basim.search(query) == [], query


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "/etc/passwd", "a/b", "con", "x" * 5000])
def test_an_id_never_becomes_a_path(record: Record, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        record.get(name)
    assert len(str(caught.value.fields["id"])) <= 40


def harmful(kind: str, good: Path, target: Path) -> Path:
    """A file that somebody offers as a backup."""
    data = good.read_bytes()
    target.write_bytes(
        {
            "text": b"not a database",
            "empty": b"",
            "cut": data[: len(data) // 2],
            "spoilt": data[:8192] + os.urandom(8192) + data[16384:],
            "random": os.urandom(40_000),
        }.get(kind, data)
    )
    changes = {
        "trigger": "CREATE TRIGGER spy AFTER INSERT ON messages BEGIN DELETE FROM notes; END",
        "view": "CREATE VIEW spy AS SELECT * FROM messages",
        "table": "CREATE TABLE spy (x)",
        "newer": "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('record', '0999_x', 'x')",
        "unguarded": "DROP TRIGGER audit_kept",
    }
    if kind in changes:
        db = sqlite3.connect(target)
        db.execute(changes[kind])
        db.commit()
        db.close()
    if kind == "foreign":
        target.unlink()
        sqlite3.connect(target).execute("CREATE TABLE conversations (x)").connection.close()
    return target


@pytest.mark.parametrize(
    "kind",
    ["text", "empty", "cut", "spoilt", "random", "trigger", "view", "table", "newer", "unguarded", "foreign"],
)
def test_a_harmful_backup_is_refused_before_anything_is_replaced(record: Record, tmp_path: Path, kind: str) -> None:
    made = record.create("interview", "en")
    for number in range(60):
        record.append(made.id, "user", f"{number} " + "words " * 50, "en", "ltr")
    offered = harmful(kind, record.care.backup(tmp_path / "good.sqlite").path, tmp_path / "offered.sqlite")
    before = offered.read_bytes()
    with pytest.raises(RecordProblem):
        record.care.restore(offered)
    home = record.access.database.path.parent
    assert record.get(made.id).messages == 60 and offered.read_bytes() == before
    assert sorted(
        file.name for file in home.iterdir() if file.is_file() and not file.name.endswith(("-wal", "-shm"))
    ) == ["record.sqlite"]


def test_a_restore_of_nothing_or_of_itself_is_refused(record: Record, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(record.access.database.path)
    for source in (tmp_path / "none", tmp_path):
        with pytest.raises(NotFound):
            record.care.restore(source)
    for source in (record.access.database.path, link):
        with pytest.raises(BadInput):
            record.care.restore(source)


def test_a_purge_of_absurd_days_harms_nothing(record: Record) -> None:
    record.create("interview", "en")
    assert record.purge(10**12, dry_run=False) == [] and len(record.list()) == 1 and RESTORABLE_DAYS == 30


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_needs_nothing(host: str) -> None:
    assert is_loopback(host)
    refuse_unsafe_binding(host, accounts=0, tls=False)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.4", "desk.example", "", "127.0.0.1.example", "localhost.example"]
)
def test_anything_else_needs_accounts_and_tls(host: str) -> None:
    for accounts, tls, key in ((0, True, "record-binding-accounts"), (1, False, "record-binding-tls")):
        with pytest.raises(BadInput) as caught:
            refuse_unsafe_binding(host, accounts, tls)
        assert caught.value.key == key
    refuse_unsafe_binding(host, accounts=1, tls=True)
