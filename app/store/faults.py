"""What the database driver and the disk report, said as something a person can mend."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import RecordProblem

try:
    from sqlcipher3 import dbapi2 as _sqlcipher
except ImportError:  # encryption is optional; without it the standard driver does everything else
    _sqlcipher = None

sqlcipher: Any = _sqlcipher
"""The encrypting driver, or None where it is not installed."""

_DRIVERS: tuple[Any, ...] = (sqlite3,) if sqlcipher is None else (sqlite3, sqlcipher)
DRIVER_ERRORS: tuple[type[Exception], ...] = tuple(driver.DatabaseError for driver in _DRIVERS)
"""What either driver raises when a statement fails."""

_MISTAKES: tuple[type[Exception], ...] = tuple(
    kind for driver in _DRIVERS for kind in (driver.IntegrityError, driver.ProgrammingError)
)
"""Faults of the program, not of the disk: these are not translated."""

# The words are SQLite's own (sqlite3ErrStr in its main.c); error codes reach Python only from 3.11 on.
_SENTENCES: tuple[tuple[str, str], ...] = (
    ("database or disk is full", "record-full"),
    ("disk i/o error", "record-disk"),
    ("locked", "record-busy"),
    ("readonly database", "record-read-only"),
    ("malformed", "record-damaged"),
    ("not a database", "record-damaged"),
    ("unable to open", "record-unreachable"),
)


_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def explain(error: Exception, path: Path) -> RecordProblem:
    """The fault as a RecordProblem that names the file and the remedy."""
    said = str(error).lower()
    for words, key in _SENTENCES:
        if words in said:
            return RecordProblem(key, path=str(path), reason=str(error))
    return RecordProblem("record-fault", path=str(path), reason=str(error))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the driver's and the disk's errors into RecordProblem; mistakes of the program pass through."""
    try:
        yield
    except DRIVER_ERRORS as error:
        if isinstance(error, _MISTAKES):
            raise
        raise explain(error, path) from error
    except OSError as error:
        key = "record-full" if error.errno in _FULL else "record-disk"
        raise RecordProblem(key, path=str(error.filename or path), reason=error.strerror or str(error)) from error
