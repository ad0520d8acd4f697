"""What was finished, one line an item, on the disk before the next one starts: a killed run goes on behind it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any


class Journal:
    """An append-only file of JSON lines with a `key` each. A line that a kill cut short is taken away at opening."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._rows: dict[str, dict[str, Any]] = {}
        whole = 0
        if path.exists():
            for line in path.read_bytes().splitlines(keepends=True):
                if not line.endswith(b"\n"):
                    break
                row = json.loads(line)
                self._rows[row["key"]] = row
                whole += len(line)
        self._file = path.open("ab")
        self._file.truncate(whole)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> dict[str, Any]:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def add(self, key: str, row: dict[str, Any]) -> None:
        """Write a row down for good. The first one of a key stays."""
        with self._lock:
            if key in self._rows:
                return
            line = json.dumps({"key": key, **row}, ensure_ascii=False).encode() + b"\n"
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._rows[key] = {"key": key, **row}

    def close(self) -> None:
        """Close the file."""
        self._file.close()
