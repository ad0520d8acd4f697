"""Writing files: whole or not at all, for their owner only, each fault by its name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput, ExportProblem
from app.export.document import Document
from app.export.files import NAME_BYTES, safe_name, write_whole
from app.export.formats import FORMATS, file_name, render, write
from app.export.options import ExportOptions
from app.text.locale import locale


def refuse(code: int):
    """A stand-in for a call of the system that fails with `code`."""

    def call(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return call


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_every_format_is_written_whole_and_private(format: str, document: Document, tmp_path: Path) -> None:
    target = tmp_path / file_name(document, format)
    write(document, format, target, ExportOptions())
    assert target.stat().st_size > 500
    assert os.name != "posix" or stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(
    ("code", "key"),
    [(errno.ENOSPC, "export-disk-full"), (errno.EACCES, "export-not-writable"), (errno.EIO, "export-failed")],
)
def test_a_fault_on_the_way_leaves_the_old_file_and_no_part(code, key, tmp_path, monkeypatch) -> None:
    target = tmp_path / "note.md"
    target.write_text("old")
    monkeypatch.setattr(os, "fsync", refuse(code))
    with pytest.raises(ExportProblem) as caught:
        write_whole(target, b"new")
    assert caught.value.key == key
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(ExportProblem) as caught:
            write_whole(tmp_path / "big.md", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.key == "export-disk-full"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_in_the_place_are_named(tmp_path: Path) -> None:
    for target, key in ((tmp_path / "no" / "a.md", "export-folder-missing"), (tmp_path, "export-is-folder")):
        with pytest.raises(ExportProblem) as caught:
            write_whole(target, b"x")
        assert caught.value.key == key
        for language in ("en", "ar"):
            assert str(target.parent if key.endswith("missing") else target) in locale(language, False).explain(
                caught.value
            )


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem):
        write_whole(tmp_path / ("x" * 300), b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExportProblem) as caught:
        write_whole(pipe, b"x")
    assert caught.value.key == "export-not-a-file"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("this account may write everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(ExportProblem) as caught:
        write_whole(tmp_path / "a.md", b"x")
    tmp_path.chmod(0o700)
    assert caught.value.key == "export-not-writable"


def test_unknown_formats_and_passwords_out_of_place_are_refused(document: Document) -> None:
    for format, options in (("word", ExportOptions()), ("markdown", ExportOptions(password="secret"))):
        with pytest.raises(BadInput):
            render(document, format, options)


@given(st.text())
def test_file_names_are_safe_in_any_script(title: str) -> None:
    name = safe_name(title, "conversation")
    assert name and len(name.encode()) <= NAME_BYTES
    assert not set(name) & set('/\\:*?"<>|\x00. ') and not name.startswith("-")


@pytest.mark.parametrize(
    ("title", "name"),
    [("ألم في الصدر", "ألم-في-الصدر"), ("../../etc/passwd", "etc-passwd"), ("CON", "conversation"),
     ("", "conversation"), ("\u202egpj.exe", "gpj-exe"), ("Chest pain: 2 days?", "Chest-pain-2-days")],
)  # fmt: skip
def test_file_names(title: str, name: str) -> None:
    assert safe_name(title, "conversation") == name
