"""Rows of the file kinds in which data sets are published, one at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq

from app.export.json_format import FORMAT as CONVERSATION
from models.command import WorkshopError

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class RowFault(ValueError):
    """A row that is not what its data set promises; the text is a short phrase."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its fields, the file's name without ending, its number from 1, and its key where the file has keys."""

    values: dict[str, Any]
    file: str
    number: int
    key: str = ""

    def text(self, name: str) -> str:
        """A field's text without surrounding space. Raises RowFault where there is none."""
        value = self.values.get(name)
        if not isinstance(value, (str, int, float)) or not str(value).strip():
            raise RowFault(f"no {name}")
        return str(value).strip()

    def maybe(self, name: str) -> str:
        """A field's text, or "" where it is missing or null."""
        value = self.values.get(name)
        return str(value).strip() if isinstance(value, (str, int, float)) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts. Raises RowFault where it is none."""
        value = self.values.get(name)
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise RowFault(f"no list {name}")
        return tuple(one.strip() for one in value)

    def local_id(self, *names: str) -> str:
        """The first of these fields that is filled, or the row's key, or its file and number."""
        return next((self.maybe(name) for name in names if self.maybe(name)), self.key) or f"{self.file}-{self.number}"


def read_rows(path: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a file, or of all files of a folder in the order of their names.

    `columns` names the columns of tables without a heading. Raises WorkshopError for a file that cannot be read.
    """
    if path.is_dir():
        for file in sorted(each for each in path.iterdir() if each.suffix in _READERS):
            yield from read_rows(file, columns)
        return
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise WorkshopError(f"{path} ends in none of {', '.join(_READERS)}: convert it to one of them.")
    try:
        for number, (key, values) in enumerate(reader(path, columns), start=1):
            yield Row(values, path.stem, number, key)
    except OSError as error:
        raise WorkshopError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, ElementTree.ParseError) as error:
        raise WorkshopError(f"{path} is broken: {error}.") from error


Keyed = Iterator[tuple[str, dict[str, Any]]]


def _json_lines(path: Path, _columns: Sequence[str] | None) -> Keyed:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield "", _table(json.loads(line))


def _json(path: Path, columns: Sequence[str] | None) -> Keyed:
    """One value, or an object a line all the same: MedMCQA's files are such."""
    try:
        values = json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
        yield from _json_lines(path, columns)
        return
    if isinstance(values, dict) and values.get("format") == CONVERSATION:
        yield path.stem, values
        return
    pairs = values.items() if isinstance(values, dict) else (("", each) for each in values)
    for key, row in pairs:
        yield key, _table(row)


def _csv(path: Path, columns: Sequence[str] | None) -> Keyed:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, columns, delimiter="\t" if path.suffix == ".tsv" else ","):
            yield "", dict(row)


def _parquet(path: Path, _columns: Sequence[str] | None) -> Keyed:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield "", row


def _tmx(path: Path, _columns: Sequence[str] | None) -> Keyed:
    """Translation units: the text of each language under its two letters."""
    for _, unit in ElementTree.iterparse(path):
        if unit.tag != "tu":
            continue
        sides = {part.get(_LANGUAGE, "")[:2].lower(): "".join(part.itertext()).strip() for part in unit.iter("tuv")}
        yield unit.get("tuid", ""), dict(sides)
        unit.clear()


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a row is no object")
    return value


_READERS: dict[str, Callable[[Path, Sequence[str] | None], Keyed]] = {
    ".jsonl": _json_lines,
    ".json": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
    ".tmx": _tmx,
}
