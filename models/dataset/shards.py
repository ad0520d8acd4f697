"""The dataset's files: Parquet shards of shuffled records, and lists of what was left out or is only referenced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import get_args

from app.export.files import encode, whole_file
from models.dataset.decide import Kept, Left
from models.dataset.order import number_of
from models.dataset.record import FORMS, Record, Split
from models.dataset.record_parquet import write_parquet

DATA = "data"
REMOVED = "removed.jsonl"
REFERENCES = "references.jsonl"


def write_shards(folder: Path, kept: Iterable[Kept], rows: int, seed: int) -> list[Path]:
    """Write `data/train-00000-of-00003.parquet` and so on, `rows` records each, in an order that `seed` gives."""
    (folder / DATA).mkdir(exist_ok=True)
    shuffled = sorted(kept, key=lambda one: (number_of(seed, "shuffle", one.id), one.id))
    files = []
    for split in get_args(Split):
        side = [one for one in shuffled if one.split == split]
        count = -(-len(side) // rows)
        for number in range(count):
            part = side[number * rows : (number + 1) * rows]
            files.append(folder / DATA / f"{split}-{number:05d}-of-{count:05d}.parquet")
            write_parquet(files[-1], map(final, part))
    for stale in set((folder / DATA).glob("*.parquet")) - set(files):
        stale.unlink()
    return files


def final(kept: Kept) -> Record:
    """The record as it goes into the dataset: with the forms in which it stays."""
    record = kept.place.read().record
    for form in FORMS:
        if form not in kept.forms:
            record = record.having(form, None)
    return record if record.paired or record.mixed else _untranslated(record)


def _untranslated(record: Record) -> Record:
    """Where only the original stays, nothing in the record is a translation any more."""
    return replace(record, translation=None) if record.content(record.original) else record


def write_left(folder: Path, left: Sequence[Left]) -> Path:
    """Write why each record is not in the dataset, or not in every form."""
    return _write(folder / REMOVED, (asdict(one) for one in left))


def write_references(folder: Path, references: Iterable[Record]) -> Path:
    """Write where to find what may not be included: id, source, revision and licence, no text."""
    return _write(
        folder / REFERENCES,
        (
            {"id": one.id, "item": one.item, "task": one.task, "split": one.split, "source": asdict(one.source)}
            for one in references
        ),
    )


def _write(path: Path, rows: Iterable[object]) -> Path:
    with whole_file(path) as temporary, temporary.open("wb") as file:
        lines: Iterator[str] = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        while part := "".join(islice(lines, 1000)):
            file.write(encode(part))
    return path
