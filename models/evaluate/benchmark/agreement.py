"""python -m models.evaluate agreement --model hf:FOLDER|FILE.gguf --data DIR [--items 40] [--prepare FOLDER]

Scores the same questions twice, with this benchmark and with EleutherAI's lm-evaluation-harness, on one and the same
transformers model, and compares every log-likelihood. The harness reads the task files in
models/evaluate/lm_eval_tasks, which word the prompts on their own. --prepare only writes the questions as those task
files want them, for use with the harness's own command. Ends with status 1 where the two disagree.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from app.export.files import encode, write_whole
from app.values import Language
from models.command import WorkshopError
from models.evaluate.benchmark.local import load_local
from models.evaluate.benchmark.options import languages
from models.evaluate.benchmark.questions import Question
from models.evaluate.benchmark.scoring import Judge, Scored, score
from models.evaluate.benchmark.tasks import TASKS, Task, chosen_tasks

TASK_FILES = Path(__file__).resolve().parents[1] / "lm_eval_tasks"
CLOSE = 1e-3
"""The greatest difference between two log-likelihoods that counts as the same."""
_BY_NAME = {task.name: task for task in TASKS}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Both scorers on one of the harness's tasks: accuracies, and the greatest difference of two log-likelihoods."""

    name: str
    items: int
    ours: float
    theirs: float
    apart: float

    @property
    def holds(self) -> bool:
        """Whether accuracies are identical and log-likelihoods close."""
        return self.ours == self.theirs and self.apart <= CLOSE


def main(arguments: Sequence[str]) -> int:
    """Compare the scorers, or prepare the questions, with the command line's arguments."""
    parser = argparse.ArgumentParser(
        prog="agreement", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="hf:FOLDER or FILE.gguf, loaded with transformers")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tasks", default="every")
    parser.add_argument("--language", default="ar,en")
    parser.add_argument("--items", type=int, default=40)
    parser.add_argument("--prepare", type=Path)
    given = parser.parse_args(list(arguments))
    wanted = [(task, language) for task in chosen_tasks(given.tasks) for language in languages(given.language)]
    sets = [load_local(given.data, task, language) for task, language in wanted]
    questions = [question for found in sets if found for question in found.questions]
    if given.prepare:
        prepare(questions, given.prepare)
        return 0
    if not given.model:
        raise WorkshopError("Say with --model which model both scorers use.")
    found = compare(given.model.removeprefix("hf:"), draw(questions, given.items))
    print(table(found))
    return 0 if all(each.holds for each in found) else 1


def draw(questions: Sequence[Question], items: int) -> list[Question]:
    """So many questions, in turn from each kind and language, the same ones each time."""
    groups = defaultdict(list)
    for question in sorted(questions, key=lambda each: hashlib.sha256(each.id.encode()).hexdigest()):
        groups[_kind(question), question.language].append(question)
    turns = zip_longest(*groups.values())
    return [question for turn in turns for question in turn if question][:items]


def prepare(questions: Sequence[Question], folder: Path) -> None:
    """Write `choice_LANGUAGE.jsonl` and `verdict_LANGUAGE.jsonl` as the task files want them."""
    folder.mkdir(parents=True, exist_ok=True)
    groups = defaultdict(list)
    for question in questions:
        groups[f"{_kind(question)}_{question.language}"].append(json.dumps(_document(question), ensure_ascii=False))
    for name, lines in groups.items():
        write_whole(folder / f"{name}.jsonl", encode("\n".join(lines) + "\n"))


def compare(place: str, questions: Sequence[Question]) -> list[Agreement]:
    """Score the questions in both ways with the model at `place`."""
    from models.evaluate.judges.transformers_judge import TransformersJudge, load

    model, tokenizer = load(place)
    return agree(TransformersJudge(model, tokenizer), model, tokenizer, questions)


def agree(judge: Judge, model: Any, tokenizer: Any, questions: Sequence[Question]) -> list[Agreement]:
    """Compare a judge with the harness running `model`."""
    ours = {(each.language, each.id): score(judge, each, _BY_NAME[each.task]) for each in questions}
    with tempfile.TemporaryDirectory() as folder:
        prepare(questions, Path(folder))
        samples = harness_samples(model, tokenizer, Path(folder))
    return [_agreement(name, found, ours) for name, found in samples.items()]


def harness_samples(model: Any, tokenizer: Any, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the harness says of each question in `folder`, by the name of its task."""
    from lm_eval import simple_evaluate
    from lm_eval.models.huggingface import HFLM

    found = simple_evaluate(
        model=HFLM(pretrained=model, tokenizer=tokenizer, batch_size=1),
        tasks=list(_configurations(folder)),
        log_samples=True,
        bootstrap_iters=0,
        verbosity="ERROR",
    )
    return dict(found["samples"])


def table(found: Sequence[Agreement]) -> str:
    """For people."""
    lines = ["| task | items | accuracy here | accuracy in lm-eval | greatest difference | agrees |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for each in found:
        cells = [each.name, str(each.items), f"{each.ours:.4f}", f"{each.theirs:.4f}", f"{each.apart:.2e}"]
        lines.append(f"| {' | '.join([*cells, 'yes' if each.holds else 'NO'])} |")
    return "\n".join(lines)


def _configurations(folder: Path) -> Iterator[dict[str, Any]]:
    """The task files whose questions lie in `folder`, pointed at them."""
    import yaml

    for path in sorted(TASK_FILES.glob("desk_*.yaml")):
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        data = folder / values["dataset_kwargs"]["data_files"]["test"]
        if data.is_file():
            yield {**values, "dataset_kwargs": {"data_files": {"test": str(data)}, "cache_dir": str(folder / "cache")}}


def _agreement(
    name: str, samples: Sequence[Mapping[str, Any]], ours: Mapping[tuple[Language, str], Scored]
) -> Agreement:
    apart, right, hits = 0.0, 0, 0.0
    for sample in samples:
        document = sample["doc"]
        scored = ours[document["language"], document["id"]]
        mine = scored.text if name.endswith("_text") else scored.letter
        theirs = [float(value) for value, _ in sample["filtered_resps"]]
        apart = max(apart, *(abs(one - other) for one, other in zip(mine, theirs, strict=True)))
        right += scored.chosen("text" if name.endswith("_text") else "letter") == document["answer"]
        hits += float(sample["acc"])
    return Agreement(name, len(samples), right / len(samples), hits / len(samples), apart)


def _document(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "language": question.language,
        "topic": _BY_NAME[question.task].topic[question.language],
        "passage": question.passage,
        "question": question.text.strip(),
        "options": [option.strip() for option in question.options],
        "answer": question.answer,
    }


def _kind(question: Question) -> str:
    found: Task = _BY_NAME[question.task]
    return found.kind
