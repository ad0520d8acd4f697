"""Records from wherever they lie: a file of them, or the folder of a built dataset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.command import WorkshopError
from models.dataset.record import Record
from models.dataset.record_json import read_lines
from models.dataset.record_parquet import read_parquet


def read_records(path: Path, split: str = "*") -> Iterator[Record]:
    """The records of a `.parquet` file, of one with JSON lines, or of a dataset's folder: all, or those of a split.

    Raises WorkshopError where there are none.
    """
    files = sorted(path.glob(f"data/{split}-*.parquet")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        wanted = "records" if split == "*" else f"{split} records"
        raise WorkshopError(f"{path} holds no {wanted}: build a dataset there (python -m models.dataset), or name one.")
    for file in files:
        yield from read_parquet(file) if file.suffix == ".parquet" else read_lines(file)
