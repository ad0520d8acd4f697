"""What the record's tests share: an open record in a folder of its own, a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.store.record import Record, open_record


class MovedClock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 9, 30, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def move(self, **delta: float) -> None:
        """Let time go by."""
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> MovedClock:
    """Half past nine on a Saturday morning."""
    return MovedClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record lies: a home of its own."""
    return tmp_path / "home" / "record.sqlite"


@pytest.fixture
def record(path: Path, clock: MovedClock) -> Iterator[Record]:
    """An empty record, open."""
    opened = open_record(path, clock=clock)
    yield opened
    opened.close()
