"""Records go through JSON lines and Parquet unchanged, and their faults are seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")
pytest.importorskip("jsonschema", reason="needs tests/requirements.txt")

import jsonschema

from models.command import WorkshopError
from models.dataset.checks import faults
from models.dataset.record import Content, Record, Source, Spoken, Translation, interactions
from models.dataset.record_json import SCHEMA, from_line, read_lines, schema, to_line, to_row, write_lines
from models.dataset.record_parquet import read_parquet, write_parquet
from models.dataset.splits import split_of, with_split

TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["صداع منذ يومين", "BP 120/80", "\u2028", ""]
)
SPOKEN = st.builds(Spoken, st.sampled_from(["user", "assistant"]), st.sampled_from(["ar", "en"]), TEXT)
CONTENT = st.builds(
    Content, TEXT, TEXT, st.lists(TEXT, max_size=4).map(tuple), TEXT, st.lists(SPOKEN, max_size=4).map(tuple)
)
RECORDS = st.builds(
    Record,
    id=TEXT,
    item=TEXT,
    task=st.sampled_from(["multiple_choice", "open_question", "chat"]),
    source=st.builds(Source, TEXT, TEXT, TEXT, TEXT, st.booleans()),
    original=st.sampled_from(["ar", "en"]),
    en=st.none() | CONTENT,
    ar=st.none() | CONTENT,
    mixed=st.none() | CONTENT,
    correct=st.none() | st.integers(0, 9),
    translation=st.none()
    | st.builds(
        Translation,
        st.sampled_from(["professional", "written", "model", "person"]),
        TEXT,
        st.none() | st.floats(0, 100),
        st.integers(0, 5),
    ),
    split=st.sampled_from([None, "train", "test"]),
    tags=st.lists(TEXT, max_size=2).map(tuple),
)
QUESTION = Record(
    id="own:1",
    item="own:1",
    task="multiple_choice",
    source=Source("own", "CC0-1.0"),
    original="en",
    en=Content("Which vitamin prevents scurvy?", options=("A", "C", "D")),
    ar=Content("أي فيتامين يمنع الاسقربوط؟", options=("أ", "ج", "د")),
    correct=1,
    translation=Translation("written"),
)


def chat(*texts: str) -> Record:
    turns = tuple(Spoken("assistant" if at % 2 else "user", "en", text) for at, text in enumerate(texts))
    return Record("own:2", "own:2", "chat", Source("own", "CC0-1.0"), "en", en=Content(turns=turns))


@given(RECORDS)
def test_a_line_gives_the_record_back_and_fits_the_schema(record: Record) -> None:
    line = to_line(record)
    assert "\n" not in line
    assert from_line(line) == record
    jsonschema.validate(json.loads(line), schema())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=5))
def test_both_files_give_the_records_back(tmp_path: Path, records: list[Record]) -> None:
    write_lines(tmp_path / "records.jsonl", records)
    assert list(read_lines(tmp_path / "records.jsonl")) == records
    assert write_parquet(tmp_path / "records.parquet", records) == len(records)
    assert list(read_parquet(tmp_path / "records.parquet")) == records


def test_the_written_schema_is_the_types_schema() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema()


def test_a_line_with_another_field_is_refused_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(to_line(QUESTION) + "\n" + json.dumps({**to_row(QUESTION), "extra": 1}) + "\n", encoding="utf-8")
    with pytest.raises(WorkshopError, match="line 2: extra"):
        list(read_lines(file))


def test_a_good_record_has_no_faults_and_two_interactions() -> None:
    assert faults(QUESTION) == ()
    assert [each.form for each in interactions(QUESTION)] == ["en", "ar"]
    assert faults(chat("My head hurts.", "Since when?")) == ()


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (replace(QUESTION, correct=3), "en: no right option"),
        (replace(QUESTION, translation=None), "translation of unknown origin"),
        (replace(QUESTION, ar=Content("سؤال", options=("أ", "ب"))), "the languages differ in their options"),
        (replace(QUESTION, en=Content("Q", options=("A", "A ", "B"))), "en: the same option twice"),
        (replace(QUESTION, en=None, ar=None), "no content"),
        (replace(QUESTION, task="open_question"), "en: no answer"),
        (chat("Hello."), "en: fewer than two turns"),
        (chat("Hello.", "Hello.", "Bye."), "en: the assistant does not speak last"),
        (chat("Hello.", " "), "en: an empty turn"),
    ],
)
def test_faults_are_named(record: Record, fault: str) -> None:
    assert fault in faults(record)


def test_turns_that_do_not_alternate_or_change_language_are_faults() -> None:
    turns = (Spoken("user", "en", "a"), Spoken("user", "ar", "ب"), Spoken("assistant", "en", "c"))
    found = faults(replace(chat("x", "y"), en=Content(turns=turns)))
    assert "en: one side speaks twice" in found
    assert "en: a turn of the other language" in found


@given(TEXT, st.floats(0, 1))
def test_an_items_side_depends_on_its_name_alone(item: str, share: float) -> None:
    side = split_of(item, share)
    assert side == split_of(item, share)
    if side == "test":
        assert split_of(item, 1.0) == "test"
    derived = replace(QUESTION, id="derived", item=item)
    assert with_split(derived, share).split == with_split(replace(QUESTION, item=item), share).split == side


def test_the_sides_have_their_shares_and_a_published_side_stays() -> None:
    names = [f"item {number}" for number in range(4000)]
    assert 0.08 < sum(split_of(name, 0.1) == "test" for name in names) / len(names) < 0.12
    assert with_split(replace(QUESTION, split="test"), 0.0).split == "test"
