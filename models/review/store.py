"""People's verdicts, in the same SQLite file as the translations they are about.

Every verdict stays; a reviewer's last one on an item counts. What follows from them is written to the
item in the same transaction, so nothing is lost by a kill and nothing decided twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, get_args

from models.translate.state import State, now

Decision = Literal["accept", "edit", "reject", "unsure"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
_TABLES = """
CREATE TABLE IF NOT EXISTS assignment (
    item TEXT NOT NULL REFERENCES item, reviewer TEXT NOT NULL, second INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (item, reviewer)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdict (
    id INTEGER PRIMARY KEY, item TEXT NOT NULL REFERENCES item, reviewer TEXT NOT NULL, decision TEXT NOT NULL,
    text TEXT NOT NULL, comment TEXT NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS verdict_item ON verdict (item, reviewer, id);
CREATE TABLE IF NOT EXISTS outcome (
    item TEXT PRIMARY KEY REFERENCES item, decision TEXT NOT NULL, text TEXT, at TEXT NOT NULL
) WITHOUT ROWID;
"""
_LAST = "SELECT max(id) FROM verdict GROUP BY item, reviewer"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided about an item. `text` is the edited translation, "" where nothing was edited."""

    item: str
    reviewer: str
    decision: Decision
    text: str = ""
    comment: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A reviewer's progress: decided, left, and the median of seconds an item took (0 where none was)."""

    done: int
    left: int
    pace_s: float


def prepare(state: State) -> None:
    """Make the tables where they are not there yet."""
    state.connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")


def assign(state: State, reviewers: Sequence[str], double: float, seed: int) -> int:
    """Share out what nobody has yet: each item to whoever has least, a `double` share to two. Gives how many were new.

    Which items are doubled is decided by their names and the seed, not by who comes first.
    """
    with state.transaction() as connection:
        load = dict.fromkeys(reviewers, 0)
        known = connection.execute("SELECT reviewer, count(*) FROM assignment GROUP BY reviewer")
        load.update({name: count for name, count in known if name in load})
        rows = connection.execute(
            "SELECT id FROM item WHERE status = 'review' AND id NOT IN (SELECT item FROM assignment) ORDER BY position"
        ).fetchall()
        for (item,) in rows:
            wanted = 2 if len(load) > 1 and _drawn(item, double, seed) else 1
            for second, name in enumerate(sorted(load, key=lambda one: (load[one], one))[:wanted]):
                connection.execute("INSERT INTO assignment VALUES (?, ?, ?)", (item, name, second))
                load[name] += 1
    return len(rows)


def _drawn(item: str, share: float, seed: int) -> bool:
    number = int.from_bytes(blake2b(f"{seed} {item}".encode(), digest_size=8, person=b"double").digest(), "big")
    return number < share * 2**64


def decide(state: State, verdict: Verdict) -> None:
    """Keep a verdict and settle its item where everybody it was given to has decided."""
    row = (verdict.item, verdict.reviewer, verdict.decision, verdict.text, verdict.comment, verdict.seconds, now())
    with state.transaction() as connection:
        connection.execute(
            "INSERT INTO verdict (item, reviewer, decision, text, comment, seconds, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        connection.execute("DELETE FROM outcome WHERE item = ?", (verdict.item,))
        settled = _settled(verdicts(state, verdict.item), _asked(state, verdict.item))
        status = "review"
        if settled:
            status = "rejected" if settled.decision == "reject" else "accepted"
            text = settled.text if settled.decision == "edit" else None
            connection.execute("INSERT INTO outcome VALUES (?, ?, ?, ?)", (verdict.item, settled.decision, text, now()))
        connection.execute("UPDATE item SET status = ? WHERE id = ?", (status, verdict.item))


def _settled(given: Sequence[Verdict], asked: int) -> Verdict | None:
    """What verdicts come to: all taken (the first edit counts), or all rejected; else nothing yet."""
    if len(given) < asked or any(one.decision == "unsure" for one in given):
        return None
    rejected = [one for one in given if one.decision == "reject"]
    if rejected:
        return rejected[0] if len(rejected) == len(given) else None
    return next((one for one in given if one.decision == "edit"), given[0])


def verdicts(state: State, item: str) -> list[Verdict]:
    """Each reviewer's last verdict on an item, in the order of assignment."""
    rows = state.connection.execute(
        "SELECT verdict.item, verdict.reviewer, decision, text, comment, seconds FROM verdict"
        " LEFT JOIN assignment USING (item, reviewer)"
        f" WHERE verdict.item = ? AND id IN ({_LAST}) ORDER BY second, verdict.reviewer",
        (item,),
    )
    return [Verdict(*row) for row in rows]


def _asked(state: State, item: str) -> int:
    row = state.connection.execute("SELECT count(*) FROM assignment WHERE item = ?", (item,)).fetchone()
    return max(1, int(row[0]))


def next_item(state: State, reviewer: str) -> str | None:
    """The next item that this reviewer was given and has not decided; None when there is none."""
    row = state.connection.execute(
        "SELECT item.id FROM assignment JOIN item ON item.id = assignment.item WHERE reviewer = ? AND status = 'review'"
        " AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.item = item.id AND v.reviewer = assignment.reviewer)"
        " ORDER BY position LIMIT 1",
        (reviewer,),
    ).fetchone()
    return str(row[0]) if row else None


def last_item(state: State, reviewer: str, before: str = "") -> str | None:
    """The item that this reviewer decided last, or the one decided before `before`; None at the beginning."""
    rows = state.connection.execute(
        f"SELECT item FROM verdict WHERE reviewer = ? AND id IN ({_LAST}) ORDER BY id DESC", (reviewer,)
    )
    decided = [str(item) for (item,) in rows]
    if before not in decided:
        return decided[0] if decided else None
    at = decided.index(before) + 1
    return decided[at] if at < len(decided) else None


def is_given(state: State, item: str, reviewer: str) -> bool:
    """Whether an item was given to this reviewer."""
    found = state.connection.execute("SELECT 1 FROM assignment WHERE item = ? AND reviewer = ?", (item, reviewer))
    return found.fetchone() is not None


def standing(state: State, reviewer: str) -> Standing:
    """How far a reviewer is."""
    ask = state.connection.execute
    given = ask("SELECT count(*) FROM assignment WHERE reviewer = ?", (reviewer,)).fetchone()[0]
    rows = ask(f"SELECT seconds FROM verdict WHERE reviewer = ? AND id IN ({_LAST}) ORDER BY seconds", (reviewer,))
    seconds = [value for (value,) in rows]
    return Standing(len(seconds), given - len(seconds), seconds[len(seconds) // 2] if seconds else 0.0)


def doubled(state: State) -> list[tuple[str, str]]:
    """The decisions of the first and the second reviewer on items that both have decided."""
    rows = state.connection.execute(
        "SELECT one.decision, two.decision"
        " FROM assignment a JOIN assignment b ON a.item = b.item AND a.second < b.second"
        " JOIN verdict one ON one.item = a.item AND one.reviewer = a.reviewer"
        " JOIN verdict two ON two.item = b.item AND two.reviewer = b.reviewer"
        f" WHERE one.id IN ({_LAST}) AND two.id IN ({_LAST}) ORDER BY a.item"
    )
    return [(str(one), str(two)) for one, two in rows]


def judged(state: State) -> list[tuple[float, bool]]:
    """The judge's score of each settled item, and whether people took its translation as it was."""
    rows = state.connection.execute(
        "SELECT score, decision = 'accept' FROM outcome JOIN item ON item.id = outcome.item"
        " JOIN round ON round.item = id AND number = chosen WHERE score IS NOT NULL ORDER BY item.id"
    )
    return [(float(score), bool(good)) for score, good in rows]


def disputed(state: State) -> int:
    """How many items have all their verdicts and still no outcome: their reviewers disagree or are unsure."""
    row = state.connection.execute(
        "SELECT count(*) FROM item WHERE status = 'review' AND id IN (SELECT item FROM verdict) AND"
        " (SELECT count(DISTINCT reviewer) FROM verdict WHERE verdict.item = item.id)"
        " >= (SELECT count(*) FROM assignment WHERE assignment.item = item.id)"
    ).fetchone()
    return int(row[0])
