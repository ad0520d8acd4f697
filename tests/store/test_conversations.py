"""Conversations: made, named, listed, changed."""

from __future__ import annotations

import pytest

from app.errors import BadInput, NotFound
from app.store.access import is_id
from app.store.conversations import ListQuery, opening
from app.store.record import Record
from tests.store.conftest import MovedClock


def test_a_new_conversation_has_an_id_that_can_be_typed(record: Record) -> None:
    made = record.create("interview", "ar", patient="  file 12 \n")
    assert is_id(made.id) and made == record.get(made.id)
    assert (made.mode, made.language, made.patient, made.messages) == ("interview", "ar", "file 12", 0)


def test_the_first_words_name_it_then_the_complaint_then_a_person(record: Record) -> None:
    made = record.create("interview", "en")
    record.append(made.id, "user", "I have had a headache\nsince yesterday " + "and more " * 20, "en", "ltr")
    assert record.get(made.id).title == "I have had a headache since yesterday and more and more and…"
    record.append(made.id, "user", "It is getting worse", "en", "ltr")
    assert record.get(made.id).title.startswith("I have had")
    assert record.update(made.id, complaint="Headache", flag="urgent").title == "Headache"
    record.rename(made.id, "Ward 3, bed 2")
    changed = record.update(made.id, complaint="Migraine")
    assert (changed.title, changed.complaint, changed.flag) == ("Ward 3, bed 2", "Migraine", "urgent")


def test_a_name_of_the_desks_own_stays_until_another_complaint_or_a_person(record: Record) -> None:
    made = record.create("interview", "en")
    record.update(made.id, complaint="I have had a headache for two days")
    assert record.name(made.id, "Headache").title == "Headache"
    assert record.update(made.id, complaint="I have had a headache for two days", flag="urgent").title == "Headache"
    assert record.update(made.id, complaint="My knee hurts").title == "My knee hurts"
    record.rename(made.id, "Mine")
    assert record.name(made.id, "Knee").title == "Mine"


def test_an_empty_title_lets_the_complaint_name_it_again(record: Record) -> None:
    made = record.create("interview", "en")
    record.rename(made.id, "Mine")
    record.rename(made.id, "")
    assert record.update(made.id, complaint="Cough").title == "Cough"


def test_update_leaves_out_what_is_not_given(record: Record) -> None:
    made = record.create("interview", "en")
    record.update(made.id, complaint="Cough", flag="emergency", language="ar")
    again = record.update(made.id)
    assert (again.complaint, again.flag, again.language) == ("Cough", "emergency", "ar")


def test_the_list_shows_pinned_ones_first_then_the_latest(record: Record) -> None:
    first, second, third = (record.create("interview", "en") for _ in range(3))
    record.append(first.id, "user", "the latest", "en", "ltr")
    record.pin(third.id)
    assert [row.id for row in record.list()] == [third.id, first.id, second.id]
    record.pin(third.id, False)
    assert [row.id for row in record.list()] == [first.id, third.id, second.id]
    assert [row.id for row in record.list(ListQuery(limit=1, offset=1))] == [third.id]


def test_archived_and_deleted_ones_have_lists_of_their_own(record: Record) -> None:
    kept, archived, deleted = (record.create("ask", "en") for _ in range(3))
    record.archive(archived.id)
    record.delete(deleted.id)
    assert [row.id for row in record.list()] == [kept.id]
    assert [row.id for row in record.list(ListQuery(archived=True))] == [archived.id]
    assert [row.id for row in record.list(ListQuery(deleted=True, archived=None))] == [deleted.id]


def test_the_list_can_be_narrowed(record: Record, clock: MovedClock) -> None:
    old = record.create("interview", "ar", patient="A")
    clock.move(days=2)
    new = record.create("ask", "en", patient="B")
    record.update(new.id, flag="emergency")
    between = ListQuery(since=old.updated, until=new.updated)
    for query, expected in (
        (ListQuery(patient="A"), old), (ListQuery(language="en"), new), (ListQuery(mode="interview"), old),
        (ListQuery(flag="emergency"), new), (between, old), (ListQuery(since=new.created), new),
    ):  # fmt: skip
        assert [row.id for row in record.list(query)] == [expected.id], query


@pytest.mark.parametrize("wrong", ["", "nonesuch12", "../../etc/passwd", "x' OR '1'='1", "é" * 10])
def test_an_unknown_id_is_not_found(record: Record, wrong: str) -> None:
    with pytest.raises(NotFound):
        record.get(wrong)


def test_a_label_is_one_short_line(record: Record) -> None:
    made = record.create("interview", "en")
    assert record.rename(made.id, " a\tb\x00c\n d ").title == "a b c d"
    with pytest.raises(BadInput):
        record.set_patient(made.id, "x" * 201)


def test_an_opening_keeps_whole_words_and_never_runs_on() -> None:
    assert opening("  short\nline ") == "short line"
    assert len(opening("x" * 500)) == 61
    assert opening("ألم " * 50).endswith("ألم…")
