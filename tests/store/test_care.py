"""Backups, restores, retention and health."""

from __future__ import annotations

import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from app.errors import AccessDenied, BadInput, NotFound, RecordProblem
from app.store.backups import outdated
from app.store.files import is_plain
from app.store.record import Record, open_record, restore_record
from tests.store.conftest import MovedClock

PASSPHRASE = "correct horse battery"


def said(record: Record, text: str) -> str:
    """A conversation with one message; gives its id."""
    made = record.create("interview", "en")
    record.append(made.id, "user", text, "en", "ltr")
    return made.id


def test_a_backup_is_one_whole_private_file(record: Record, tmp_path: Path) -> None:
    said(record, "a cough")
    made = record.care.backup(tmp_path / "copy.sqlite")
    copy = sqlite3.connect(made.path)
    assert copy.execute("SELECT text FROM messages").fetchall() == [("a cough",)]
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.sqlite", "home"] and not made.encrypted


def test_a_backup_while_others_write_is_consistent(record: Record, tmp_path: Path) -> None:
    made, stop = said(record, "0"), Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            record.append(made, "user", str(number), "en", "ltr")

    writer = Thread(target=write)
    writer.start()
    try:
        copies = [record.care.backup(tmp_path / f"{number}.sqlite") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        kept = open_record(copy.path)
        texts = [message.text for message in kept.messages(made)]
        assert texts == [str(number) for number in range(len(texts))] and kept.audit.verify().broken is None
        kept.close()


def test_a_backup_never_replaces_anything(record: Record, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for target in (
        tmp_path / "mine",
        tmp_path / "link",
        tmp_path / "none" / "x",
        record.access.database.path,
        tmp_path,
    ):
        with pytest.raises(BadInput):
            record.care.backup(target)
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_backup_leaves_its_neighbours_alone(record: Record, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite.tmp").write_text("mine")
    record.care.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite.tmp").read_text() == "mine"


def test_what_is_no_backup_is_named_as_it_was_given(record: Record, tmp_path: Path) -> None:
    foreign = tmp_path / "letter.txt"
    foreign.write_text("a letter, and no database")
    with pytest.raises(RecordProblem) as caught:
        record.care.restore(foreign)
    assert caught.value.fields["path"] == str(foreign)


def test_there_is_one_backup_a_day_and_old_ones_go(record: Record, clock: MovedClock) -> None:
    said(record, "a cough")
    for day in range(60):
        assert (record.care.backup_if_due() is not None) and record.care.backup_if_due() is None, day
        clock.move(days=1)
    names = [backup.path.name for backup in record.care.backups()]
    assert 10 <= len(names) <= 12 and names[0] == "daily-2026-05-12.sqlite"


def test_rotation_keeps_a_week_of_days_and_a_month_of_weeks() -> None:
    days = {date(2026, 6, 30) - timedelta(days=back) for back in range(60)}
    kept = sorted(days - outdated(days), reverse=True)
    assert kept[:7] == [date(2026, 6, 30) - timedelta(days=back) for back in range(7)]
    assert kept[7:] == [date(2026, 6, 21), date(2026, 6, 14), date(2026, 6, 7)]
    assert outdated({date(2026, 1, 1), date(2020, 1, 1)}) == set()


def test_a_restore_brings_back_and_keeps_the_present_aside(record: Record, tmp_path: Path) -> None:
    old = said(record, "before")
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    new = said(record, "after")
    done = record.care.restore(copy)
    assert [row.id for row in record.list()] == [old] and (done.conversations, done.messages) == (1, 1)
    assert done.aside and done.aside.name.startswith("record.before-restore-")
    assert record.audit.verify().broken is None
    assert [entry.action for entry in record.audit.entries()] == ["create", "backup", "create", "restore"]
    record.care.restore(done.aside)
    assert {row.id for row in record.list()} == {old, new} and record.search("after")


def test_a_damaged_or_missing_record_is_restored_from_the_command_line(path: Path, tmp_path: Path) -> None:
    record = open_record(path)
    made = said(record, "kept " * 3000)
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    record.close()
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(9000))
    assert restore_record(path, copy).messages == 1
    path.unlink()
    assert restore_record(path, copy).messages == 1
    record = open_record(path)
    assert record.get(made).messages == 1
    record.close()


def test_an_encrypted_backup_opens_anywhere_with_its_own_secret(record: Record, tmp_path: Path) -> None:
    made = said(record, "a secret cough")
    recovery = record.vault.encrypt(PASSPHRASE).recovery_key
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    assert not is_plain(copy) and b"cough" not in copy.read_bytes()
    for number, secret in enumerate((PASSPHRASE, recovery)):
        elsewhere = open_record(tmp_path / f"other{number}" / "record.sqlite")
        with pytest.raises(AccessDenied):
            elsewhere.care.restore(copy)
        with pytest.raises(AccessDenied):
            elsewhere.care.restore(copy, "a wrong passphrase")
        elsewhere.care.restore(copy, secret)
        assert elsewhere.encrypted and elsewhere.messages(made)[0].text == "a secret cough"
        elsewhere.close()
    assert record.care.restore(copy).messages == 1


def test_a_readable_backup_does_not_make_an_encrypted_desk_readable(record: Record, tmp_path: Path) -> None:
    made = said(record, "a secret cough")
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    record.vault.encrypt(PASSPHRASE)
    record.care.restore(copy)
    assert record.encrypted and record.messages(made)[0].text == "a secret cough"
    assert not any(
        b"cough" in file.read_bytes() for file in record.access.database.path.parent.rglob("*") if file.is_file()
    )
    record.lock()
    with pytest.raises(AccessDenied):
        record.care.restore(copy)


def test_a_closed_encrypted_desk_is_restored_with_its_passphrase(record: Record, path: Path, tmp_path: Path) -> None:
    made = said(record, "a secret cough")
    plain = record.care.backup(tmp_path / "plain.sqlite").path
    record.vault.encrypt(PASSPHRASE)
    closed = record.care.backup(tmp_path / "closed.sqlite").path
    record.close()
    for source, key in ((plain, "record-locked"), (closed, "record-backup-passphrase")):
        with pytest.raises(AccessDenied) as caught:
            restore_record(path, source)
        assert caught.value.key == key
        assert restore_record(path, source, passphrase=PASSPHRASE).messages == 1
        opened = open_record(path, passphrase=PASSPHRASE)
        assert opened.encrypted and opened.messages(made)[0].text == "a secret cough"
        opened.close()


def test_a_restore_waits_for_other_desks_to_close(record: Record, path: Path, tmp_path: Path) -> None:
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    other = open_record(path)
    with pytest.raises(RecordProblem) as caught:
        record.care.restore(copy)
    assert caught.value.key == "record-in-use"
    other.close()
    assert record.care.restore(copy)


def test_deleted_conversations_come_back_for_thirty_days(record: Record, clock: MovedClock) -> None:
    first, second = said(record, "first"), said(record, "second")
    record.delete(first)
    clock.move(days=29)
    record.care.daily()
    assert record.restore_deleted(first).deleted is None and record.search("first")
    record.delete(first)
    clock.move(days=2)
    record.delete(second)
    clock.move(days=29)
    record.care.daily()
    with pytest.raises(NotFound):
        record.get(first)
    assert record.get(second).deleted is not None


def test_a_purge_is_shown_first_and_spares_what_is_held(record: Record, path: Path, clock: MovedClock) -> None:
    old, held = said(record, "Sarcoidosis"), said(record, "held")
    record.save_note(old, "en", "Sarcoidosis")
    record.hold(held)
    clock.move(days=40)
    new = said(record, "new")
    assert [row.id for row in record.purge(39)] == [old] and len(record.list()) == 3
    with pytest.raises(BadInput):
        record.delete(held)
    assert [row.id for row in record.purge(39, dry_run=False)] == [old]
    assert {row.id for row in record.list()} == {held, new} and record.purge(39, dry_run=False) == []
    with pytest.raises(BadInput):
        record.purge(-1)
    on_disk = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    assert b"arcoidosis" not in on_disk and b"held" in on_disk
    assert record.care.health().fault == "" and [entry.action for entry in record.audit.entries()][-1] == "purge"


def test_health_tells_what_a_person_wants_to_know(record: Record, path: Path) -> None:
    said(record, "a cough")
    before = record.care.health()
    assert (before.conversations, before.messages, before.fault, before.last_backup) == (1, 1, "", None)
    assert before.size > 50_000 and before.free > 0 and before.path == path
    made = record.care.backup_if_due()
    after = record.care.health(thorough=False)
    assert made and after.last_backup == made.made and not after.encrypted
