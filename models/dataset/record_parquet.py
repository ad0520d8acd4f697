"""Records as Parquet: one row a record, with the same fields as its JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from app.export.files import whole_file
from models.dataset.record import Record
from models.dataset.record_json import from_row, to_row

ROWS_A_GROUP = 1024

_TEXT = pa.string()
_SPOKEN = pa.struct([("role", _TEXT), ("language", _TEXT), ("text", _TEXT)])
_CONTENT = pa.struct(
    [
        ("question", _TEXT),
        ("context", _TEXT),
        ("options", pa.list_(_TEXT)),
        ("answer", _TEXT),
        ("turns", pa.list_(_SPOKEN)),
    ]
)
_SOURCE = pa.struct(
    [("name", _TEXT), ("licence", _TEXT), ("revision", _TEXT), ("credit", _TEXT), ("redistributable", pa.bool_())]
)
_TRANSLATION = pa.struct([("method", _TEXT), ("model", _TEXT), ("score", pa.float64()), ("rounds", pa.int32())])
COLUMNS = pa.schema(
    [
        ("id", _TEXT),
        ("item", _TEXT),
        ("task", _TEXT),
        ("source", _SOURCE),
        ("original", _TEXT),
        ("en", _CONTENT),
        ("ar", _CONTENT),
        ("mixed", _CONTENT),
        ("correct", pa.int32()),
        ("translation", _TRANSLATION),
        ("split", _TEXT),
        ("tags", pa.list_(_TEXT)),
    ]
)


def write_parquet(path: Path, records: Iterable[Record]) -> int:
    """Write a file of records, whole or not at all, and return how many there were."""
    rows, count = iter(records), 0
    with whole_file(path) as temporary, pq.ParquetWriter(temporary, COLUMNS, compression="zstd") as writer:
        while group := list(islice(rows, ROWS_A_GROUP)):
            writer.write_table(pa.Table.from_pylist([to_row(record) for record in group], schema=COLUMNS))
            count += len(group)
    return count


def read_parquet(path: Path) -> Iterator[Record]:
    """The records of a file, a row group at a time."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield from map(from_row, file.read_row_group(group).to_pylist())
