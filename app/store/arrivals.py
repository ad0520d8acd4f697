"""Takes in a conversation that another desk, or this one, has exported: with its times, notes and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database as Connection

from app.store import audit, passages
from app.store.access import Access, checked, label, new_id, stamp
from app.store.conversations import fetch
from app.store.notes import Acknowledgement, NoteVersion
from app.values import Conversation, Message


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole conversation from outside. The ids of conversation and messages are given anew when it is taken in."""

    about: Conversation
    messages: Sequence[Message]
    notes: Sequence[NoteVersion] = ()
    acknowledgements: Sequence[Acknowledgement] = ()


def take_in(access: Access, arrival: Arrival) -> Conversation:
    """Keep an arrival as a new conversation, whole or not at all.

    A reply that was being written when it was exported arrives as interrupted. Raises BadInput for
    text that cannot be kept.
    """
    chosen = new_id()
    with access.database.write() as db:
        _conversation(db, access, chosen, arrival.about)
        for message in arrival.messages:
            _message(db, chosen, message)
        for note in arrival.notes:
            values = (
                chosen,
                note.language,
                note.version,
                checked(note.text),
                _text(note.signed_by),
                stamp(note.created),
            )
            db.execute(
                "INSERT INTO notes (conversation, language, version, text, signed_by, created)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        for seen in arrival.acknowledgements:
            db.execute(
                "INSERT INTO acknowledgements (conversation, rule, reason, who, created) VALUES (?, ?, ?, ?, ?)",
                (chosen, label(seen.rule), checked(seen.reason), label(seen.who), stamp(seen.created)),
            )
        passages.index_conversation(db, chosen)
        audit.log(db, access, "create", chosen, imported=True, messages=len(arrival.messages))
        return fetch(db, access, chosen)


def _text(text: str | None) -> str | None:
    """A text that may be missing, checked like any other."""
    return None if text is None else checked(text)


def _conversation(db: Connection, access: Access, chosen: str, about: Conversation) -> None:
    values = (
        chosen, access.owner or "", about.mode, about.language, label(about.title), True, label(about.patient),
        _text(about.complaint), about.flag, stamp(about.created), stamp(about.updated),
    )  # fmt: skip
    db.execute(
        "INSERT INTO conversations (id, owner, mode, language, title, renamed, patient, complaint, flag, created,"
        " updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def _message(db: Connection, chosen: str, message: Message) -> None:
    status = "interrupted" if message.status == "streaming" else message.status
    values = (
        chosen, message.role, checked(message.text), message.language, message.direction, status, _text(message.slot),
        message.generated, stamp(message.created),
    )  # fmt: skip
    db.execute(
        "INSERT INTO messages (conversation, role, text, language, direction, status, slot, generated, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
