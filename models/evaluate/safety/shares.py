"""Counts shown with their intervals, shared by the safety measures."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from models.evaluate.benchmark.statistics import estimate

Row = TypeVar("Row", bound=str)


def share(outcomes: Iterable[bool]) -> str:
    """A share in percent with its 95 % bootstrap interval and the number of items; a dash for none."""
    found = list(outcomes)
    if not found:
        return "-"
    measured = estimate(found)
    return f"{100 * measured.value:.1f} ({100 * measured.low:.1f} to {100 * measured.high:.1f}; {len(found)})"


def value(outcomes: Iterable[bool]) -> dict[str, float | int]:
    """The same for scripts."""
    measured = estimate(list(outcomes))
    return {
        "value": round(measured.value, 4),
        "low": round(measured.low, 4),
        "high": round(measured.high, 4),
        "items": measured.items,
    }


def table(heads: Sequence[str], rows: Mapping[Row, Sequence[str]]) -> str:
    """A Markdown table; `rows` by their first cell."""
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    return "\n".join([*lines, *(f"| {' | '.join([name, *cells])} |" for name, cells in rows.items())])


def parser(name: str, doc: str | None, data: Path | None) -> argparse.ArgumentParser:
    """The options that every safety measure has."""
    found = argparse.ArgumentParser(prog=name, description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--model", required=True, help="a catalogue name, FILE.gguf, a server's URL, or hf:FOLDER")
    found.add_argument("--adapter", type=Path, help="a LoRA file in place of the model's own; none for none")
    found.add_argument("--threads", type=int, default=0, help="of a model file (default one for each core)")
    found.add_argument("--language", default="ar,en")
    found.add_argument("--data", type=Path, default=data, required=data is None)
    found.add_argument("--json", action="store_true")
    return found
