"""The figures of a big record, on a small one."""

from __future__ import annotations

from pathlib import Path

from app.store import measure
from app.store.record import open_record


def test_the_measurement_runs_and_cleans_up(tmp_path: Path) -> None:
    figures = measure.run(tmp_path, conversations=12, messages=4)
    assert (figures.conversations, figures.messages) == (12, 48) and list(tmp_path.iterdir()) == []
    for spread in (figures.page, figures.search, figures.append, figures.sync):
        assert 0 < spread.median <= spread.worst


def test_the_made_up_record_is_a_real_one(path: Path) -> None:
    record = open_record(path)
    measure.fill(record, 6, 4)
    assert len(record.list()) == 6 and record.care.health().messages == 24
    assert record.search("الم") or record.search("pain")
    record.close()
