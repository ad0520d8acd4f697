"""One plot of a run: each task's accuracy with its interval, in both languages, and what guessing gives."""

from __future__ import annotations

from pathlib import Path

from app.export.files import whole_file
from app.values import Language
from models.evaluate.benchmark.summary import Summary
from models.evaluate.benchmark.tasks import TASKS

_COLOURS: dict[Language, str] = {"en": "#0b6e74", "ar": "#b5651d"}
_NAMES: dict[Language, str] = {"en": "English", "ar": "Arabic"}


def plot(summary: Summary, path: Path) -> None:
    """Draw the run, by letter, into a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = [task for task in TASKS if any(cell.task == task.name for cell in summary.cells)]
    figure = Figure(figsize=(max(6.0, 0.9 * len(names) + 2), 4.0), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for number, language in enumerate(_NAMES):
        cells = [(place, summary.cell(task.name, language)) for place, task in enumerate(names)]
        shown = [(place, cell) for place, cell in cells if cell]
        found = [(place - 0.2 + 0.4 * number, cell.scores["letter"]) for place, cell in shown]
        values = [100 * each.value for _, each in found]
        spans = [[100 * (e.value - e.low) for _, e in found], [100 * (e.high - e.value) for _, e in found]]
        places = [place for place, _ in found]
        axes.bar(places, values, 0.38, yerr=spans, color=_COLOURS[language], label=_NAMES[language], capsize=3)
    for place, task in enumerate(names):
        chance = next(100 * cell.chance for cell in summary.cells if cell.task == task.name)
        axes.hlines(chance, place - 0.45, place + 0.45, colors="black", linestyles="dotted")
    axes.set_xticks(range(len(names)), [task.label for task in names], rotation=30)
    axes.set_ylabel("accuracy, % (dotted: guessing)")
    axes.set_title(summary.run.model)
    axes.legend()
    with whole_file(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)
