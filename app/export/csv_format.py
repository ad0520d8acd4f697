"""CSV of findings, one a row, of one conversation or many: for audit and for counting, not for reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from app.export.document import Document
from app.export.files import encode
from app.export.options import ExportOptions
from app.text.isolate import strip_controls

COLUMNS = (
    "conversation", "created", "complaint", "protocol", "slot", "label", "section", "status", "value", "quote",
    "message", "origin", "superseded", "alarms",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(document: Document, options: ExportOptions) -> bytes:
    """The findings of one conversation."""
    return write_findings([document], options)


def write_findings(documents: Iterable[Document], options: ExportOptions) -> bytes:
    """The findings of many conversations under one header; UTF-8 with a byte order mark, as spreadsheets want it.

    A cell that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for document in documents:
        writer.writerows([safe_cell(cell) for cell in row] for row in _rows(document, options))
    return b"\xef\xbb\xbf" + encode(out.getvalue())


def safe_cell(value: str) -> str:
    """`value` as a cell that no spreadsheet calculates, on one line, without control characters."""
    flat = " ".join(strip_controls(value.replace("\t", " ")).split())
    return "'" + flat if flat.startswith(_FORMULA) else flat


def _rows(document: Document, options: ExportOptions) -> list[tuple[str, ...]]:
    about, history = document.conversation, document.history
    language = options.languages(about.language)[0]
    alarms = " ".join(dict.fromkeys(alarm.flag.rule for alarm in document.alarms))
    return [
        (
            about.id,
            about.created.isoformat(timespec="seconds"),
            history.complaint or "",
            history.protocol,
            finding.slot,
            document.slot_name(finding.slot, language),
            document.section_of(finding.slot),
            finding.status,
            finding.value,
            finding.quote,
            str(finding.message) if document.message(finding.message) else "",
            finding.origin,
            "yes" if finding.superseded else "no",
            alarms,
        )
        for finding in history.findings
    ]
