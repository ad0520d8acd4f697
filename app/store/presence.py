"""Which desks are open on one record, told by locks that the system drops when a process dies.

Every open record holds a lock on a file of its own in the folder beside it. Nothing has to beat,
no process number is trusted, and a desk that was killed is gone at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import RecordProblem

_GATE_SECONDS = 20.0


class Presence:
    """This desk's lock, and what the others' locks tell."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._folder = record.with_name(record.name + ".desks")
        self.id = secrets.token_hex(8)
        self._mine: FileLock | None = None

    def enter(self) -> None:
        """Show that this desk has the record open."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._mine = FileLock(self._path(self.id), mode=0o600, thread_local=False)
        self._mine.acquire(timeout=0)

    def leave(self) -> None:
        """This desk has closed the record."""
        if self._mine is not None:
            self._mine.release()
            self._path(self.id).unlink(missing_ok=True)
            self._mine = None

    def others(self) -> frozenset[str]:
        """The desks, other than this one, that have the record open now; files of dead ones are removed."""
        living = set()
        for path in self._folder.glob("*.lock"):
            if path.stem not in (self.id, "gate"):
                if _held(path):
                    living.add(path.stem)
                else:
                    path.unlink(missing_ok=True)
        return frozenset(living)

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Only one desk at a time opens, migrates, converts or replaces the record.

        Raises RecordProblem when another one does not come to an end within 20 seconds.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(self._path("gate"), mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=_GATE_SECONDS)
        except Timeout as error:
            raise RecordProblem("record-busy", path=str(self._record), reason="gate") from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The gate, with no other desk inside. Raises RecordProblem where one has the record open."""
        with self.gate():
            if self.others():
                raise RecordProblem("record-in-use", path=str(self._record))
            yield

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def _held(path: Path) -> bool:
    lock = FileLock(path, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
