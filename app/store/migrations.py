"""The record's schema: numbered steps, only ever added to, each applied whole or not at all.

What a column holds is described beside the code that writes it; the schema after all steps is
pinned by a test. Times are UTC in ISO 8601, so that they sort as text.
"""

from __future__ import annotations

from sqlite_utils import Database as Connection
from sqlite_utils import Migrations

migrations = Migrations("record")

_SAID = """
CREATE TABLE conversations (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('interview', 'ask')),
    language TEXT NOT NULL CHECK (language IN ('ar', 'en')),
    title TEXT NOT NULL DEFAULT '',
    renamed INTEGER NOT NULL DEFAULT 0,
    patient TEXT NOT NULL DEFAULT '',
    complaint TEXT,
    flag TEXT CHECK (flag IN ('emergency', 'urgent')),
    pinned INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    deleted TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX conversations_listed ON conversations (archived, pinned DESC, updated DESC) WHERE deleted IS NULL;
CREATE INDEX conversations_owned ON conversations (owner, archived, pinned DESC, updated DESC) WHERE deleted IS NULL;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    text TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('ar', 'en')),
    direction TEXT NOT NULL CHECK (direction IN ('rtl', 'ltr')),
    status TEXT NOT NULL CHECK (status IN ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
    slot TEXT,
    generated INTEGER NOT NULL DEFAULT 0,
    usage TEXT,
    desk TEXT,
    created TEXT NOT NULL
);
CREATE INDEX messages_of ON messages (conversation, id);
CREATE INDEX messages_streaming ON messages (desk) WHERE status = 'streaming';
"""

_DECIDED = """
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('ar', 'en')),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    signed_by TEXT,
    created TEXT NOT NULL,
    UNIQUE (conversation, language, version)
);
CREATE TABLE acknowledgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX acknowledgements_of ON acknowledgements (conversation);
CREATE TABLE skipped (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (conversation, slot)
);
"""

# One row of `passages` and one of `heard` for each thing that can be found, under the same number:
# (number of the conversation << 20) + place. So the conversation of a match needs no look-up.
_FOUND = """
CREATE TABLE passages (id INTEGER PRIMARY KEY, message INTEGER, note INTEGER);
CREATE VIRTUAL TABLE heard USING fts5 (words, stems, tokenize = 'ascii', prefix = '2 3');
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

_ACCOUNTED = """
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    conversation TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('clinician', 'administrator')),
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until TEXT,
    created TEXT NOT NULL
);
"""

_SUGGESTED = """
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('present', 'denied', 'unknown')),
    value TEXT NOT NULL,
    quote TEXT NOT NULL
);
CREATE INDEX suggestions_of ON suggestions (conversation);
"""


@migrations(name="0001_said")
def said(db: Connection) -> None:
    """Conversations and their messages."""
    db.executescript(_SAID)


@migrations(name="0002_decided")
def decided(db: Connection) -> None:
    """Notes, acknowledged alarms and skipped questions."""
    db.executescript(_DECIDED)


@migrations(name="0003_found")
def found(db: Connection) -> None:
    """The search index over folded text."""
    db.executescript(_FOUND)


@migrations(name="0004_accounted")
def accounted(db: Connection) -> None:
    """The audit log and the local accounts."""
    db.executescript(_ACCOUNTED)


@migrations(name="0005_suggested")
def suggested(db: Connection) -> None:
    """Findings that a model suggested."""
    db.executescript(_SUGGESTED)
