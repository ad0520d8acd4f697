"""The benchmark's accuracy of each file, where its questions are at hand: the average over the paper's tasks."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from models.evaluate.benchmark.run import main as benchmark


@dataclass(frozen=True, slots=True)
class Questions:
    """A local folder of question sets, tasks by name, and how many questions of each task and language (0: all)."""

    data: Path
    tasks: str = "all"
    limit: int = 0

    def ask(self, model: Path) -> dict[str, float]:
        """The share of right answers by letter, by language. Raises WorkshopError where the sets are not there."""
        with tempfile.TemporaryDirectory() as place, redirect_stdout(io.StringIO()):
            folder = Path(place)
            options = ["--tasks", self.tasks, "--limit", str(self.limit), "--letters-only", "--data", str(self.data)]
            places = ["--results", str(folder / "results.sqlite"), "--output", str(folder)]
            benchmark(["--model", str(model), *options, *places])
            report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return averages(report)


def averages(report: dict[str, list[dict[str, object]]]) -> dict[str, float]:
    """The averages by letter of a benchmark's report, by language."""
    rows = [row for row in report["averages"] if row["method"] == "letter" and row["language"] in ("en", "ar")]
    return {str(row["language"]): float(str(row["value"])) for row in rows}
