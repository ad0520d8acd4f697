"""Finding what was said or noted: ranked, folded, and only among the conversations that a person may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlite_utils import Database as Connection

from app.store.access import Access
from app.store.conversations import fetch
from app.store.db import rows
from app.store.passages import PLACE_BITS
from app.store.query import Term, parse
from app.store.snippet import snippet
from app.values import Hit

_CANDIDATES = 800
"""Among very many matches, this many of the newest are ranked: it bounds the time that a common word takes."""

_SPREAD = 8_000
"""So many of the newest passages of each term are looked through for conversations that hold all terms."""


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
            found = _together(db, self._access, terms, limit)
            if len(found) < limit and len(terms) > 1:
                taken = {row["number"] for row in found}
                found += _apart(db, self._access, terms, taken, limit - len(found))
            return [self._hit(db, row, terms) for row in found]

    def _hit(self, db: Connection, row: dict[str, Any], terms: Sequence[Term]) -> Hit:
        conversation = fetch(db, self._access, row["conversation"])
        text = "\n".join(part for part in (conversation.title, conversation.patient, conversation.complaint) if part)
        for table, column in (("messages", "message"), ("notes", "note")):
            if row[column] is not None:
                text = rows(db, f"SELECT text FROM {table} WHERE id = ?", (row[column],))[0]["text"]
        cut = snippet(text, terms)
        return Hit(conversation, row["message"], cut.text, cut.marks)


_MATCHES = f"""
FROM heard CROSS JOIN conversations c ON c.number = heard.rowid >> {PLACE_BITS}
WHERE heard MATCH ? AND c.deleted IS NULL AND (? IS NULL OR c.owner = ?)
ORDER BY heard.rowid DESC LIMIT ?
"""
"""Matches that a person may see, newest first, read no further than the limit (hence the order of the join)."""

_SHOWN = f"""
SELECT p.id, p.message, p.note, c.number, c.id AS conversation FROM found f
JOIN passages p ON p.id = f.id JOIN conversations c ON c.number = f.id >> {PLACE_BITS}
"""


def _together(db: Connection, access: Access, terms: Sequence[Term], limit: int) -> list[dict[str, Any]]:
    """Of each conversation the best passage that holds every term, best first, newer ones first among equals.

    By BM25 (smaller is better); a word as it was typed weighs three other forms.
    """
    expression = " AND ".join(term.expression() for term in terms)
    sql = f"""
    WITH newest AS MATERIALIZED (SELECT heard.rowid AS id, bm25(heard, 3.0, 1.0) AS score {_MATCHES}),
    found AS MATERIALIZED (SELECT id, min(score) AS score FROM newest GROUP BY id >> {PLACE_BITS})
    {_SHOWN} ORDER BY f.score, f.id DESC LIMIT ?
    """
    return rows(db, sql, (expression, access.owner, access.owner, _CANDIDATES, limit))


def _apart(
    db: Connection, access: Access, terms: Sequence[Term], taken: Collection[int], limit: int
) -> list[dict[str, Any]]:
    """Further conversations, newest first, that hold every term, though not in one passage.

    Each is shown by its newest passage with the term that the fewest conversations hold.
    """
    held = [_holding(db, access, term) for term in terms]
    numbers = sorted(set.intersection(*map(set, held)) - set(taken), reverse=True)[:limit]
    rarest = min(held, key=len)
    sql = f"WITH found AS (SELECT ? AS id) {_SHOWN}"
    return [row for number in numbers for row in rows(db, sql, (rarest[number],))]


def _holding(db: Connection, access: Access, term: Term) -> dict[int, int]:
    """The numbers of the conversations that hold a term, each with its newest passage that does."""
    newest: dict[int, int] = {}
    values = (term.expression(), access.owner, access.owner, _SPREAD)
    for (passage,) in db.execute(f"SELECT heard.rowid {_MATCHES}", values):
        newest.setdefault(passage >> PLACE_BITS, passage)
    return newest
