"""Finding what was said or noted: ranked, folded, and only among the conversations that a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database as Connection

from app.store.access import Access
from app.store.conversations import fetch
from app.store.db import rows
from app.store.passages import PLACE_BITS
from app.store.query import Term, parse
from app.store.snippet import snippet
from app.values import Hit

_CANDIDATES = 400
"""Among very many matches, this many of the newest are ranked: it bounds the time that a common word takes."""


class Search:
    """The search over everything one person may see. Deleted conversations are not found."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def __call__(self, text: str, limit: int = 20) -> list[Hit]:
        """The best hits, one for each conversation, best first; none for a query without letters and digits."""
        terms = parse(text)
        if not terms:
            return []
        with self._access.database.read() as db:
            found = _best(_together(db, self._access, terms), limit)
            if len(found) < limit and len(terms) > 1:
                found += _best(_apart(db, self._access, terms), limit - len(found), {row["number"] for row in found})
            return [self._hit(db, row, terms) for row in found]

    def _hit(self, db: Connection, row: dict[str, Any], terms: Sequence[Term]) -> Hit:
        conversation = fetch(db, self._access, row["conversation"])
        text = "\n".join(part for part in (conversation.title, conversation.patient, conversation.complaint) if part)
        for table, column in (("messages", "message"), ("notes", "note")):
            if row[column] is not None:
                text = rows(db, f"SELECT text FROM {table} WHERE id = ?", (row[column],))[0]["text"]
        cut = snippet(text, terms)
        return Hit(conversation, row["message"], cut.text, cut.marks)


_VISIBLE = f"""
SELECT p.id, p.message, p.note, c.number, c.id AS conversation, c.updated, f.score FROM found f
JOIN passages p ON p.id = f.id
JOIN conversations c ON c.number = f.id >> {PLACE_BITS}
WHERE c.deleted IS NULL AND (? IS NULL OR c.owner = ?)
"""


def _together(db: Connection, access: Access, terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Passages that hold every term, scored by BM25 (smaller is better)."""
    expression = " AND ".join(term.expression() for term in terms)
    sql = f"""
    WITH found AS MATERIALIZED (
        SELECT rowid AS id, bm25(heard) AS score FROM heard WHERE heard MATCH ? ORDER BY rowid DESC LIMIT ?
    ) {_VISIBLE}
    """
    return rows(db, sql, (expression, _CANDIDATES, access.owner, access.owner))


def _apart(db: Connection, access: Access, terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Conversations that hold every term, each in another passage; shown by a passage with the first term."""
    return []


def _best(found: list[dict[str, Any]], limit: int, taken: set[int] | None = None) -> list[dict[str, Any]]:
    """The best passage of each conversation, best first, newer ones first among equals."""
    best: dict[int, dict[str, Any]] = {}
    for row in sorted(found, key=lambda row: (row["score"], -row["id"])):
        if row["number"] not in (taken or ()):
            best.setdefault(row["number"], row)
    return list(best.values())[:limit]
