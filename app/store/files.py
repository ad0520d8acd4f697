"""Files that hold somebody's words: made private, replaced whole, checked, and overwritten before they go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

PLAIN = b"SQLite format 3\x00"
"""The first bytes of a database that is not encrypted; those of an encrypted one are its random salt."""

_COMPANIONS = ("-wal", "-shm", "-journal")


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read (0600), or leave the one that is there."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def head(path: Path) -> bytes:
    """The first 16 bytes of a file: fewer where it is shorter, none where it is not there."""
    try:
        with path.open("rb") as file:
            return file.read(16)
    except FileNotFoundError:
        return b""


def is_plain(path: Path) -> bool:
    """Whether this is a database that anybody can read."""
    return head(path) == PLAIN


def sync(path: Path) -> None:
    """Wait until the disk holds the file and its name in the folder."""
    for place in (path, path.parent) if os.name == "posix" else (path,):
        handle = os.open(place, os.O_RDWR if place.is_file() else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a private file whole, or leave the old one."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.unlink(missing_ok=True)
    private_file(temporary)
    temporary.write_bytes(data)
    move_in(temporary, path)


def move_in(temporary: Path, path: Path) -> None:
    """Put a finished file in its place, in one step that a power cut cannot halve."""
    sync(temporary)
    temporary.replace(path)
    sync(path)


def copy_private(source: Path, target: Path) -> None:
    """Copy a file's bytes into a private file."""
    target.unlink(missing_ok=True)
    private_file(target)
    with source.open("rb") as old, target.open("wb") as new:
        shutil.copyfileobj(old, new, 1 << 20)


def keep_aside(path: Path, target: Path) -> None:
    """Give a file a second name, so that the first can be replaced in one step; copy where links are unknown."""
    try:
        os.link(path, target)
    except OSError:
        copy_private(path, target)
    sync(target)


def companions(path: Path) -> Iterator[Path]:
    """The files that SQLite keeps beside a database, where they exist."""
    for ending in _COMPANIONS:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            yield beside


def wipe(path: Path) -> None:
    """Overwrite a file with zeros, then remove it. A disk that moves blocks about may still keep old ones."""
    if path.exists():
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def aside_name(path: Path, why: str, moment: datetime) -> Path:
    """A free name beside the record, such as `record.damaged-20261122-141500.sqlite`."""
    base = f"{path.stem}.{why}-{moment:%Y%m%d-%H%M%S}"
    for number in range(1, 1000):
        target = path.with_name(f"{base}{'' if number == 1 else f'-{number}'}{path.suffix}")
        if not target.exists():
            return target
    raise FileExistsError(base)


def writable(path: Path) -> bool:
    """Whether a database here can be written: its file, and its folder for what SQLite keeps beside it."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
