"""Files that are whole or not there: written beside their place, for their owner only, then renamed."""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import ExportProblem

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_UNSAFE = re.compile(r"[^\w\-]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
NAME_BYTES = 120
"""A file name stays under this many bytes, so that every file system takes it in any script."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a temporary file's path; what is written there takes `path`'s place when the block ends well.

    Mode 0600, in the target's own folder, never in a shared one. Raises ExportProblem naming the
    fault; whatever goes wrong, no part of the file stays behind.
    """
    check_target(path)
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise fault(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all. Raises ExportProblem."""
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def encode(text: str) -> bytes:
    """`text` as UTF-8; half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD."""
    return _SURROGATES.sub("\ufffd", text).encode("utf-8")


def check_target(path: Path) -> None:
    """Raises ExportProblem where `path` cannot be a file: a folder, a device, or in a folder that does not exist."""
    try:
        folder, there = path.parent.is_dir(), path.exists()
    except OSError as error:  # such as a name that is too long
        raise fault(error, path) from error
    if path.is_dir():
        raise ExportProblem("export-is-folder", path=str(path))
    if not folder:
        raise ExportProblem("export-folder-missing", folder=str(path.parent))
    if there and not path.is_file():  # the finished file would take the place of /dev/stdout itself
        raise ExportProblem("export-not-a-file", path=str(path))


def fault(error: OSError, path: Path) -> ExportProblem:
    """What a person is told about a file that could not be written."""
    if error.errno in _FULL:
        return ExportProblem("export-disk-full", path=str(path))
    if error.errno in _FORBIDDEN:
        return ExportProblem("export-not-writable", path=str(path))
    return ExportProblem("export-failed", reason=error.strerror or str(error))


def safe_name(title: str, fallback: str) -> str:
    """A file name made of `title`, safe on every system, in either script: letters, digits, _ and - only."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", title)).strip("-_")
    while len(plain.encode()) > NAME_BYTES:
        plain = plain[:-1]
    return fallback if not plain or _DEVICES.fullmatch(plain) else plain
