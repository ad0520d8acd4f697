"""The formats by name, and the ways to write documents to a file: one to one file, many to a table or a zip."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from app.errors import BadInput
from app.export.archive import write_archive
from app.export.csv_format import write_findings
from app.export.document import Document
from app.export.files import safe_name, write_whole
from app.export.options import ExportOptions

Render = Callable[[Document, ExportOptions], bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its file suffix, its media type, the function that writes it, and whether it takes a password.

    The function is named, not imported: Typst, python-docx and fhir.resources load when they are used.
    """

    suffix: str
    media_type: str
    module: str
    function: str
    protects: bool = False

    def render(self, document: Document, options: ExportOptions) -> bytes:
        """The document as a file's content."""
        write: Render = getattr(import_module(self.module), self.function)
        return write(document, options)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Writer] = {
    "markdown": Writer(".md", "text/markdown; charset=utf-8", "app.export.markdown", "write_markdown"),
    "json": Writer(".json", "application/json", "app.export.json_format", "write_json"),
    "text": Writer(".txt", "text/plain; charset=utf-8", "app.export.text", "write_text"),
    "pdf": Writer(".pdf", "application/pdf", "app.export.pdf", "write_pdf", protects=True),
    "docx": Writer(".docx", _WORD, "app.export.docx_format", "write_docx"),
    "csv": Writer(".csv", "text/csv; charset=utf-8", "app.export.csv_format", "write_csv"),
    "fhir": Writer(".fhir.json", "application/fhir+json", "app.export.fhir", "write_fhir"),
}


def find_writer(format: str) -> Writer:
    """The writer of a format. Raises BadInput naming the choices."""
    if format not in FORMATS:
        raise BadInput("export-unknown-format", format=format, formats=", ".join(FORMATS))
    return FORMATS[format]


def render(document: Document, format: str, options: ExportOptions) -> bytes:
    """The document as a file's content. Raises BadInput for an unknown format or a password it cannot use."""
    writer = find_writer(format)
    _check_password(options, writer.protects)
    return writer.render(document, options)


def write(document: Document, format: str, path: Path, options: ExportOptions) -> None:
    """Write the document to `path`, whole or not at all, for its owner only. Raises BadInput or ExportProblem."""
    write_whole(path, render(document, format, options))


def write_many(
    documents: Iterable[Document],
    format: str,
    path: Path,
    options: ExportOptions,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write many documents to `path`: CSV as one table, every other format as a zip of files with a manifest.

    The documents are taken one at a time; `progress` is told how many are done. A password protects
    the zip. Raises BadInput or ExportProblem.
    """
    writer = find_writer(format)
    _check_password(options, format != "csv")
    if format == "csv":
        write_whole(path, write_findings(_counted(documents, progress), options))
        return
    write_archive(_counted(documents, progress), writer.render, lambda one: file_name(one, format), path, options)


def file_name(document: Document, format: str) -> str:
    """A name for the export's file, from the conversation's title, safe on every system."""
    about = document.conversation
    return safe_name(about.title, "conversation") + "-" + safe_name(about.id, "0") + find_writer(format).suffix


def _counted(documents: Iterable[Document], progress: Callable[[int], None] | None) -> Iterable[Document]:
    for done, document in enumerate(documents, 1):
        yield document
        if progress:
            progress(done)


def _check_password(options: ExportOptions, protects: bool) -> None:
    if options.password is not None and not protects:
        raise BadInput("export-password-needs")
    if options.password == "":
        raise BadInput("export-password-short")
