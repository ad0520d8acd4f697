"""Encryption at rest: not a word of the record in any byte under the home directory."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.errors import AccessDenied, BadInput, RecordProblem
from app.store import vault as vault_module
from app.store.files import is_plain
from app.store.record import Record, open_record

PASSPHRASE = "correct horse battery"
WORDS = ("Sarcoidosis", "sarcoidosis", "سرطان", "Zaynab", "zaynab", "remembered", "وسرطان")


def fill(record: Record) -> str:
    """A conversation with words that must not be found on the disk; gives its id."""
    made = record.create("interview", "en", patient="Zaynab")
    record.append(made.id, "user", "Sarcoidosis was what they said. وسرطان كلمة أخرى", "en", "ltr")
    record.save_note(made.id, "en", "Sarcoidosis, remembered.")
    record.acknowledge(made.id, "acs", "remembered", "Zaynab")
    return made.id


def leaks(home: Path) -> list[tuple[str, str]]:
    """Every file under the home directory that holds one of the words, in UTF-8 or UTF-16."""
    found = []
    for file in home.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        found += [
            (file.name, word)
            for word in WORDS
            for code in ("utf-8", "utf-16-le", "utf-16-be")
            if word.encode(code) in data
        ]
    return found


def test_switching_it_on_leaves_no_word_anywhere(record: Record, path: Path) -> None:
    made = fill(record)
    record.care.backup_if_due()
    record.care.backup(path.parent / "mine.sqlite")
    other = path.parent / "other.sqlite"
    sqlite3.connect(other).execute("CREATE TABLE mine (x)").connection.close()
    assert leaks(path.parent)
    assert record.vault.encrypt(PASSPHRASE).left == ()
    assert leaks(path.parent) == []
    record.append(made, "user", "Sarcoidosis again", "en", "ltr")
    record.search("sarcoidosis")
    record.care.backup(path.parent / "later.sqlite")
    assert leaks(path.parent) == [] and is_plain(other)
    assert [message.text[:11] for message in record.messages(made)] == ["Sarcoidosis", "Sarcoidosis"]
    assert record.audit.verify().broken is None and record.encrypted


def test_it_opens_with_either_secret_and_no_other(record: Record, path: Path) -> None:
    made = fill(record)
    recovery = record.vault.encrypt(PASSPHRASE).recovery_key
    record.close()
    locked = open_record(path)
    assert locked.locked and locked.care.health().locked
    for refused in (
        lambda: locked.messages(made),
        locked.list,
        lambda: locked.search("x"),
        lambda: locked.create("ask", "en"),
    ):
        with pytest.raises(AccessDenied):
            refused()
    with pytest.raises(AccessDenied):
        locked.unlock("a wrong passphrase")
    locked.unlock(recovery)
    assert len(locked.messages(made)) == 1
    assert '{"attempts": 1}' in [entry.detail for entry in locked.audit.entries() if entry.action == "failure"]
    locked.close()
    with pytest.raises(AccessDenied):
        open_record(path, passphrase="a wrong passphrase")
    again = open_record(path, passphrase=PASSPHRASE)
    assert len(again.messages(made)) == 1
    again.close()


def test_locking_drops_the_key_and_closes_what_was_being_written(record: Record) -> None:
    made = fill(record)
    record.vault.encrypt(PASSPHRASE)
    reply = record.append(made, "assistant", "half", "en", "ltr", status="streaming")
    record.lock()
    assert record.locked and record.access.database._key is None
    with pytest.raises(AccessDenied):
        record.finish(reply.id, "whole", "complete")
    record.unlock(PASSPHRASE)
    assert record.messages(made)[-1].status == "interrupted"
    assert record.finish(reply.id, "whole", "complete").text == "whole"
    assert [hit.message for hit in record.search("whole")] == [reply.id] and record.search("half") == []


def test_a_new_passphrase_shuts_the_old_one_out(record: Record, path: Path) -> None:
    fill(record)
    recovery = record.vault.encrypt(PASSPHRASE).recovery_key
    with pytest.raises(AccessDenied):
        record.vault.change_passphrase("a wrong passphrase", "brand new words")
    record.vault.change_passphrase(PASSPHRASE, "brand new words")
    again = record.vault.new_recovery_key("brand new words")
    record.close()
    for old in (PASSPHRASE, recovery):
        with pytest.raises(AccessDenied):
            open_record(path, passphrase=old)
    for new in ("brand new words", again):
        opened = open_record(path, passphrase=new)
        assert len(opened.list()) == 1
        opened.close()


def test_switching_it_off_makes_it_readable_again(record: Record, path: Path) -> None:
    made = fill(record)
    record.vault.encrypt(PASSPHRASE)
    with pytest.raises(AccessDenied):
        record.vault.decrypt("a wrong passphrase")
    record.vault.decrypt(PASSPHRASE)
    record.close()
    opened = open_record(path)
    assert is_plain(path) and not opened.encrypted and len(opened.messages(made)) == 1
    opened.close()


def test_what_makes_no_sense_is_said(record: Record, path: Path) -> None:
    with pytest.raises(BadInput):
        record.lock()
    with pytest.raises(BadInput):
        record.vault.encrypt("short")
    other = open_record(path)
    with pytest.raises(RecordProblem) as caught:
        record.vault.encrypt(PASSPHRASE)
    assert caught.value.key == "record-in-use" and is_plain(path)
    other.close()
    record.vault.encrypt(PASSPHRASE)
    with pytest.raises(BadInput):
        record.vault.encrypt(PASSPHRASE)


@pytest.mark.parametrize("step", ["convert", "keep_aside", "move_in", "wipe"])
def test_a_stop_in_the_middle_of_the_conversion_leaves_a_whole_record(
    record: Record, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made = fill(record)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vault_module, step, stop)
    with pytest.raises(KeyboardInterrupt):
        record.vault.encrypt(PASSPHRASE)
    record.close()
    monkeypatch.undo()
    opened = open_record(path, passphrase=PASSPHRASE)
    assert len(opened.messages(made)) == 1
    if opened.encrypted:
        assert leaks(path.parent) == []
    opened.close()


def test_a_damaged_copy_that_cannot_be_converted_is_named(record: Record, path: Path) -> None:
    fill(record)
    damaged = path.with_name("record.damaged-20260101-000000.sqlite")
    damaged.write_bytes(path.read_bytes()[:4096] + os.urandom(9000))
    assert record.vault.encrypt(PASSPHRASE).left == (damaged,)


def test_a_record_that_takes_the_place_of_a_damaged_encrypted_one_is_encrypted_too(record: Record, path: Path) -> None:
    fill(record)
    record.vault.encrypt(PASSPHRASE)
    record.care.backup_if_due()
    record.close()
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(os.urandom(9000))
    with pytest.raises(RecordProblem) as caught:
        open_record(path, passphrase=PASSPHRASE)
    assert caught.value.key == "record-damaged-aside"
    begun = open_record(path, passphrase=PASSPHRASE)
    begun.create("interview", "en", patient="Zaynab")
    begun.close()
    assert leaks(path.parent) == [] and open_record(path).locked


class MemoryKeyring(KeyringBackend):
    """A keyring for the test alone."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What was kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def chain() -> Iterator[MemoryKeyring]:
    """The keyring of this system, for as long as the test takes."""
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_keyring_remembers_only_on_request(record: Record, path: Path, chain: MemoryKeyring) -> None:
    fill(record)
    record.vault.encrypt(PASSPHRASE)
    assert chain.kept == {}
    with pytest.raises(AccessDenied):
        record.vault.remember("a wrong passphrase")
    record.vault.remember(PASSPHRASE)
    record.vault.change_passphrase(PASSPHRASE, "brand new words")
    record.close()
    opened = open_record(path)
    assert not opened.locked and list(chain.kept.values()) == ["brand new words"]
    opened.vault.forget()
    opened.close()
    assert chain.kept == {} and open_record(path).locked
