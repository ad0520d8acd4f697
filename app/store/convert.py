"""A database copied from one key to another, or from none to one, and compared before it is used."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database as Connection

from app.errors import RecordProblem
from app.store.db import connect
from app.store.faults import explained, sqlcipher
from app.store.files import private_file


def literal(key: bytes | None) -> str:
    """A key as SQLCipher takes it: raw, so that it is not stretched a second time; empty for no encryption."""
    return f"x'{key.hex()}'" if key else ""


def convert(source: Path, source_key: bytes | None, target: Path, target_key: bytes | None) -> None:
    """Write `source` to the new file `target` under another key, and check that nothing is missing.

    Raises RecordProblem where it cannot be read, written, or differs; `target` is then removed.
    """
    if sqlcipher is None:
        raise RecordProblem("record-no-cipher")
    target.unlink(missing_ok=True)
    private_file(target)
    try:
        with explained(source):
            _export(source, source_key, target, target_key)
            _compare(source, source_key, target, target_key)
    except RecordProblem:
        target.unlink(missing_ok=True)
        raise


def _export(source: Path, source_key: bytes | None, target: Path, target_key: bytes | None) -> None:
    db = sqlcipher.connect(str(source), isolation_level=None)
    try:
        if source_key is not None:
            db.execute(f'PRAGMA key = "{literal(source_key)}"')
        db.execute("ATTACH DATABASE ? AS other KEY ?", (str(target), literal(target_key)))
        db.execute("SELECT sqlcipher_export('other')").fetchall()
        db.execute("DETACH DATABASE other")
    finally:
        db.close()


def _compare(source: Path, source_key: bytes | None, target: Path, target_key: bytes | None) -> None:
    old, new = connect(source, source_key), connect(target, target_key)
    try:
        whole = new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not whole or counts(old) != counts(new):
            raise RecordProblem("record-copy-differs", path=str(source))
        new.execute("PRAGMA journal_mode=DELETE")
    finally:
        old.close()
        new.close()


def counts(db: Connection) -> dict[str, int]:
    """How many rows each table of the record holds."""
    names = [name for name in db.table_names() if not name.startswith(("sqlite_", "heard_"))]
    return {name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
