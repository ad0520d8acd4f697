"""The results of all runs in one SQLite file: every answer is kept as soon as it is known."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from app.values import Language
from models.evaluate.benchmark.questions import Question, QuestionSet
from models.evaluate.benchmark.scoring import Scored

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, model TEXT NOT NULL, about TEXT NOT NULL,
    started TEXT NOT NULL, updated TEXT NOT NULL, seconds REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS sets (
    run INTEGER NOT NULL REFERENCES runs, task TEXT NOT NULL, language TEXT NOT NULL, source TEXT NOT NULL,
    licence TEXT NOT NULL, revision TEXT NOT NULL, faults TEXT NOT NULL, PRIMARY KEY (run, task, language)
) STRICT;
CREATE TABLE IF NOT EXISTS answers (
    run INTEGER NOT NULL REFERENCES runs, task TEXT NOT NULL, language TEXT NOT NULL, item TEXT NOT NULL,
    digest TEXT NOT NULL, gold INTEGER NOT NULL, letter TEXT NOT NULL, text TEXT NOT NULL, lengths TEXT NOT NULL,
    PRIMARY KEY (run, task, language, item)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One model under one way of asking. `about` holds the model's checksum, settings, versions and machine."""

    id: int
    key: str
    model: str
    about: Mapping[str, Any]
    started: str
    updated: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run made of one question."""

    task: str
    language: Language
    item: str
    gold: int
    scored: Scored


class Results:
    """The file of results. One process writes; others may read meanwhile."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def open_run(self, key: str, model: str, about: Mapping[str, Any]) -> Run:
        """The run with this key, begun now if there is none yet."""
        now, told = _now(), json.dumps(about, ensure_ascii=False, sort_keys=True)
        self._connection.execute(
            "INSERT OR IGNORE INTO runs (key, model, about, started, updated) VALUES (?, ?, ?, ?, ?)",
            (key, model, told, now, now),
        )
        return next(run for run in self.runs() if run.key == key)

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        rows = self._connection.execute("SELECT id, key, model, about, started, updated, seconds FROM runs ORDER BY id")
        return [Run(number, key, model, json.loads(about), *rest) for number, key, model, about, *rest in rows]

    def note_set(self, run: Run, found: QuestionSet) -> None:
        """Record where a task's questions came from and which rows were left out."""
        faults = [{"id": fault.id, "kind": fault.kind, "detail": fault.detail} for fault in found.faults]
        self._connection.execute(
            "INSERT OR REPLACE INTO sets VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run.id, found.task, found.language, found.source, found.licence, found.revision, _json(faults)),
        )

    def sets(self, run: Run) -> list[dict[str, Any]]:
        """What is recorded of a run's sets."""
        rows = self._connection.execute(
            "SELECT task, language, source, licence, revision, faults FROM sets WHERE run = ?", (run.id,)
        )
        names = ("task", "language", "source", "licence", "revision")
        return [{**dict(zip(names, row, strict=False)), "faults": json.loads(row[-1])} for row in rows]

    def is_answered(self, run: Run, question: Question) -> bool:
        """Whether this very question was answered in this run."""
        row = self._connection.execute(
            "SELECT digest FROM answers WHERE run = ? AND task = ? AND language = ? AND item = ?",
            (run.id, question.task, question.language, question.id),
        ).fetchone()
        return row is not None and row[0] == question.digest

    def add(self, run: Run, question: Question, scored: Scored, seconds: float) -> None:
        """Keep an answer; it is on the disk when this returns."""
        values = (_json(scored.letter), _json(scored.text), _json(scored.lengths))
        with self._connection:  # commits at its end, or takes back
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (run.id, question.task, question.language, question.id, question.digest, question.answer, *values),
            )
            self._connection.execute(
                "UPDATE runs SET updated = ?, seconds = seconds + ? WHERE id = ?", (_now(), seconds, run.id)
            )

    def answers(self, run: Run, questions: Sequence[Question] | None = None) -> list[Answer]:
        """A run's answers, by task, language and item; only those to `questions` where they are given."""
        wanted = None if questions is None else {(each.task, each.language, each.id): each.digest for each in questions}
        rows = self._connection.execute(
            "SELECT task, language, item, gold, letter, text, lengths, digest FROM answers WHERE run = ?"
            " ORDER BY task, language, item",
            (run.id,),
        )
        return [
            Answer(task, language, item, gold, Scored(*(tuple(json.loads(part)) for part in parts)))
            for task, language, item, gold, *parts, digest in rows
            if wanted is None or wanted.get((task, language, item)) == digest
        ]


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
