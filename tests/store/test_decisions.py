"""Notes, acknowledged alarms and skipped questions."""

from __future__ import annotations

import pytest

from app.errors import BadInput, NotFound
from app.store.record import Record


def test_every_save_of_a_note_is_a_version_of_its_own(record: Record) -> None:
    made = record.create("interview", "en")
    first = record.save_note(made.id, "en", "Headache for two days.")
    arabic = record.save_note(made.id, "ar", "صداع منذ يومين.")
    signed = record.save_note(made.id, "en", "Headache for three days.", signed_by="Dr. A")
    assert record.notes(made.id) == [first, arabic, signed]
    assert [(note.version, note.signed_by) for note in (first, arabic, signed)] == [(1, None), (1, None), (2, "Dr. A")]
    assert [entry.action for entry in record.audit.entries()][-1] == "sign"


def test_a_note_is_found(record: Record) -> None:
    made = record.create("interview", "en")
    record.save_note(made.id, "en", "Suspected sarcoidosis.")
    hit = record.search("sarcoid")[0]
    assert (hit.conversation.id, hit.message) == (made.id, None)
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["sarcoidosis"]


def test_an_alarm_is_acknowledged_with_a_reason(record: Record) -> None:
    made = record.create("interview", "en")
    seen = record.acknowledge(made.id, "acs", " ECG done, normal ", "Dr. A")
    assert record.acknowledgements(made.id) == [seen] and seen.reason == "ECG done, normal"
    with pytest.raises(BadInput):
        record.acknowledge(made.id, "acs", "  ", "Dr. A")


def test_a_question_is_skipped_once(record: Record) -> None:
    made = record.create("interview", "en")
    for slot in ("severity", "onset", "severity"):
        record.skip_slot(made.id, slot)
    assert record.skipped(made.id) == ("severity", "onset")
    with pytest.raises(NotFound):
        record.skipped("abcdefghij")
