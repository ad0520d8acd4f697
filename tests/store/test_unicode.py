"""Whatever goes in comes out as it was; what cannot is refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.errors import BadInput
from app.store.access import MESSAGE_BYTES
from app.store.record import Record, open_record

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, str]]:
    """One record for all the examples."""
    record = open_record(tmp_path_factory.mktemp("unicode") / "record.sqlite")
    yield record, record.create("interview", "ar").id
    record.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("\x00before and after\x00")
@example("\u202eevil\u202c \u2066dose 5-10\u2069 \ufeff\u200f\u061c")
@example("أَلَمٌ \u0640 ﷺ ﻻ e\u0301 \r\n\t 😷👩🏽‍⚕️")
@given(ANY_TEXT)
def test_any_text_comes_out_identical(shared: tuple[Record, str], text: str) -> None:
    record, conversation = shared
    said = record.append(conversation, "user", text, "ar", "rtl")
    note = record.save_note(conversation, "ar", text)
    assert said.text == text and note.text == text
    assert record.messages(conversation)[-1].text == text
    assert record.notes(conversation)[-1].text == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=80))
def test_no_query_breaks_the_search_and_marks_lie_inside(shared: tuple[Record, str], query: str) -> None:
    for hit in shared[0].search(query):
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@pytest.mark.parametrize("broken", ["\ud800", "text \udfff text", "\udc80"])
def test_half_a_character_is_refused_and_nothing_is_written(shared: tuple[Record, str], broken: str) -> None:
    record, conversation = shared
    before = record.messages(conversation)
    for attempt in (
        lambda: record.append(conversation, "user", broken, "en", "ltr"),
        lambda: record.save_note(conversation, "en", broken),
        lambda: record.rename(conversation, broken),
        lambda: record.update(conversation, complaint="x" * 100 + broken),
    ):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.key == "record-text-broken"
    assert record.messages(conversation) == before


def test_a_megabyte_is_kept_and_one_byte_more_is_refused(shared: tuple[Record, str]) -> None:
    record, conversation = shared
    whole = "ألم " * (MESSAGE_BYTES // 7)
    assert record.append(conversation, "user", whole, "ar", "rtl").text == whole
    with pytest.raises(BadInput) as caught:
        record.append(conversation, "user", "x" * (MESSAGE_BYTES + 1), "en", "ltr")
    assert caught.value.key == "record-text-long"
