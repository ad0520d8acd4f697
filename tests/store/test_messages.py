"""Messages: on the disk before anybody is told, and closed as they ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import BadInput, NotFound
from app.store.messages import SLICE_SECONDS, Slices
from app.store.record import Record, open_record


def test_what_was_said_comes_back_in_order(record: Record) -> None:
    made = record.create("interview", "ar")
    asked = record.append(made.id, "assistant", "متى بدأ الألم؟", "ar", "rtl", slot="onset", generated=True)
    said = record.append(made.id, "user", "أمس، 5-10 mg", "ar", "rtl")
    assert record.messages(made.id) == [asked, said]
    assert (asked.slot, asked.generated, said.status, said.generated) == ("onset", True, "complete", False)
    assert record.get(made.id).messages == 2 and record.get(made.id).updated == said.created


def test_a_write_waits_for_the_disk_and_a_slice_of_a_reply_does_not(record: Record) -> None:
    levels = []
    for durable in (True, False):
        with record.access.database.write(durable=durable) as db:
            levels.append(db.execute("PRAGMA synchronous").fetchone()[0])
    assert levels == [2, 1]


def test_a_message_is_there_for_another_connection_at_once(record: Record, path: Path) -> None:
    made = record.create("interview", "en")
    said = record.append(made.id, "user", "hello", "en", "ltr")
    other = open_record(path)
    assert other.messages(made.id) == [said]
    other.close()


def test_a_reply_grows_and_is_closed_once(record: Record) -> None:
    made = record.create("interview", "en")
    reply = record.append(made.id, "assistant", "", "en", "ltr", status="streaming")
    record.extend(reply.id, "When did")
    assert [(row.text, row.status) for row in record.messages(made.id)] == [("When did", "streaming")]
    usage = {"ttft_ms": 31.5, "tokens": 7}
    done = record.finish(reply.id, "When did it start?", "complete", "onset", generated=True, usage=usage)
    assert done == record.messages(made.id)[0]
    assert (done.text, done.status, done.slot, done.generated) == ("When did it start?", "complete", "onset", True)
    assert record.said.usage(reply.id) == usage
    for late in (lambda: record.finish(reply.id, "no", "complete"), lambda: record.said.extend(reply.id, "no")):
        with pytest.raises(BadInput):
            late()
    assert record.messages(made.id)[0].text == "When did it start?"


def test_slices_of_a_reply_are_written_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr("app.store.messages.time.monotonic", lambda: moment[0])
    slices = Slices()
    assert slices.due(1) and not slices.due(1) and slices.due(2)
    moment[0] += SLICE_SECONDS
    assert slices.due(1) and not slices.due(1)


def test_nothing_is_said_in_a_deleted_or_unknown_conversation(record: Record) -> None:
    made = record.create("interview", "en")
    record.delete(made.id)
    with pytest.raises(BadInput):
        record.append(made.id, "user", "hello", "en", "ltr")
    with pytest.raises(NotFound):
        record.append("abcdefghij", "user", "hello", "en", "ltr")
    with pytest.raises(NotFound):
        record.finish(999, "x", "complete")


def test_numbers_of_messages_are_never_used_again(record: Record) -> None:
    made = record.create("interview", "en")
    first = record.append(made.id, "user", "one", "en", "ltr")
    record.purge(0, dry_run=False)
    other = record.create("interview", "en")
    assert record.append(other.id, "user", "two", "en", "ltr").id > first.id
