"""Which side an item is on: decided by a hash of its name, before anything is translated or made of it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from models.dataset.record import Record, Split


def split_of(item: str, test_share: float) -> Split:
    """The side of an item: always the same one, whatever else the dataset holds. `test_share` is 0 to 1."""
    number = int.from_bytes(blake2b(item.encode(), digest_size=8, person=b"split").digest(), "big")
    return "test" if number < test_share * 2**64 else "train"


def with_split(record: Record, test_share: float) -> Record:
    """The record with its side set; a record of a published side keeps it."""
    return record if record.split else replace(record, split=split_of(record.item, test_share))
