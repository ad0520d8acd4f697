"""The one place where the record's file is opened, and the pool of connections over it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Lock
from typing import Any

from sqlite_utils import Database as Connection

from app.errors import AccessDenied, RecordProblem
from app.store.faults import DRIVER_ERRORS, explained, sqlcipher

BUSY_SECONDS = 10.0
"""How long a statement waits for another process that is writing."""

_PAUSE_SECONDS = 30.0

_IDLE = 4
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY", "journal_size_limit=4194304")


def connect(path: Path, key: bytes | None = None, read_only: bool = False) -> Connection:
    """Open a record's file; with a 32-byte `key` through SQLCipher.

    A read-only file in a folder that cannot be written is opened as immutable, because WAL would need
    to make its index file there; not so where a log still holds part of the record. The driver's
    errors pass through.
    """
    if key is not None and sqlcipher is None:
        raise RecordProblem("record-no-cipher")
    driver = sqlite3 if key is None else sqlcipher
    mode = "rw"
    if read_only:
        log = path.with_name(path.name + "-wal")
        complete = not log.exists() or log.stat().st_size == 0
        mode = "ro&immutable=1" if complete and not os.access(path.parent, os.W_OK) else "ro"
    handle = driver.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        isolation_level=None,
    )
    try:
        if key is not None:
            handle.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS if not read_only else _PRAGMAS[:1]:
            handle.execute(f"PRAGMA {pragma}")
        if not read_only:
            handle.execute("PRAGMA journal_mode=WAL")
        return Connection(handle)
    except DRIVER_ERRORS:
        handle.close()
        raise


def rows(db: Connection, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Every row of a query, as column name to value."""
    return list(db.query(sql, parameters))


class Database:
    """A record's file as several threads use it: a few connections, handed out one at a time.

    Writers of one process queue here, those of several processes queue in SQLite. A locked database
    holds neither connections nor the key.
    """

    def __init__(self, path: Path, key: bytes | None = None, *, read_only: bool = False, locked: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._key = key
        self._locked = locked
        self._idle: list[Connection] = []
        self._generation = 0
        self._out = 0
        self._paused = False
        self._guard = Condition(Lock())
        self._writing = Lock()

    @property
    def locked(self) -> bool:
        """True while nothing can be read because the passphrase has not been given."""
        return self._locked

    @property
    def key(self) -> bytes | None:
        """The data key in use, or None for a file that is not encrypted. Raises AccessDenied while locked."""
        if self._locked:
            raise AccessDenied("record-locked")
        return self._key

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with. Raises RecordProblem for faults of file and disk, AccessDenied while locked."""
        with explained(self.path):
            connection, generation = self._borrow()
            try:
                yield connection
            finally:
                self._give_back(connection, generation)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction: all of it is on record when the block ends, or none of it.

        `durable` waits until the disk has it (synchronous=FULL); without, a power cut may take the
        last moments, though never the file's consistency.
        """
        if self.read_only:
            raise RecordProblem("record-read-only", path=str(self.path), reason="")
        with self._writing, self.read() as connection:
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")  # a block that ends otherwise is rolled back as its connection comes back

    def lock(self) -> None:
        """Drop the key and every connection; work under way ends with what it holds."""
        self._forget(key=None, locked=True)

    def unlock(self, key: bytes | None) -> None:
        """Go on with `key` (None for a file that is not encrypted)."""
        self._forget(key=key, locked=False)

    def close(self) -> None:
        """Close what is idle; connections in use are closed as they come back."""
        self._forget(key=self._key, locked=self._locked)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nobody else uses the file meanwhile: callers wait, those inside are waited for, nothing stays open.

        Raises RecordProblem where work under way does not come to an end within 30 seconds.
        """
        with self._guard:
            if self._paused or not self._guard.wait_for(lambda: self._out == 0, _PAUSE_SECONDS):
                raise RecordProblem("record-busy", path=str(self.path), reason="")
            self._paused = True
        self.close()
        try:
            yield
        finally:
            with self._guard:
                self._paused = False
                self._guard.notify_all()

    def _forget(self, key: bytes | None, locked: bool) -> None:
        with self._guard:
            self._key, self._locked = key, locked
            self._generation += 1
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _borrow(self) -> tuple[Connection, int]:
        with self._guard:
            if not self._guard.wait_for(lambda: not self._paused, _PAUSE_SECONDS):
                raise RecordProblem("record-busy", path=str(self.path), reason="")
            if self._locked:
                raise AccessDenied("record-locked")
            self._out += 1
            if self._idle:
                return self._idle.pop(), self._generation
            key, generation = self._key, self._generation
        connection = None
        try:
            connection = connect(self.path, key, self.read_only)
        finally:
            if connection is None:
                self._returned()
        return connection, generation

    def _give_back(self, connection: Connection, generation: int) -> None:
        if connection.conn.in_transaction:
            connection.conn.rollback()
        with self._guard:
            keep = generation == self._generation and len(self._idle) < _IDLE
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()
        self._returned()

    def _returned(self) -> None:
        with self._guard:
            self._out -= 1
            self._guard.notify_all()
