"""Plain text for pasting, and CSV for counting."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.csv_format import COLUMNS, safe_cell, write_csv, write_findings
from app.export.document import Document
from app.export.options import ExportOptions
from app.export.text import write_text
from app.values import Finding
from tests.export.sample import build, signed

FORMULAE = [
    '=HYPERLINK("http://example.org")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "\u202e=1",
    "\n=1",
]


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_text_holds_everything_said_and_no_marks(document: Document) -> None:
    text = write_text(document, ExportOptions("en")).decode()
    assert all(message.text in text for message in document.messages)
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


def test_text_keeps_isolates_on_request(document: Document) -> None:
    text = write_text(document, ExportOptions("ar", isolates=True)).decode()
    assert "\u2066ibuprofen 200-400 mg\u2069" in text


def test_a_signed_note_stands_in_place_of_the_draft() -> None:
    text = write_text(build(saved=(signed(),)), ExportOptions("en")).decode()
    assert "Signed by Duty clinician" in text and "ECG at 10:40" in text and "- Duration: 2 days [101]" in text
    assert "penicillin: rash" not in text and "Not asked" not in text


def test_both_languages_follow_each_other_and_the_transcript_stands_once(document: Document) -> None:
    text = write_text(document, ExportOptions("both")).decode()
    assert text.index("Alarms") < text.index("التنبيهات")
    assert text.count("penicillin gives me a rash") == 1


def test_every_finding_is_a_row(document: Document) -> None:
    found = rows(write_csv(document, ExportOptions("en")))
    assert tuple(found[0]) == COLUMNS
    assert [row["slot"] for row in found] == [finding.slot for finding in document.history.findings]
    assert found[7]["status"] == "denied" and found[6]["message"] == "107" and found[0]["value"] == "ألم في الصدر"


def test_many_conversations_share_one_header(document: Document) -> None:
    found = rows(
        write_findings([document, document, build(history=replace(document.history, findings=()))], ExportOptions())
    )
    assert len(found) == 2 * len(document.history.findings)


@pytest.mark.parametrize("formula", FORMULAE)
def test_formulae_become_text(formula: str, document: Document) -> None:
    finding = Finding("concerns", "present", formula, formula, 101)
    content = write_csv(build(history=replace(document.history, findings=(finding,))), ExportOptions("en"))
    row = rows(content)[0]
    assert row["value"].startswith("'") and row["quote"].startswith("'")


@given(st.text())
def test_a_cell_is_one_line_that_nothing_calculates(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t")) and "\n" not in cell and "\r" not in cell
