"""Reads the sets from a folder: one folder a set, its files as their publishers shape them.

`DIR/pubmedqa/ori_pqal.json`, `DIR/medmcqa/dev.json`, `DIR/medqa/test.jsonl`, `DIR/mmlu/anatomy_test.csv` are
English; the same under `DIR/NAME_ar` or `DIR/NAME_arabic` is Arabic; `DIR/NAME_en_ar` holds both, row by row.
A folder's SOURCE.txt or README is quoted as its source and licence.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.catalogue.files import sha256_of
from app.values import Language
from models.command import WorkshopError
from models.evaluate.benchmark.checks import check
from models.evaluate.benchmark.questions import QuestionSet
from models.evaluate.benchmark.rows import read_rows
from models.evaluate.benchmark.tasks import Task

_ENDINGS: dict[Language, tuple[str, ...]] = {"en": ("", "_en", "_english"), "ar": ("_ar", "_arabic", "-arabic")}
_LICENCE = re.compile(r"CC[ -]BY[\w .-]*\d|CC0|MIT|Apache-2\.0", re.IGNORECASE)
_COLUMNS = ("question", "A", "B", "C", "D", "answer")


def load_local(folder: Path, task: Task, language: Language) -> QuestionSet | None:
    """A task's questions, or None where the folder has nothing for it. Raises WorkshopError for a broken file."""
    for path in _files(folder, task, language):
        rows = read_rows(_raw(path), task, language)
        if rows:
            questions, faults = check(rows, task, language)
            source, licence = _source(path.parent)
            return QuestionSet(task.name, language, questions, faults, source, licence, sha256_of(path)[:16])
    return None


def _files(folder: Path, task: Task, language: Language) -> Iterator[Path]:
    """Files that may hold the task, the likeliest first."""
    shared = ("_en_ar", "_ar_en", "_med_en_ar")
    for name in (task.name, task.family):
        for ending in (*_ENDINGS[language], *shared):
            place = folder / f"{name}{ending}"
            found = [path for kind in ("jsonl", "json", "csv") for path in sorted(place.glob(f"*.{kind}"))]
            yield from sorted((path for path in found if _is_for(path, task)), key=lambda path: _rank(path, task))


def _is_for(path: Path, task: Task) -> bool:
    """A CSV file of MMLU has its subject in its name only."""
    return path.suffix != ".csv" or path.stem.removesuffix("_test") == task.name


def _rank(path: Path, task: Task) -> tuple[bool, bool, str]:
    """The task's own file before any other, what is called test or labelled before train and dev."""
    marks = ("test", "data", "pqal", "dev", "val") if task.name == "medmcqa" else ("test", "data", "pqal")
    return task.name not in path.stem, not any(mark in path.stem for mark in marks), path.name


def _raw(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            return [dict(zip(_COLUMNS, row, strict=False)) for row in csv.reader(text.splitlines()) if row]
        if path.suffix == ".jsonl" or "\n{" in text.strip():
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        loaded = json.loads(text)
    except (OSError, ValueError) as error:
        raise WorkshopError(f"{path} cannot be read as questions: {error}.") from error
    if isinstance(loaded, dict):  # PubMedQA: by its PubMed number
        return [{"pmid": key, **row} for key, row in loaded.items()]
    return list(loaded)


def _source(folder: Path) -> tuple[str, str]:
    """What the folder says of where it is from, and the licences it names."""
    for name in ("SOURCE.txt", "README.md", "LICENSE", "LICENSE.txt"):
        path = folder / name
        if path.is_file():
            text = " ".join(path.read_text(encoding="utf-8").split())
            licences = dict.fromkeys(match.group().strip() for match in _LICENCE.finditer(text))
            return text[:400], ", ".join(licences) or "not stated"
    return folder.name, "not stated"
