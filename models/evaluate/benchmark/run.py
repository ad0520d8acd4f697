"""python -m models.evaluate benchmark --model NAME|FILE.gguf|URL|hf:FOLDER [--tasks all] [--language ar,en] [--data DIR]

Asks medical questions with given options and takes the likeliest option as the answer, by its letter and by its
full text. What is answered is kept: the same command goes on where it was interrupted, and a finished run is not
asked again. Prints the report; --output also writes it with a JSON file and a plot.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict, replace

from app.config import find_home
from app.values import Language
from models.command import WorkshopError
from models.evaluate.benchmark.asking import ask_all, batches
from models.evaluate.benchmark.hub import fetch_from_hub, load_hub
from models.evaluate.benchmark.local import load_local
from models.evaluate.benchmark.options import Wanted, parse
from models.evaluate.benchmark.questions import QuestionSet
from models.evaluate.benchmark.report import report, write_report
from models.evaluate.benchmark.store import Results, Run
from models.evaluate.benchmark.summary import summarise
from models.evaluate.benchmark.tasks import Task
from models.evaluate.judges.judge import Opened, open_model


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark with the command line's arguments."""
    wanted = parse(arguments, __doc__ or "")
    sets = question_sets(wanted)
    work = batches(sets, wanted)
    results = Results(wanted.results)
    model = open_model(wanted.model, find_home(None).ready(), wanted.adapter, wanted.threads)
    if not model.exact:
        wanted = replace(wanted, way=replace(wanted.way, texts=False))
    try:
        run = _run(results, model, wanted)
        ask_all(model, work, wanted, results, run)
    finally:
        model.close()
    questions = [question for batch in work for question in batch.questions]
    answers = results.answers(run, questions)
    run = next(each for each in results.runs() if each.id == run.id)
    summary = summarise(run, answers, results.sets(run), wanted.way.seed)
    results.close()
    print(report(summary))
    if wanted.output:
        write_report(summary, wanted.output)
    return 0


def question_sets(wanted: Wanted) -> list[tuple[Task, QuestionSet]]:
    """The sets that are there, in the tasks' order. Raises WorkshopError where there is none at all."""
    found = [(task, _load(wanted, task, language)) for task in wanted.tasks for language in wanted.languages]
    sets = [(task, each) for task, each in found if each is not None]
    if not sets:
        names = ", ".join(dict.fromkeys(task.family for task in wanted.tasks))
        raise WorkshopError(f"{wanted.data} holds none of the sets asked for: it needs folders such as {names}.")
    return sets


def _load(wanted: Wanted, task: Task, language: Language) -> QuestionSet | None:
    return load_local(wanted.data, task, language) if wanted.data else load_hub(fetch_from_hub, task, language)


def _run(results: Results, model: Opened, wanted: Wanted) -> Run:
    about = {
        "identity": asdict(model.identity),
        "way": asdict(wanted.way),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
    }
    return results.open_run(wanted.way.key(model.identity), model.identity.name, about)
