"""PDF exports: text that comes out as it went in, pages as they should look, and nothing said that becomes markup."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from app.export.document import Document
from app.export.options import ExportOptions
from app.export.pdf import pieces, write_pdf
from tests.export.sample import build, messages, signed

HOSTILE = (
    '#panic("x") #eval("1+1") $x^2$ *bold* _it_ `raw` @label <label> = heading\n- item\n#set page(fill: red) \\ // /*',
    "\u202edose 01\u202c\u2069\u2069 \u0007\x1b[31m",
    "]#[",
)


def extracted(content: bytes, tmp_path: Path) -> str:
    """The text as pdftotext gives it, without its direction marks."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "export.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", re.sub("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text))


def letters(text: str) -> list[str]:
    """The words of a text without vowel marks, which readers of PDFs order each their own way, as they do spaces."""
    return re.findall(r"[a-zA-Z0-9]+|[^\W_a-zA-Z0-9]+", re.sub("[\u064b-\u065f]", "", text))


@pytest.mark.parametrize("language", ["ar", "en", "both"])
def test_text_comes_out_in_logical_order(language, document: Document, tmp_path: Path) -> None:
    text = extracted(write_pdf(document, ExportOptions(language)), tmp_path)
    for expression in ("200-400 mg", "2024-05-10", "150/95", "Panadol 500mg"):
        assert expression in text
    said = {word for message in document.messages for word in letters(message.text)}
    assert said - set(letters(text)) == set()


def test_doses_alone_come_out_whole(tmp_path: Path) -> None:
    doses = ["5-10 mg", "2024-05-12", "5 × 10", "200-400 mg", "0.5–1 g", "8/10", "+971 50 123 4567"]
    said = replace(messages()[0], text="الجرعة كما يلي: " + "، ثم ".join(doses))
    text = extracted(write_pdf(build().with_messages((said,)), ExportOptions("ar")), tmp_path)
    assert [dose for dose in doses if dose not in text] == []


def test_alarms_state_and_page_numbers_are_on_the_first_page(document: Document) -> None:
    reader = PdfReader(io.BytesIO(write_pdf(build(6, saved=(signed(),)), ExportOptions("en"))))
    first = reader.pages[0].extract_text()
    for part in ("Emergency", "Possible acute coronary syndrome", "Signed by Duty clinician", "version 2", "Bed 4"):
        assert part in first
    assert f"Page 1 of {len(reader.pages)}" in first and len(reader.pages) > 1


def test_note_lines_name_their_sources(document: Document, tmp_path: Path) -> None:
    text = extracted(write_pdf(document, ExportOptions("en")), tmp_path)
    assert "penicillin: rash [107]" in text and "Duration: 2 days [101]" in text


def test_hijri_is_added_where_chosen(document: Document, tmp_path: Path) -> None:
    assert "1445 AH" in extracted(write_pdf(document, ExportOptions("en", hijri=True)), tmp_path)
    assert "1445" not in extracted(write_pdf(document, ExportOptions("en")), tmp_path)


def test_the_file_is_tagged_pdf_a(document: Document) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(document, ExportOptions()))) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang).startswith("ar")


def test_what_is_said_never_becomes_markup(tmp_path: Path) -> None:
    said = tuple(
        replace(message, text=text, direction="ltr") for message, text in zip(messages(), HOSTILE, strict=False)
    )
    text = extracted(write_pdf(build(conversation=replace(build().conversation, title=HOSTILE[0])).with_messages(said),
                               ExportOptions("en")), tmp_path)  # fmt: skip
    for part in ('#panic("x")', '#eval("1+1")', "$x^2$", "*bold*", "`raw`", "@label", "<label>", "= heading", "]#["):
        assert part in text
    assert "dose 01" in text


@pytest.mark.parametrize("text", ["ع" * 200_000, "x" * 200_000, "صداع 5-10 mg " * 3000, "😀 你好 \ue000", ""])
def test_long_and_strange_messages_do_not_break_the_file(text: str) -> None:
    content = write_pdf(build().with_messages((replace(messages()[0], text=text),)), ExportOptions())
    assert len(PdfReader(io.BytesIO(content)).pages) >= 1


def test_a_password_protects_with_aes_256(document: Document) -> None:
    content = write_pdf(document, ExportOptions(password="كلمة سر 1"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password="كلمة سر 1") as pdf:
        assert pdf.encryption.R == 6 and pdf.encryption.bits == 256


def test_short_runs_stay_on_one_line_and_long_ones_may_break() -> None:
    assert pieces("خذ 5-10 mg الآن", "rtl") == [("خذ ", ""), ("5-10 mg", "ltr"), (" الآن", "")]
    long = "a very long English sentence that goes on and on"
    assert pieces(f"قال {long} لي", "rtl") == [(f"قال \u2066{long}\u2069", ""), (" لي", "")]


@pytest.mark.parametrize("language", ["ar", "en", "both"])
def test_pages_look_as_before(language, document: Document, tmp_path: Path) -> None:
    """The first page's ink lies where it lay when somebody looked at it and found it right."""
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    from PIL import Image, ImageChops

    path = tmp_path / "page.pdf"
    path.write_bytes(write_pdf(document, ExportOptions(language, zone=document.exported.tzinfo)))
    subprocess.run(
        ["pdftoppm", "-png", "-r", "50", "-gray", "-f", "1", "-l", "1", "-singlefile", path, tmp_path / "page"],
        check=True,
    )
    seen = Image.open(tmp_path / "page.png").convert("L")
    kept = Image.open(Path(__file__).parent / "pages" / f"{language}.png").convert("L")
    assert seen.size == kept.size
    different = ImageChops.difference(seen, kept).point(lambda value: 255 if value > 60 else 0)
    share = sum(different.histogram()[1:]) / (seen.width * seen.height)
    assert share < 0.01, f"{share:.1%} of the page changed: look at it, then keep the new picture"
