"""The tables of arXiv 2402.13253, quoted, with averages computed anew from their cells.

Cells are accuracies in percent as the project's own README prints them (repository mbzuai-oryx/BiMediX, commit
06a2740). None of these rows was run here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.evaluate.benchmark.tasks import TASKS

Table = Literal["en", "ar", "both"]
SOURCE = "arXiv 2402.13253; cells as printed in the README of mbzuai-oryx/BiMediX, commit 06a2740"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A row of a table: one accuracy a task in the paper's order of tasks, and the average as it is printed."""

    model: str
    cells: tuple[float, ...]
    printed: float

    @property
    def average(self) -> float:
        """The mean of the cells."""
        return sum(self.cells) / len(self.cells)

    def cell(self, task: str) -> float:
        """The accuracy in one of the paper's tasks."""
        return self.cells[PAPER_TASKS.index(task)]


PAPER_TASKS = tuple(task.name for task in TASKS if task.in_paper)

TABLES: dict[Table, tuple[Quoted, ...]] = {
    "en": (
        Quoted("PMC-LLaMA-13B", (63.0, 59.7, 52.6, 70.0, 64.3, 61.5, 50.5, 47.2, 75.6), 60.5),
        Quoted("Med42-70B", (75.9, 84.0, 69.9, 83.0, 78.7, 64.4, 61.9, 61.3, 77.2), 72.9),
        Quoted("Clinical Camel-70B", (69.8, 79.2, 67.0, 69.0, 71.3, 62.2, 47.0, 53.4, 74.3), 65.9),
        Quoted("Meditron-70B", (72.3, 82.5, 62.8, 77.8, 77.9, 62.7, 65.1, 60.7, 80.0), 71.3),
        Quoted("BiMediX", (78.9, 86.1, 68.2, 85.0, 80.5, 74.1, 62.7, 62.8, 80.2), 75.4),
    ),
    "ar": (
        Quoted("Jais-30B", (52.1, 50.7, 40.5, 49.0, 39.3, 43.0, 37.0, 28.8, 74.6), 46.1),
        Quoted("BiMediX (Arabic)", (60.0, 54.9, 55.5, 58.0, 58.1, 49.6, 46.0, 40.2, 76.6), 55.4),
        Quoted("BiMediX (bilingual)", (63.8, 57.6, 52.6, 64.0, 52.9, 50.4, 49.1, 47.3, 78.4), 56.5),
    ),
    "both": (
        Quoted("Jais-30B", (57.4, 55.2, 46.2, 55.0, 46.0, 48.9, 40.2, 31.0, 75.5), 50.6),
        Quoted("Mixtral-8x7B", (59.1, 57.6, 52.6, 59.5, 53.3, 54.4, 43.2, 40.6, 74.7), 55.0),
        Quoted("BiMediX (bilingual)", (70.6, 72.2, 59.3, 74.0, 64.2, 59.6, 55.8, 54.0, 78.6), 65.4),
    ),
}
