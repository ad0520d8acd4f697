"""What the speed benchmark reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal

Sense = Literal["at least", "at most"]
QUIET = 0.1
"""The part of the processor that other programs may take during a measurement."""


@dataclass(frozen=True, slots=True)
class Series:
    """Repeated measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    def show(self) -> str:
        """The median, and the least and greatest in brackets."""
        return f"{_short(self.median)} [{_short(min(self.values))} - {_short(max(self.values))}]"


@dataclass(frozen=True, slots=True)
class Row:
    """A measured thing: this engine's figures, those it is compared with, and the limit for their ratio.

    `key` is a message of engine.ftl without its `engine-bench-`; `ratio` divides the medians. `limit` is
    for the ratio where there is one, else for the median.
    """

    key: str
    unit: str
    ours: Series
    other: Series | None = None
    sense: Sense | None = None
    limit: float = 0.0

    @property
    def ratio(self) -> float | None:
        """Ours over the other, by their medians."""
        return self.ours.median / self.other.median if self.other else None

    @property
    def met(self) -> bool | None:
        """Whether the limit holds; None where there is none."""
        if self.sense is None:
            return None
        value = self.ours.median if self.ratio is None else self.ratio
        return value >= self.limit if self.sense == "at least" else value <= self.limit


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured. `bandwidth` in bytes a second, read by all used cores together."""

    processor: str
    cores: int
    memory: int
    bandwidth: float


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, with what they were measured on.

    `active` are the bytes of weights read for one token; `company` is the part of the processor, from 0
    to 1, that other programs took during the busiest of the measurements that count.
    """

    model: str
    version: str
    machine: Machine
    threads: int
    context: int
    active: int
    company: float
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        """The row called `key`. Raises KeyError where there is none."""
        found = {row.key: row for row in self.rows}
        return found[key]

    @property
    def share(self) -> float:
        """How much of the memory's bandwidth one reply uses: the rest is arithmetic and waiting."""
        return self.row("single").ours.median * self.active / self.machine.bandwidth

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "model": self.model,
            "llama_cpp_python": self.version,
            "processor": self.machine.processor,
            "cores": self.machine.cores,
            "memory_bytes": self.machine.memory,
            "bandwidth_bytes_s": round(self.machine.bandwidth),
            "threads": self.threads,
            "context": self.context,
            "active_bytes": self.active,
            "share_of_bandwidth": round(self.share, 3),
            "others_share_of_processor": round(self.company, 3),
            "rows": [_plain(row) for row in self.rows],
        }


def table(report: Report, say: Callable[..., str]) -> str:
    """The report for people; `say(key, **fields)` gives sentences in their language."""
    head = say(
        "engine-bench-head",
        model=report.model,
        version=report.version,
        processor=report.machine.processor,
        cores=report.machine.cores,
        threads=report.threads,
        context=report.context,
    )
    names = ("what", "ours", "other", "ratio", "limit", "met")
    lines = [tuple(say(f"engine-bench-{name}") for name in names)]
    lines += [_cells(row, say) for row in report.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    foot = say(
        "engine-bench-foot",
        active=round(report.active / 1e6),
        bandwidth=_short(report.machine.bandwidth / 1e9),
        share=round(report.share * 100),
    )
    if report.company > QUIET:
        foot += "\n" + say("engine-bench-busy", share=round(report.company * 100))
    return "\n".join([head, "", *body, "", foot])


def _cells(row: Row, say: Callable[..., str]) -> tuple[str, ...]:
    limit = "" if row.sense is None else say(f"engine-bench-{row.sense.replace(' ', '-')}", limit=_short(row.limit))
    met = "" if row.met is None else say("engine-bench-yes" if row.met else "engine-bench-no")
    return (
        f"{say(f'engine-bench-{row.key}')} ({row.unit})",
        row.ours.show(),
        row.other.show() if row.other else "",
        "" if row.ratio is None else f"{row.ratio:.2f}",
        limit,
        met,
    )


def _plain(row: Row) -> dict[str, object]:
    return {
        "key": row.key,
        "unit": row.unit,
        "ours": [round(value, 3) for value in row.ours.values],
        "other": [round(value, 3) for value in row.other.values] if row.other else None,
        "ratio": None if row.ratio is None else round(row.ratio, 3),
        "limit": row.limit if row.sense else None,
        "sense": row.sense,
        "met": row.met,
    }


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
