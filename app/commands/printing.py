"""How commands print: JSON one object a line, or lines for people, who may sit at a terminal without bidi."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from app.errors import BadInput

_LINE_ENDS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"})
"""What some readers take for the end of a line, and JSON leaves as it is."""


def print_json(value: object) -> None:
    """One JSON object on a line of its own, UTF-8, not escaped but for what would end the line, written at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain).translate(_LINE_ENDS) + "\n")
    sys.stdout.flush()


def plain(value: object) -> Any:
    """What JSON has no word for: values, moments, paths."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value)


def input_lines() -> Iterator[str]:
    """The lines of standard input without their ends, as they come. Raises BadInput for what is not UTF-8."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise BadInput("error-not-utf8", line=number) from error


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows with columns lined up."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
