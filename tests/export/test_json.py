"""JSON exports: they come back exactly, they meet the published schema, and what is none is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.errors import ExportProblem
from app.export.document import Document
from app.export.json_format import json_schema, read_json, write_json
from app.export.options import ExportOptions

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "conversation-1.json"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MOMENTS = st.datetimes(timezones=st.just(timezone.utc))
st.register_type_strategy(str, TEXTS)
st.register_type_strategy(datetime, MOMENTS)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.from_type(Document))
def test_every_document_comes_back_as_it_left(document: Document) -> None:
    assert read_json(write_json(document, ExportOptions()).decode()) == document


def test_the_whole_example_comes_back(document: Document) -> None:
    text = write_json(document, ExportOptions()).decode("utf-8")
    assert read_json(text) == document
    assert "200-400 mg" in text and "عندي ألم" in text
    assert [message["text"] for message in json.loads(text)["messages"]] == [m.text for m in document.messages]


def test_exports_meet_the_published_schema(document: Document) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    plain = json.loads(write_json(document, ExportOptions()))
    assert list(Draft202012Validator(schema).iter_errors(plain)) == []
    del plain["messages"]
    assert list(Draft202012Validator(schema).iter_errors(plain))


def test_the_published_schema_is_the_one_the_types_give() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": "something else"}', "[" * 100_000, '{"format":"bimedix-desk-conversation"}'],
)
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(ExportProblem) as caught:
        read_json(text)
    assert caught.value.key == "export-not-importable"


def test_a_newer_version_and_a_wrong_value_are_named(document: Document) -> None:
    plain = json.loads(write_json(document, ExportOptions()))
    with pytest.raises(ExportProblem) as caught:
        read_json(json.dumps({**plain, "version": 2}))
    assert caught.value.key == "export-newer"
    with pytest.raises(ExportProblem):
        read_json(json.dumps({**plain, "version": "2"}))
    plain["messages"][0]["role"] = "ghost"
    with pytest.raises(ExportProblem) as caught:
        read_json(json.dumps(plain))
    assert "messages.0.role" in str(caught.value.fields["reason"])


def test_half_a_surrogate_pair_cannot_break_the_file(document: Document) -> None:
    broken = replace(document.messages[0], text="a\ud800b")
    assert (
        read_json(write_json(document.with_messages((broken,)), ExportOptions()).decode()).messages[0].text
        == "a\ufffdb"
    )
