"""What a run remembers, in one SQLite file.

A round is one transaction together with what it decides: a kill at any moment loses the rounds that
were under way, and nothing else; what comes after a new start is what would have come without the kill.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from models.command import WorkshopError
from models.dataset.record import Record
from models.dataset.record_json import from_line, to_line
from models.translate.values import Finding

Status = Literal["open", "review", "accepted", "rejected"]
VERSION = 1
PAGE = 256
_TABLES = """
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE item (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, record TEXT NOT NULL, source TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open', chosen INTEGER, sampled INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX item_status ON item (status, position);
CREATE TABLE round (
    item TEXT NOT NULL REFERENCES item, number INTEGER NOT NULL, translation TEXT NOT NULL, findings TEXT NOT NULL,
    score REAL, reasons TEXT NOT NULL, critique TEXT NOT NULL, oddities TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL, tokens INTEGER NOT NULL, cost REAL NOT NULL,
    seconds REAL NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (item, number)
) WITHOUT ROWID;
CREATE TABLE failure (
    id INTEGER PRIMARY KEY, item TEXT NOT NULL REFERENCES item, number INTEGER NOT NULL, stage TEXT NOT NULL,
    kind TEXT NOT NULL, at TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Round:
    """One try at one item: the translation, what was found, what it took. `oddities` are what models did wrong."""

    number: int
    translation: str
    findings: tuple[Finding, ...] = ()
    score: float | None = None
    reasons: str = ""
    critique: str = ""
    oddities: tuple[str, ...] = ()
    prompt_tokens: int = 0
    tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0

    @property
    def faulty(self) -> bool:
        """Whether a rule found what nobody can accept."""
        return any(finding.weight == "fault" for finding in self.findings)

    @property
    def doubtful(self) -> bool:
        """Whether a rule wants a person to look."""
        return any(finding.weight == "doubt" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the run knows it. `chosen` is the number of the round that counts; `sampled` came by lot."""

    id: str
    position: int
    source: str
    status: Status = "open"
    chosen: int | None = None
    sampled: bool = False


class State:
    """The run's file. For one process and one thread at a time; readers beside it may be many."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with self.connection:  # commits, or rolls back where something is raised
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection

    def begin(self, run: Mapping[str, str]) -> None:
        """Remember what this run is, or check that it is the one that was begun. Raises WorkshopError."""
        known = dict(self.connection.execute("SELECT key, value FROM run"))
        changed = sorted(key for key, value in run.items() if known.get(key, value) != value)
        if changed:
            raise WorkshopError(
                f"This state was begun with other settings ({', '.join(changed)}): "
                "name another state file, or put them back."
            )
        with self.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO run VALUES (?, ?)", run.items())

    def add_items(self, records: Iterable[tuple[Record, str]]) -> int:
        """Take in records with the texts to translate; those already there stay. Gives how many there are now."""
        with self.transaction() as connection:
            first = connection.execute("SELECT coalesce(max(position) + 1, 0) FROM item").fetchone()[0]
            known = {name for (name,) in connection.execute("SELECT id FROM item")}
            new = ((record, text) for record, text in records if record.id not in known and not known.add(record.id))  # type: ignore[func-returns-value]
            rows = ((record.id, first + at, to_line(record), text) for at, (record, text) in enumerate(new))
            connection.executemany("INSERT INTO item (id, position, record, source) VALUES (?, ?, ?, ?)", rows)
        return int(self.connection.execute("SELECT count(*) FROM item").fetchone()[0])

    def open_items(self) -> Iterator[Item]:
        """The items that nothing was decided about, in order, read page by page."""
        position = -1
        while True:
            rows = self.connection.execute(
                "SELECT id, position, source FROM item WHERE status = 'open' AND position > ?"
                " ORDER BY position LIMIT ?",
                (position, PAGE),
            ).fetchall()
            if not rows:
                return
            for name, position, source in rows:
                yield Item(name, position, source)

    def item(self, name: str) -> Item | None:
        """One item, None where there is none."""
        row = self.connection.execute(
            "SELECT id, position, source, status, chosen, sampled FROM item WHERE id = ?", (name,)
        ).fetchone()
        if row is None:
            return None
        known, position, source, status, chosen, sampled = row
        return Item(known, position, source, status, chosen, bool(sampled))

    def record(self, name: str) -> Record:
        """The record of an item that is there."""
        return from_line(self.connection.execute("SELECT record FROM item WHERE id = ?", (name,)).fetchone()[0])

    def rounds(self, name: str) -> list[Round]:
        """The rounds of an item in order."""
        rows = self.connection.execute(
            "SELECT number, translation, findings, score, reasons, critique, oddities, prompt_tokens, tokens, cost,"
            " seconds FROM round WHERE item = ? ORDER BY number",
            (name,),
        )
        return [_round(row) for row in rows]

    def add_round(self, name: str, one: Round, status: Status, chosen: int | None, sampled: bool) -> None:
        """Keep a round together with what it decides about its item."""
        row = (
            *(name, one.number, one.translation, findings_json(one.findings), one.score, one.reasons, one.critique),
            *(json.dumps(one.oddities), one.prompt_tokens, one.tokens, one.cost, one.seconds, now()),
        )
        with self.transaction() as connection:
            connection.execute(f"INSERT INTO round VALUES ({', '.join('?' * len(row))})", row)
            connection.execute(
                "UPDATE item SET status = ?, chosen = ?, sampled = ? WHERE id = ?", (status, chosen, sampled, name)
            )

    def add_failure(self, name: str, number: int, stage: str, kind: str) -> None:
        """Count a question that got no answer; its item stays open for the next start."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO failure (item, number, stage, kind, at) VALUES (?, ?, ?, ?, ?)",
                (name, number, stage, kind, now()),
            )

    def undoubted(self, rule: str) -> set[str]:
        """Decided items against whose counting round `rule` was never held; what people have decided is left out."""
        settled = "SELECT item FROM outcome" if self.reviewed else ""
        rows = self.connection.execute(
            "SELECT id, findings FROM item JOIN round ON item = id AND number = chosen"
            f" WHERE status IN ('accepted', 'review') AND id NOT IN ({settled})"
        )
        return {name for name, findings in rows if all(one.rule != rule for one in findings_of(findings))}

    @property
    def reviewed(self) -> bool:
        """Whether people have begun to review (models/review/store.py makes their tables)."""
        return bool(self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outcome'").fetchone())

    def doubt_item(self, name: str, finding: Finding) -> None:
        """Send an item to a person for a finding that only a look across items could make."""
        with self.transaction() as connection:
            chosen, text = connection.execute(
                "SELECT chosen, findings FROM item JOIN round ON item = id AND number = chosen WHERE id = ?", (name,)
            ).fetchone()
            findings = dict.fromkeys((finding, *findings_of(text)))
            connection.execute(
                "UPDATE round SET findings = ? WHERE item = ? AND number = ?", (findings_json(findings), name, chosen)
            )
            connection.execute("UPDATE item SET status = 'review' WHERE id = ?", (name,))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def open_state(path: Path) -> State:
    """The state in `path`, made where there is none. Raises WorkshopError for what is no state of this version."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
            version = VERSION
    except (sqlite3.DatabaseError, OSError) as error:
        raise WorkshopError(f"{path} cannot be used as a translation's state: {error}.") from error
    if version != VERSION:
        raise WorkshopError(f"{path} is no translation's state of this version: name another file.")
    return State(connection)


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings as JSON text."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def findings_of(text: str) -> tuple[Finding, ...]:
    """Findings from their JSON text."""
    return tuple(Finding(**told) for told in json.loads(text))


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _round(row: tuple[object, ...]) -> Round:
    number, translation, findings, score, reasons, critique, oddities, *taken = row
    return Round(
        number,  # type: ignore[arg-type]
        str(translation),
        findings_of(str(findings)),
        score,  # type: ignore[arg-type]
        str(reasons),
        str(critique),
        tuple(json.loads(str(oddities))),
        *taken,  # type: ignore[arg-type]
    )
