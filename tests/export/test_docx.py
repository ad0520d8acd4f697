"""DOCX exports: what went in is read back, direction is real, and word processors open it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bidi import get_display
from docx import Document as open_docx
from docx.oxml.ns import qn

from app.export.document import Document
from app.export.docx_format import write_docx
from app.export.options import ExportOptions
from app.text.isolate import strip_controls
from tests.export.sample import build, messages


def paragraphs(content: bytes) -> list:
    """Every paragraph of the file, those in tables too."""
    word = open_docx(io.BytesIO(content))
    return [paragraph for part in word.element.body.iter(qn("w:p")) for paragraph in [part]]


def text_of(paragraph) -> str:
    """A paragraph's text with its marks."""
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


@pytest.mark.parametrize("language", ["ar", "en", "both"])
def test_everything_said_is_read_back_in_order(language, document: Document) -> None:
    shown = [
        strip_controls(text_of(paragraph)) for paragraph in paragraphs(write_docx(document, ExportOptions(language)))
    ]
    said = [message.text for message in document.messages]
    assert [text for text in shown if text in said] == said


def test_direction_is_a_property_of_paragraphs_runs_and_tables(document: Document) -> None:
    content = write_docx(document, ExportOptions("ar"))
    word = open_docx(io.BytesIO(content))
    styles = {style.name: style.element for style in word.styles if style.name.startswith("Desk")}
    assert all((element.find(f".//{qn('w:bidi')}") is not None) == name.endswith("RTL")
               for name, element in styles.items() if name not in ("Desk Label", "Desk Source"))  # fmt: skip
    assert word.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    arabic = [run for run in word.element.body.iter(qn("w:r")) if re.search("[\u0621-\u064a]", "".join(run.itertext()))]
    assert arabic and all(run.rPr.find(qn("w:rtl")) is not None for run in arabic)
    english = [paragraph for paragraph in word.paragraphs if "penicillin gives" in paragraph.text]
    assert [paragraph.style.name for paragraph in english] == ["Desk Patient"]


def test_no_paragraph_carries_formatting_of_its_own(document: Document) -> None:
    for paragraph in paragraphs(write_docx(document, ExportOptions("ar"))):
        assert {child.tag for child in paragraph.pPr} <= {qn("w:pStyle")}


def test_doses_are_displayed_in_reading_order() -> None:
    text = "خذ 5-10 mg ثم 2024-05-12، 5 مرات"
    content = write_docx(build().with_messages((replace(messages()[0], text=text),)), ExportOptions("ar"))
    shown = next(text_of(p) for p in paragraphs(content) if strip_controls(text_of(p)) == text)
    displayed = get_display(shown, base_dir="R")
    assert "5-10 mg" in displayed and "2024-05-12" in displayed
    assert displayed.index("2024-05-12") < displayed.index("5-10 mg"), "the first dose stands to the right"
    assert strip_controls(displayed).startswith(get_display("5 مرات", base_dir="R"))


def test_header_and_footer_carry_patient_state_and_page_fields(document: Document) -> None:
    parts = zipfile.ZipFile(io.BytesIO(write_docx(document, ExportOptions("en"))))
    header = next(parts.read(name).decode() for name in parts.namelist() if "header" in name and name.endswith(".xml"))
    footer = next(parts.read(name).decode() for name in parts.namelist() if "footer" in name and name.endswith(".xml"))
    assert "Bed 4" in header
    assert 'w:instr="PAGE"' in footer and 'w:instr="NUMPAGES"' in footer and "not reviewed" in footer


@pytest.mark.parametrize(
    "text", ["<w:p/>&amp;]]>", "a\x00\x0b\ufffe\ud800b", "\u202e\u2069x", "ع" * 300_000, '{{field}} HYPERLINK "x"']
)
def test_hostile_text_stays_text(text: str) -> None:
    content = write_docx(build().with_messages((replace(messages()[0], text=text),)), ExportOptions("en"))
    assert any(strip_controls(text_of(paragraph)) == strip_controls(text) for paragraph in paragraphs(content))


def test_libreoffice_opens_it(document: Document, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or pdftotext is not installed")
    (tmp_path / "a.docx").write_bytes(write_docx(document, ExportOptions("both")))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "200-400 mg" in text and "2024-05-10" in text and "Possible acute coronary" in text
