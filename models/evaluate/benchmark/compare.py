"""python -m models.evaluate compare [FIRST SECOND] [--results FILE] [--method letter]

Without names, lists the kept runs with their averages, oldest first. With two runs (their numbers, or a model's name
for its latest run), compares them on the questions that both answered: each one's accuracy, how many only one of them
has right, and McNemar's exact test.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from models.command import WorkshopError
from models.evaluate.benchmark.options import default_results
from models.evaluate.benchmark.scoring import METHODS, Method
from models.evaluate.benchmark.statistics import mcnemar
from models.evaluate.benchmark.store import Answer, Results, Run
from models.evaluate.benchmark.summary import is_right, summarise
from models.evaluate.benchmark.tasks import TASKS


def main(arguments: Sequence[str]) -> int:
    """List or compare the kept runs."""
    parser = argparse.ArgumentParser(
        prog="compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", nargs="*", metavar="RUN")
    parser.add_argument("--results", type=Path, default=None)
    parser.add_argument("--method", choices=METHODS, default="letter")
    given = parser.parse_args(list(arguments))
    if len(given.runs) not in (0, 2):
        raise WorkshopError("Name two runs to compare, or none to list them all.")
    results = Results(given.results or default_results())
    try:
        method = cast("Method", given.method)
        if given.runs:
            first, second = (find(results, name) for name in given.runs)
            print(compared(results, first, second, method))
        else:
            print(listed(results, method))
    finally:
        results.close()
    return 0


def listed(results: Results, method: Method = "letter") -> str:
    """Every kept run with its averages over all tasks it answered."""
    lines = ["| run | begun | model | answers | English | Arabic |", "| --- | --- | --- | --- | --- | --- |"]
    for run in results.runs():
        answers = results.answers(run)
        found = summarise(run, answers, [], 0).every
        cells = [found.get((language, method)) for language in ("en", "ar")]
        shares = [f"{100 * cell.value:.1f}" if cell and cell.items else "-" for cell in cells]
        lines.append(f"| {run.id} | {run.started} | {run.model} | {len(answers)} | {' | '.join(shares)} |")
    return "\n".join(lines)


def compared(results: Results, first: Run, second: Run, method: Method) -> str:
    """Two runs on the questions that both answered, task by task and together."""
    sides = [{(each.task, each.language, each.item): each for each in results.answers(run)} for run in (first, second)]
    shared = [key for key in sides[0] if key in sides[1] and sides[0][key].gold == sides[1][key].gold]
    if not shared:
        raise WorkshopError(f"Runs {first.id} and {second.id} answered no question in common.")
    lines = [
        f"{first.model} (run {first.id}) against {second.model} (run {second.id}), {method}:",
        "",
        "| task | language | items | first | second | only first | only second | p |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    groups = [(task.label, task.name, language) for task in TASKS for language in ("en", "ar")]
    for label, task, language in groups:
        keys = [key for key in shared if key[:2] == (task, language)]
        if keys:
            lines.append(_row(label, language, [[side[key] for key in keys] for side in sides], method))
    lines.append(_row("all", "both", [[side[key] for key in shared] for side in sides], method))
    return "\n".join(lines)


def find(results: Results, name: str) -> Run:
    """The run of that number, or the latest of a model of that name. Raises WorkshopError."""
    found = [run for run in results.runs() if name in (str(run.id), run.model)]
    if not found:
        raise WorkshopError(f"No run is called {name}: `compare` without names lists them.")
    return found[-1]


def _row(label: str, language: str, sides: Sequence[Sequence[Answer]], method: Method) -> str:
    first, second = ([is_right(answer, method) for answer in side] for side in sides)
    found = mcnemar(first, second)
    cells = [label, language, str(found.items)]
    cells += [f"{100 * sum(side) / len(side):.1f}" for side in (first, second)]
    return f"| {' | '.join([*cells, str(found.only_first), str(found.only_second), f'{found.p:.3g}'])} |"
