"""Envelopes: opened by the passphrase or the recovery key, and by nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import AccessDenied, BadInput, RecordProblem
from app.store import keys
from app.store.crypto import Envelope, new_envelope, new_key, with_recovery

PASSPHRASE = "أربع كلمات يسهل تذكرها"


def test_both_secrets_open_it_however_they_are_typed() -> None:
    key = new_key()
    envelope, recovery = new_envelope(key, PASSPHRASE)
    copy = Envelope.from_json(envelope.to_json())
    spelt = recovery.lower().replace("-", " ").replace("o", "0")
    for secret in (PASSPHRASE, f" {PASSPHRASE} ", recovery, spelt):
        assert copy.open(secret) == key
    for wrong in ("", PASSPHRASE[:-1], recovery[:-1], "\ud800"):
        with pytest.raises(AccessDenied):
            copy.open(wrong)


def test_a_changed_envelope_does_not_open() -> None:
    key = new_key()
    envelope, _ = new_envelope(key, PASSPHRASE)
    values = json.loads(envelope.to_json())
    values["id"] = "0" * 16
    with pytest.raises(AccessDenied):
        Envelope.from_json(json.dumps(values)).open(PASSPHRASE)


def test_a_new_secret_shuts_the_old_one_out_and_keeps_the_key() -> None:
    key = new_key()
    envelope, recovery = new_envelope(key, PASSPHRASE)
    changed = envelope.with_passphrase(key, "another passphrase")
    assert changed.open("another passphrase") == changed.open(recovery) == key
    renewed, again = with_recovery(changed, key)
    assert renewed.open(again) == key
    for envelope_now, old in ((changed, PASSPHRASE), (renewed, recovery)):
        with pytest.raises(AccessDenied):
            envelope_now.open(old)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(BadInput):
        new_envelope(new_key(), "   123456789   ")


def test_nothing_secret_stands_in_the_envelope() -> None:
    key = new_key()
    envelope, recovery = new_envelope(key, PASSPHRASE)
    kept = envelope.to_json()
    assert key.hex() not in kept and PASSPHRASE not in kept and recovery.replace("-", "") not in kept
    assert (envelope.passphrase.time, envelope.passphrase.memory, envelope.passphrase.lanes) == (3, 65_536, 4)


def test_an_envelope_travels_at_the_end_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_bytes(b"database" * 100)
    assert keys.detach(file) is None
    envelope, _ = new_envelope(new_key(), PASSPHRASE)
    keys.attach(file, envelope)
    assert keys.detach(file) == envelope and file.read_bytes() == b"database" * 100
    file.write_bytes(b"x" * 100 + (50).to_bytes(8, "big") + b"BIMEDIX-DESK-KEY")
    with pytest.raises(RecordProblem):
        keys.detach(file)


@pytest.mark.parametrize("broken", ["", "[]", '{"a": 1}', '{"a": {"id": "x"}}'])
def test_a_broken_key_file_is_said(tmp_path: Path, broken: str) -> None:
    record = tmp_path / "record.sqlite"
    keys.keys_path(record).write_text(broken)
    with pytest.raises(RecordProblem) as caught:
        keys.load(record)
    assert caught.value.key == "record-keys-broken"
