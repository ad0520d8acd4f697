"""The importers on the real sets, where they are at hand: every row is read, and makes a record without faults."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from models.dataset.checks import faults
from models.dataset.importers.registry import Unreadable, read_source
from models.dataset.settings import SourceSettings

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("importer", "folder", "tasks"),
    [
        ("pubmedqa", "pubmedqa", {"multiple_choice": 501}),
        ("medqa", "mediq", {"multiple_choice": 628}),
        ("mmlu", "mmlu_med_en_ar", {"multiple_choice": 747}),
        ("mts_dialog", "mts_dialog", {"chat": 549, "open_question": 631}),
        ("aci_bench", "aci_bench", {"chat": 29, "open_question": 29}),
        ("tico19", "tico19_en_ar", {"open_question": 1530}),
    ],
)
def test_every_row_becomes_a_record(importer: str, folder: str, tasks: dict[str, int]) -> None:
    path = DATA / folder / "data.jsonl"
    if not path.is_file():
        pytest.skip(f"the real set is not at hand: no {folder} under ../shared/data")
    settings = SourceSettings(name="real", importer=importer, path=path.name, licence="as published")
    made = list(read_source(settings, path.parent))
    assert not [each for each in made if isinstance(each, Unreadable)]
    records = [each for each in made if not isinstance(each, Unreadable)]
    assert Counter(record.task for record in records) == tasks
    assert len({record.id for record in records}) == len(records)
    assert [record.id for record in records if faults(record)] == []
