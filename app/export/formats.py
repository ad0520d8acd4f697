"""The formats by name, and the one way to write a document to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import BadInput
from app.export.csv_format import write_csv
from app.export.document import Document
from app.export.docx_format import write_docx
from app.export.fhir import write_fhir
from app.export.files import safe_name, write_whole
from app.export.json_format import write_json
from app.export.markdown import write_markdown
from app.export.options import ExportOptions
from app.export.pdf import write_pdf
from app.export.text import write_text


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its file suffix, its media type, whether a password can protect it, and what writes it."""

    suffix: str
    media_type: str
    render: Callable[[Document, ExportOptions], bytes]
    protects: bool = False


FORMATS: dict[str, Writer] = {
    "fhir": Writer(".fhir.json", "application/fhir+json", write_fhir),
    "markdown": Writer(".md", "text/markdown; charset=utf-8", write_markdown),
    "json": Writer(".json", "application/json", write_json),
    "text": Writer(".txt", "text/plain; charset=utf-8", write_text),
    "csv": Writer(".csv", "text/csv; charset=utf-8", write_csv),
    "pdf": Writer(".pdf", "application/pdf", write_pdf, protects=True),
    "docx": Writer(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
}


def find_writer(format: str) -> Writer:
    """The writer of a format. Raises BadInput naming the choices."""
    if format not in FORMATS:
        raise BadInput("export-unknown-format", format=format, formats=", ".join(FORMATS))
    return FORMATS[format]


def render(document: Document, format: str, options: ExportOptions) -> bytes:
    """The document as a file's content. Raises BadInput for an unknown format or a password it cannot use."""
    writer = find_writer(format)
    if options.password is not None and not writer.protects:
        raise BadInput("export-password-needs")
    if options.password == "":
        raise BadInput("export-password-short")
    return writer.render(document, options)


def write(document: Document, format: str, path: Path, options: ExportOptions) -> None:
    """Write the document to `path`, whole or not at all, for its owner only. Raises BadInput or ExportProblem."""
    write_whole(path, render(document, format, options))


def file_name(document: Document, format: str) -> str:
    """A name for the export's file, from the conversation's title, safe on every system."""
    about = document.conversation
    return safe_name(about.title, "conversation") + "-" + about.id + find_writer(format).suffix
