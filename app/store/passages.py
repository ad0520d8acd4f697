"""The search index: what is written into it, and taken out again.

Every message, every note and every heading (title, patient, complaint) is one passage. Its number
is the number of its conversation shifted left by 20 bits, plus its place there, the heading being
place 0; so a match tells its conversation without a look-up, and newer ones have higher numbers.
"""

from __future__ import annotations

import hashlib

from sqlite_utils import Database as Connection

from app.store.db import rows
from app.store.words import readings, words

PLACE_BITS = 20
_PROBE = "الأَلَمُ ومرتفعةٌ إلى آخرى والصدر بالرأس ١٢٣ ۴۵ Headaches Crème hypertension 500mg ـــ"


def index_message(db: Connection, conversation: str, message: int, text: str) -> None:
    """Make a message findable, as it reads now."""
    number = _number(db, conversation)
    for row in rows(db, "SELECT id FROM passages WHERE message = ? AND id BETWEEN ? AND ?", (message, *span(number))):
        db.execute("DELETE FROM heard WHERE rowid = ?", (row["id"],))
        db.execute("DELETE FROM passages WHERE id = ?", (row["id"],))
    _index(db, _free(db, number), text, message=message)


def index_note(db: Connection, conversation: str, note: int, text: str) -> None:
    """Make a version of a note findable."""
    number = _number(db, conversation)
    _index(db, _free(db, number), text, note=note)


def index_heading(db: Connection, conversation: str) -> None:
    """Make the conversation's title, patient and complaint findable as they are now."""
    sql = "SELECT number, title, patient, complaint FROM conversations WHERE id = ?"
    row = rows(db, sql, (conversation,))[0]
    place = row["number"] << PLACE_BITS
    db.execute("DELETE FROM heard WHERE rowid = ?", (place,))
    db.execute("DELETE FROM passages WHERE id = ?", (place,))
    text = "\n".join(part for part in (row["title"], row["patient"], row["complaint"]) if part)
    _index(db, place, text)


def index_conversation(db: Connection, conversation: str) -> None:
    """Make everything of a conversation findable, anew."""
    forget(db, _number(db, conversation))
    index_heading(db, conversation)
    said = "SELECT id, text FROM messages WHERE conversation = ? AND status <> 'streaming' ORDER BY id"
    for message in rows(db, said, (conversation,)):
        index_message(db, conversation, message["id"], message["text"])
    for note in rows(db, "SELECT id, text FROM notes WHERE conversation = ? ORDER BY id", (conversation,)):
        index_note(db, conversation, note["id"], note["text"])


def forget(db: Connection, number: int) -> None:
    """Take everything of a conversation out of the index."""
    for table, column in (("heard", "rowid"), ("passages", "id")):
        db.execute(f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?", span(number))


def span(number: int) -> tuple[int, int]:
    """The first and the last passage number that a conversation can have."""
    return number << PLACE_BITS, ((number + 1) << PLACE_BITS) - 1


def signature() -> str:
    """How words are folded and stemmed today, as a hash: an index made another way must be made again."""
    shown = words(_PROBE)
    return hashlib.sha256(" ".join([*shown, _stems(shown)]).encode("utf-8")).hexdigest()


def is_current(db: Connection) -> bool:
    """Whether the index was made the way words are folded today."""
    return rows(db, "SELECT value FROM facts WHERE name = 'index'") == [{"value": signature()}]


def rebuild(db: Connection) -> None:
    """Make the whole index again."""
    db.execute("DELETE FROM heard")
    db.execute("DELETE FROM passages")
    for row in rows(db, "SELECT id FROM conversations WHERE deleted IS NULL ORDER BY number"):
        index_conversation(db, row["id"])
    db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES ('index', ?)", (signature(),))


def _number(db: Connection, conversation: str) -> int:
    return int(rows(db, "SELECT number FROM conversations WHERE id = ?", (conversation,))[0]["number"])


def _free(db: Connection, number: int) -> int:
    first, last = span(number)
    highest = rows(db, "SELECT max(id) AS id FROM passages WHERE id BETWEEN ? AND ?", (first, last))[0]["id"]
    return int(first if highest is None else highest) + 1


def _index(db: Connection, place: int, text: str, *, message: int | None = None, note: int | None = None) -> None:
    shown = words(text)
    db.execute("INSERT INTO passages (id, message, note) VALUES (?, ?, ?)", (place, message, note))
    db.execute("INSERT INTO heard (rowid, words, stems) VALUES (?, ?, ?)", (place, " ".join(shown), _stems(shown)))


def _stems(shown: list[str]) -> str:
    return " ".join(reading for word in shown for reading in sorted(readings(word)))
