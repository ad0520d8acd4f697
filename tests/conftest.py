"""What tests of the whole desk share: the clinical content, read once, and a record in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.intake.knowledge import Knowledge, load_knowledge
from app.store.record import Record, open_record

settings.register_profile("desk", deadline=None)  # how long an example takes tells how busy the machine is
settings.load_profile("desk")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The clinical content as it is shipped."""
    return load_knowledge()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A new, empty record."""
    opened = open_record(tmp_path / "record.sqlite")
    yield opened
    opened.close()
