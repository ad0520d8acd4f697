"""Records as JSON lines, and the JSON Schema of a line.

python -m models.dataset.record_json      writes models/dataset/record.schema.json anew
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.export.files import encode, whole_file, write_whole
from models.command import WorkshopError, command
from models.dataset.record import Record

SCHEMA = Path(__file__).with_name("record.schema.json")

_RECORD = TypeAdapter(Record)


def to_line(record: Record) -> str:
    """One line without its end; the same record always gives the same line."""
    return _RECORD.dump_json(record).decode()


def from_line(line: str | bytes) -> Record:
    """The record of a line. Raises ValueError naming the field where it is none."""
    return _RECORD.validate_json(line)


def to_row(record: Record) -> dict[str, Any]:
    """Plain values, as Parquet and `json` take them."""
    return _RECORD.dump_python(record, mode="json")


def from_row(row: dict[str, Any]) -> Record:
    """The record of plain values. Raises ValueError where they are none."""
    return _RECORD.validate_python(row)


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write a file of records, whole or not at all."""
    with whole_file(path) as temporary, temporary.open("wb") as file:
        for record in records:
            file.write(encode(to_line(record) + "\n"))


def read_lines(path: Path) -> Iterator[Record]:
    """The records of a file, one at a time. Raises WorkshopError naming line and fault."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield from_line(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise WorkshopError(f"{path}, line {number}: {where or 'record'}: {first['msg']}.") from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_RECORD.json_schema()}


def main(_arguments: Sequence[str]) -> int:
    """Write the schema beside this file."""
    write_whole(SCHEMA, encode(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"))
    sys.stdout.write(f"{SCHEMA.name} written\n")
    return 0


if __name__ == "__main__":
    command(main)
