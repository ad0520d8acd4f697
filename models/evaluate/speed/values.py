"""What the speed report says, and what the bytes alone would allow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.engine.shape import Shape
from models.evaluate.speed.bench import Bench
from models.evaluate.speed.one import Measured, Placement

PAPER = (180.6, 20.9)
"""Tokens a second of BiMediX and of the 70B models in the paper (arXiv 2402.13253), their set-up not given."""


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Bytes a second that can be read, measured: from the machine's memory, and from the GPU's (0: unknown)."""

    cpu: float
    gpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One model at one place. `random` says that its weights are."""

    name: str
    placement: Placement
    random: bool
    size: int
    shape: Shape
    measured: Measured
    bench: Bench | None = None

    def limit(self, bandwidth: Bandwidth, batch: int = 1) -> float | None:
        """Tokens a second if reading the weights were all there is to do; None where the GPU's speed is unknown."""
        dense, experts = bytes_read(self.shape, batch)
        slow, fast = {"cpu": (dense + experts, 0.0), "gpu": (0.0, dense + experts), "experts": (experts, dense)}[
            self.placement
        ]
        if fast and not bandwidth.gpu:
            return None
        seconds = slow / bandwidth.cpu + (fast / bandwidth.gpu if fast else 0.0)
        return batch / seconds


def bytes_read(shape: Shape, batch: int) -> tuple[float, float]:
    """Bytes that a step over `batch` tokens reads: of everything but the experts, and of the experts.

    Each token takes `used` of the experts. If it drew them at random, a share of 1 - (1 - used/experts)^batch
    of them would be read.
    """
    dense = float(shape.head + sum(layer.dense for layer in shape.layers))
    share = 1 - (1 - shape.used / shape.experts) ** batch if shape.experts else 0.0
    return dense, share * sum(layer.experts for layer in shape.layers)


@dataclass(frozen=True, slots=True)
class Report:
    """All rows of one run. `factor` is what layers and vocabularies were divided by."""

    processor: str
    threads: int
    bandwidth: Bandwidth
    factor: int
    prompt: int
    reply: int
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "processor": self.processor,
            "threads": self.threads,
            "bandwidth_bytes_s": asdict(self.bandwidth),
            "factor": self.factor,
            "prompt_tokens": self.prompt,
            "reply_tokens": self.reply,
            "rows": [_plain(row, self.bandwidth) for row in self.rows],
            "ratios": ratios(self),
            "paper": {"tokens_s": PAPER, "ratio": round(PAPER[0] / PAPER[1], 2)},
        }


def ratios(report: Report) -> dict[str, dict[str, float]]:
    """How many times as fast the mixture is as each dense model at the same place."""
    found = {}
    for mixture in (row for row in report.rows if row.shape.experts):
        for dense in (row for row in report.rows if not row.shape.experts and row.placement == mixture.placement):
            found[f"{mixture.name} / {dense.name}, {mixture.placement}"] = _ratio(mixture, dense)
    return found


def _ratio(mixture: Row, dense: Row) -> dict[str, float]:
    ours, theirs = mixture.measured, dense.measured
    by_batch = {f"batch {size}": ours.decode[size] / theirs.decode[size] for size in ours.decode}
    return {
        **{name: round(value, 2) for name, value in by_batch.items()},
        "prompt": round(ours.prompt / theirs.prompt, 2),
        "first token": round(theirs.first_ms / ours.first_ms, 2),
        "by bytes, batch 1": round(dense.shape.active / mixture.shape.active, 2),
    }


def _plain(row: Row, bandwidth: Bandwidth) -> dict[str, Any]:
    limits = {size: row.limit(bandwidth, size) for size in row.measured.decode}
    return {
        "name": row.name,
        "placement": row.placement,
        "random_weights": row.random,
        "bytes": row.size,
        "active_bytes": row.shape.active,
        "limit_tokens_s": {size: limit and round(limit, 2) for size, limit in limits.items()},
        **asdict(row.measured),
        "llama_bench": asdict(row.bench) if row.bench else None,
    }


def table(report: Report) -> str:
    """The report in Markdown."""
    head = ["model", "place", "file, GB", "read for a token, GB", "limit, tokens/s", "alone, tokens/s", "of the limit"]
    head += ["llama-bench", "4 together", "16 together", "prompt, tokens/s", "llama-bench", "first token, ms"]
    head += ["memory, GB", "J a token"]
    lines = [head, ["---"] * len(head), *(_cells(row, report.bandwidth) for row in report.rows)]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    faster = [f"- {name}: " + ", ".join(f"{what} {value:g}" for what, value in each.items())
              for name, each in ratios(report).items()]  # fmt: skip
    return "\n\n".join(filter(None, [_above(report), body, "How many times as fast:", "\n".join(faster)]))


def _above(report: Report) -> str:
    scaled = (
        f"Layers and vocabulary of every model divided by {report.factor}, widths and experts as they are; "
        if report.factor > 1
        else "Full shapes; "
    )
    gpu = f", GPU memory {report.bandwidth.gpu / 1e9:.0f} GB/s" if report.bandwidth.gpu else ""
    busiest = max(row.measured.company for row in report.rows)
    return (
        f"{report.processor}, {report.threads} threads, memory {report.bandwidth.cpu / 1e9:.1f} GB/s{gpu}. {scaled}"
        f"prompt of {report.prompt} tokens, replies of {report.reply}; other programs took at most {busiest:.0%} of "
        "the processor."
    )


def _cells(row: Row, bandwidth: Bandwidth) -> list[str]:
    found, limit = row.measured, row.limit(bandwidth)
    return [
        f"{row.name}{' (random weights)' if row.random else ''}",
        row.placement,
        f"{row.size / 1e9:.2f}",
        f"{row.shape.active / 1e9:.2f}",
        f"{limit:.1f}" if limit else "not known",
        f"{found.decode[1]:.2f} [{found.spread[1][0]:.2f} - {found.spread[1][1]:.2f}]",
        f"{found.decode[1] / limit:.0%}" if limit else "",
        f"{row.bench.decode:.2f}" if row.bench else "not built",
        *(f"{found.decode[size]:.1f}" if size in found.decode else "" for size in (4, 16)),
        f"{found.prompt:.1f}",
        f"{row.bench.prompt:.1f}" if row.bench else "not built",
        f"{found.first_ms:.0f}",
        f"{found.memory / 1e9:.2f}",
        f"{found.joules:.2f}" if found.joules is not None else "not readable",
    ]
