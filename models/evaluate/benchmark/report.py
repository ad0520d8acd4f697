"""A run beside the paper's tables: Markdown for people, JSON for scripts, a plot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.export.files import encode, write_whole
from models.evaluate.benchmark.paper import PAPER_TASKS, SOURCE, TABLES
from models.evaluate.benchmark.scoring import METHODS
from models.evaluate.benchmark.statistics import Estimate
from models.evaluate.benchmark.summary import Column, Summary
from models.evaluate.benchmark.tasks import TASKS

_TITLES: dict[Column, str] = {"en": "English", "ar": "Arabic", "both": "Both languages"}
_METHODS = {"letter": "by letter", "text_norm": "by text, per character", "text": "by text"}
_LABELS = {task.name: task.label for task in TASKS}


def report(summary: Summary) -> str:
    """The whole report as Markdown."""
    parts = [_head(summary), _cells(summary), _averages(summary)]
    parts += [_beside(summary, column) for column in _TITLES]
    return "\n\n".join([*parts, _sets(summary)]) + "\n"


def write_report(summary: Summary, folder: Path) -> None:
    """Write report.md, report.json and scores.png into `folder`."""
    from models.evaluate.benchmark.plot import plot

    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "report.md", encode(report(summary)))
    write_whole(folder / "report.json", encode(json.dumps(as_json(summary), ensure_ascii=False, indent=1) + "\n"))
    plot(summary, folder / "scores.png")


def as_json(summary: Summary) -> dict[str, Any]:
    """The same figures for scripts."""
    run = summary.run
    return {
        "run": {"id": run.id, "model": run.model, "started": run.started, "seconds": round(run.seconds, 1)},
        "about": dict(run.about),
        "cells": [
            {
                "task": cell.task,
                "language": cell.language,
                "scores": {method: _numbers(found) for method, found in cell.scores.items()},
                "chance": round(cell.chance, 4),
                "commonest": round(cell.commonest, 4),
                "given": list(cell.given),
            }
            for cell in summary.cells
        ],
        "averages": [
            {"language": column, "method": method, "tasks": "paper", **_numbers(found)}
            for (column, method), found in summary.averages.items()
        ],
        "sets": list(summary.sets),
        "quoted": {"source": SOURCE, "tables": {name: [_row(row) for row in rows] for name, rows in TABLES.items()}},
    }


def _head(summary: Summary) -> str:
    run, way, who = summary.run, summary.run.about["way"], summary.run.about["identity"]
    software = ", ".join(f"{name} {version}" for name, version in who["versions"].items() if version)
    shots = f"{way['shots']} examples before each question" if way["shots"] else "zero-shot"
    return (
        f"# {run.model}\n\n"
        f"Run {run.id}, begun {run.started}; {who['kind']} ({software}), {who['way']}, {shots}, "
        f"seed {way['seed']}{'' if way['shuffle'] is None else ', options shuffled by seed ' + str(way['shuffle'])}; "
        f"{run.seconds / 60:.0f} minutes of answering. Model sha256 {who['sha256'][:16] or 'unknown'}"
        f"{', adapter ' + who['adapter'][:16] if who['adapter'] else ''}."
    )


def _cells(summary: Summary) -> str:
    methods = [method for method in METHODS if any(method in cell.scores for cell in summary.cells)]
    heads = ["task", "language", "items", *(_METHODS[method] for method in methods), "guessing", "commonest", "given"]
    rows = [
        [
            _LABELS[cell.task],
            cell.language,
            str(next(iter(cell.scores.values())).items),
            *(_share(cell.scores.get(method)) for method in methods),
            f"{100 * cell.chance:.1f}",
            f"{100 * cell.commonest:.1f}",
            " ".join(map(str, cell.given)),
        ]
        for cell in summary.cells
    ]
    note = (
        "Accuracy in percent with its 95 % bootstrap interval. *guessing*: what chance gives; *commonest*: always the "
        "commonest right place; *given*: how often the model chose the first, second, ... option by letter."
    )
    return f"{note}\n\n{_table(heads, rows)}"


def _averages(summary: Summary) -> str:
    methods = [method for method in METHODS if ("en", method) in summary.averages]
    rows = []
    for column, title in _TITLES.items():
        for name, found in (("paper's tasks", summary.averages), ("all tasks", summary.every)):
            if found["both" if column == "both" else column, methods[0]].items:
                rows.append([title, name, *(_share(found[column, method]) for method in methods)])
    return "## Averages\n\n" + _table(["language", "over", *(_METHODS[method] for method in methods)], rows)


def _beside(summary: Summary, column: Column) -> str:
    """The run's row above the paper's, task by task; an average is given only where every task was run."""
    own = [_own(summary, column, task) for task in PAPER_TASKS]
    full = f"{sum(cell for cell in own if cell is not None) / len(own):.1f}" if None not in own else "-"
    rows = [
        [f"**{summary.run.model}** (run here)", *(f"{cell:.1f}" if cell is not None else "-" for cell in own), full]
    ]
    for quoted in TABLES[column]:
        computed = f"{quoted.average:.1f}"
        printed = f" (printed {quoted.printed})" if computed != f"{quoted.printed:.1f}" else ""
        rows.append([f"{quoted.model} (quoted)", *(f"{cell:.1f}" for cell in quoted.cells), computed + printed])
    heads = ["model", *(_LABELS[task] for task in PAPER_TASKS), "average"]
    return f"## {_TITLES[column]}, by letter, beside the paper\n\n{_table(heads, rows)}\n\nQuoted: {SOURCE}."


def _own(summary: Summary, column: Column, task: str) -> float | None:
    cells = [summary.cell(task, "en"), summary.cell(task, "ar")]
    wanted = cells if column == "both" else cells[:1] if column == "en" else cells[1:]
    if any(cell is None for cell in wanted):
        return None
    return 100 * sum(cell.scores["letter"].value for cell in wanted if cell) / len(wanted)


def _sets(summary: Summary) -> str:
    """Each source once, then each task's rows that were not scored and what is known of it."""
    known = {task.name: task.faults for task in TASKS}
    lines = ["## Sets", ""]
    for source in dict.fromkeys(each["source"] for each in summary.sets):
        mine = [each for each in summary.sets if each["source"] == source]
        revisions = ", ".join(dict.fromkeys(each["revision"][:16] for each in mine))
        licences = ", ".join(dict.fromkeys(each["licence"] for each in mine))
        lines.append(f"{source[:200]} Licence {licences}; revision {revisions}.")
        lines += ["", *(f"- {_labelled(each)}" for each in mine), ""]
        lines += [
            *(f"Known of it: {fault}" for fault in dict.fromkeys(known[each["task"]] for each in mine) if fault),
            "",
        ]
    return "\n".join(lines).rstrip()


def _labelled(found: dict[str, Any]) -> str:
    faults = found["faults"]
    kinds = ", ".join(f"{kind} {sum(fault['kind'] == kind for fault in faults)}" for kind in _kinds(faults))
    return f"{_LABELS[found['task']]} {found['language']}: rows not scored: {kinds or 'none'}"


def _kinds(faults: Sequence[dict[str, str]]) -> list[str]:
    return sorted({fault["kind"] for fault in faults})


def _share(found: Estimate | None) -> str:
    return f"{100 * found.value:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})" if found else "-"


def _numbers(found: Estimate) -> dict[str, float | int]:
    return {
        "value": round(found.value, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "items": found.items,
    }


def _row(quoted: Any) -> dict[str, Any]:
    average = {"average": round(quoted.average, 1), "printed": quoted.printed}
    return {"model": quoted.model, "cells": dict(zip(PAPER_TASKS, quoted.cells, strict=True)), **average}


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
