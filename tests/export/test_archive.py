"""Many conversations at once: a zip with a manifest that is true, AES on request, or one table."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pyzipper

from app.errors import BadInput
from app.export.document import Document
from app.export.formats import write_many
from app.export.measure import sample
from app.export.options import ExportOptions
from tests.export.sample import build


def many(count: int, title: str = "ألم في الصدر") -> Iterator[Document]:
    """Conversations that differ by their ids."""
    document = build()
    for number in range(count):
        yield replace(document, conversation=replace(document.conversation, id=f"c{number:09d}", title=title))


@pytest.mark.parametrize("format", ["markdown", "json", "docx", "pdf", "fhir"])
def test_the_manifest_tells_the_truth(format: str, tmp_path: Path) -> None:
    write_many(many(3), format, tmp_path / "a.zip", ExportOptions("both"))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.namelist() == [row["file"] for row in manifest["files"]] + ["manifest.json"]
        for row in manifest["files"]:
            content = archive.read(row["file"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (row["bytes"], row["sha256"])
    assert [row["conversation"] for row in manifest["files"]] == ["c000000000", "c000000001", "c000000002"]
    assert manifest["files"][0]["file"].startswith("ألم-في-الصدر-c000000000.")


def test_titles_cannot_leave_the_archive(tmp_path: Path) -> None:
    write_many(many(1, "../../../etc/passwd"), "json", tmp_path / "a.zip", ExportOptions())
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert names == ["etc-passwd-c000000000.json", "manifest.json"]


def test_a_password_encrypts_every_file(tmp_path: Path) -> None:
    write_many(many(2), "json", tmp_path / "a.zip", ExportOptions(password="سر-123"))
    with pytest.raises(RuntimeError):
        zipfile.ZipFile(tmp_path / "a.zip").read("manifest.json")
    assert "عندي" not in (tmp_path / "a.zip").read_bytes().decode("utf-8", "ignore")
    with pyzipper.AESZipFile(tmp_path / "a.zip") as archive:
        assert all(info.wz_aes_strength == 3 for info in archive.infolist())
        archive.setpassword("سر-123".encode())
        assert len(json.loads(archive.read("manifest.json"))["files"]) == 2


def test_progress_is_told_and_documents_are_taken_one_by_one(tmp_path: Path) -> None:
    told: list[int] = []
    write_many(many(4), "text", tmp_path / "a.zip", ExportOptions(), told.append)
    assert told == [1, 2, 3, 4]


def test_csv_is_one_table_of_all(tmp_path: Path) -> None:
    write_many(many(3), "csv", tmp_path / "a.csv", ExportOptions())
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert {row["conversation"] for row in rows} == {"c000000000", "c000000001", "c000000002"}


def test_a_fault_midway_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Document]:
        yield build()
        raise BadInput("error-conversation", id="gone")

    for documents in (broken(), iter(())):
        with pytest.raises(BadInput):
            write_many(documents, "json", tmp_path / "a.zip", ExportOptions())
        assert list(tmp_path.iterdir()) == []


def test_two_hundred_conversations_stay_well_under_the_memory_that_a_thousand_may_take() -> None:
    command = [sys.executable, "-m", "app.export.measure", "200", "json"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert 0 < figures["peak_mebibytes"] < 250 or sys.platform == "win32"


@pytest.mark.slow
def test_a_thousand_pdfs_in_under_half_a_gigabyte() -> None:
    command = [sys.executable, "-m", "app.export.measure", "1000", "pdf"]
    assert (
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["peak_mebibytes"] < 500
    )


def test_a_hundred_turns_export_in_time() -> None:
    """The figures, with room for a busy machine; `python -m app.export.measure` measures them."""
    from app.export.formats import FORMATS, render
    from app.export.measure import seconds_of

    document = sample(100)
    assert len(document.messages) == 200
    for format in FORMATS:
        render(document, format, ExportOptions("both"))
        assert (
            min(seconds_of(document, format, ExportOptions("both")) for _ in range(3))
            < (2 if format == "pdf" else 0.5) * 2
        )
