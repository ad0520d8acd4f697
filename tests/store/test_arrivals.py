"""A conversation from outside arrives whole, is found, and belongs to the one who took it in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import BadInput
from app.store.arrivals import Arrival, take_in
from app.store.record import Record


def exported(record: Record) -> Arrival:
    """A conversation with everything in it, as an export holds it."""
    about = record.create("interview", "ar", patient="P-1")
    record.append(about.id, "user", "عندي صداع شديد", "ar", "rtl")
    reply = record.append(about.id, "assistant", "", "ar", "rtl", slot="onset", status="streaming")
    record.save_note(about.id, "ar", "ملخص", "ط. المناوب")
    record.acknowledge(about.id, "meningitis", "seen", "someone")
    record.extend(reply.id, "متى")
    return Arrival(
        record.get(about.id),
        record.messages(about.id),
        record.notes(about.id),
        record.acknowledgements(about.id),
    )


def test_everything_arrives_under_a_new_id(record: Record) -> None:
    arrival = exported(record)
    about = take_in(record.access, arrival)
    assert about.id != arrival.about.id and about.created == arrival.about.created and about.patient == "P-1"
    said, before = record.messages(about.id), arrival.messages
    assert [(one.text, one.created, one.slot) for one in said] == [(one.text, one.created, one.slot) for one in before]
    assert said[-1].status == "interrupted"
    assert record.notes(about.id)[0].signed_by == "ط. المناوب"
    assert record.acknowledgements(about.id) == record.acknowledgements(arrival.about.id)
    assert about.id in [hit.conversation.id for hit in record.search("الصداع")]
    assert record.audit.verify().broken is None


def test_an_arrival_that_cannot_be_kept_leaves_nothing(record: Record) -> None:
    arrival = exported(record)
    broken = Arrival(arrival.about, [*arrival.messages, replace(arrival.messages[0], text="x" * 2_000_000)])
    before = len(record.list())
    with pytest.raises(BadInput):
        take_in(record.access, broken)
    assert len(record.list()) == before
