"""What a run comes to: shares, intervals and averages, for people and for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.values import Language
from models.evaluate.benchmark.scoring import METHODS, Method
from models.evaluate.benchmark.statistics import Estimate, average, estimate
from models.evaluate.benchmark.store import Answer, Run
from models.evaluate.benchmark.tasks import TASKS

Column = Literal["en", "ar", "both"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One task in one language. `chance` is what guessing scores, `commonest` what always giving the
    commonest right letter scores; `given` counts how often each letter was the model's choice."""

    task: str
    language: Language
    scores: Mapping[Method, Estimate]
    chance: float
    commonest: float
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A whole run. `averages` are over the paper's tasks that were scored, `every` over all that were."""

    run: Run
    cells: tuple[Cell, ...]
    averages: Mapping[tuple[Column, Method], Estimate]
    every: Mapping[tuple[Column, Method], Estimate]
    sets: tuple[dict[str, Any], ...]

    def cell(self, task: str, language: Language) -> Cell | None:
        """The cell of a task in a language, if it was run."""
        return next((each for each in self.cells if (each.task, each.language) == (task, language)), None)


def summarise(run: Run, answers: Sequence[Answer], sets: Sequence[dict[str, Any]], seed: int) -> Summary:
    """Sum a run up. Methods that were not used are left out."""
    names = [(task.name, language) for task in TASKS for language in ("en", "ar")]
    groups = {name: [each for each in answers if (each.task, each.language) == name] for name in names}
    cells = tuple(_cell(group, seed) for group in groups.values() if group)
    paper = {task.name for task in TASKS if task.in_paper}
    kept = tuple(each for each in sets if groups.get((each["task"], each["language"])))
    columns: tuple[Column, ...] = ("en", "ar", "both")
    methods = [method for method in METHODS if any(method in cell.scores for cell in cells)]
    return Summary(
        run,
        cells,
        {(each, how): _average(groups, each, how, seed, paper) for each in columns for how in methods},
        {(each, how): _average(groups, each, how, seed) for each in columns for how in methods},
        kept,
    )


def is_right(answer: Answer, method: Method) -> bool:
    """Whether the model's choice is the right option."""
    return answer.scored.chosen(method) == answer.gold


def _cell(group: Sequence[Answer], seed: int) -> Cell:
    used = [method for method in METHODS if all(each.scored.chosen(method) is not None for each in group)]
    options = max(len(each.scored.lengths) for each in group)
    given = Counter(each.scored.chosen("letter") for each in group)
    return Cell(
        task=group[0].task,
        language=group[0].language,
        scores={method: estimate([is_right(each, method) for each in group], seed) for method in used},
        chance=sum(1 / len(each.scored.lengths) for each in group) / len(group),
        commonest=max(Counter(each.gold for each in group).values()) / len(group),
        given=tuple(given[place] for place in range(options)),
    )


def _average(
    groups: Mapping[tuple[str, str], Sequence[Answer]],
    column: Column,
    method: Method,
    seed: int,
    names: set[str] | None = None,
) -> Estimate:
    """The mean over tasks. "both" takes the tasks that were scored in both languages."""
    spoken = ("en", "ar") if column == "both" else (column,)
    tasks = {}
    for task in dict.fromkeys(name for name, _ in groups):
        lists = [groups[task, language] for language in spoken]
        if all(lists) and (names is None or task in names):
            tasks[task] = [[is_right(answer, method) for answer in each] for each in lists]
    return average(tasks, seed)
