"""The loss curve of a run as a picture.

python -m models.finetune.curve FOLDER/metrics.jsonl curve.png
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plot

from app.export.files import whole_file
from models.command import WorkshopError, command

_STYLES = {
    "loss": "training",
    "eval_all_loss": "held out",
    "eval_en_loss": "held out, en",
    "eval_ar_loss": "held out, ar",
}


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """The rows of metrics.jsonl, in order; a line that a power cut left unfinished is no row."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]


def draw(rows: Sequence[dict[str, Any]], target: Path) -> Path:
    """Draw the losses over the steps into a PNG file."""
    plot.switch_backend("Agg")
    figure, axes = plot.subplots(figsize=(7, 4), dpi=110)
    for name, label in _STYLES.items():
        points = [(row["step"], row[name]) for row in rows if name in row]
        if points:
            axes.plot(*zip(*points, strict=True), label=label, marker="o" if name != "loss" else None, markersize=3)
    axes.set(xlabel="step", ylabel="loss a learned token (nats)")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    with whole_file(target) as temporary:
        figure.savefig(temporary, format="png", metadata={"Software": None})
    plot.close(figure)
    return target


def main(arguments: Sequence[str]) -> int:
    """Draw one curve."""
    if len(arguments) != len(("source", "target")):
        raise WorkshopError("name a run's metrics.jsonl and the picture to draw.")
    source, target = map(Path, arguments)
    print(draw(read_metrics(source), target))
    return 0


if __name__ == "__main__":
    command(main)
