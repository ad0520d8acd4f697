"""Where envelopes are kept: in a file beside the record, and at the end of an encrypted backup.

Each envelope stands under the salt of the database it opens (its first 16 bytes), so that a file
and its envelope are never mismatched, whatever happens between two renames.
"""

from __future__ import annotations

import json
from pathlib import Path

from app.errors import RecordProblem
from app.store.crypto import Envelope
from app.store.faults import explained
from app.store.files import head, write_whole

_MARK = b"BIMEDIX-DESK-KEY"
_LONGEST = 16_384


def keys_path(record: Path) -> Path:
    """The file with the envelopes of a record and of its earlier copies beside it."""
    return record.with_name(record.name + ".keys")


def load(record: Path) -> dict[str, Envelope]:
    """The envelopes by salt; none for a desk that never was encrypted. Raises RecordProblem for a broken file."""
    path = keys_path(record)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {salt: Envelope.from_json(json.dumps(values)) for salt, values in kept.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordProblem("record-keys-broken", path=str(path)) from error


def save(record: Path, envelopes: dict[str, Envelope]) -> None:
    """Write the envelopes whole, or leave the old file."""
    kept = {salt: json.loads(envelope.to_json()) for salt, envelope in envelopes.items()}
    with explained(keys_path(record)):
        write_whole(keys_path(record), json.dumps(kept, indent=1).encode("utf-8"))


def salt_of(database: Path) -> str:
    """The salt of an encrypted database, under which its envelope is kept."""
    return head(database).hex()


def add(record: Path, database: Path, envelope: Envelope) -> None:
    """Keep an envelope for a database that stands, or is about to stand, in the record's place."""
    save(record, {**load(record), salt_of(database): envelope})


def find(record: Path) -> Envelope | None:
    """The envelope of the record as it is now, or None for a desk that never was encrypted.

    A file whose salt is not listed (a record just begun, a damaged head) belongs to the newest envelope.
    """
    envelopes = load(record)
    newest = next(reversed(envelopes.values()), None)
    return envelopes.get(salt_of(record), newest)


def register(record: Path) -> None:
    """List a record that has just been begun under the newest envelope."""
    envelope = find(record)
    if envelope is not None and salt_of(record) not in load(record):
        add(record, record, envelope)


def attach(database: Path, envelope: Envelope) -> None:
    """Write the envelope behind an encrypted database, so that a backup is one file that opens anywhere."""
    text = envelope.to_json().encode("utf-8")
    with database.open("ab") as file:
        file.write(text + len(text).to_bytes(8, "big") + _MARK)


def detach(database: Path) -> Envelope | None:
    """Take the envelope off the end of a copied backup; None where there is none."""
    ending = len(_MARK) + 8
    size = database.stat().st_size
    if size < ending:
        return None
    with database.open("r+b") as file:
        file.seek(size - ending)
        length, mark = int.from_bytes(file.read(8), "big"), file.read()
        if mark != _MARK or not 0 < length <= min(_LONGEST, size - ending):
            return None
        file.seek(size - ending - length)
        text = file.read(length).decode("utf-8", "replace")
        file.truncate(size - ending - length)
    try:
        return Envelope.from_json(text)
    except (ValueError, KeyError, TypeError) as error:
        raise RecordProblem("record-backup-broken", path=str(database)) from error
