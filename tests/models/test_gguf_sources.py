"""The sources of llama.cpp: fetched, checked, unpacked without what is not needed, and refused where they are wrong."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from models.command import WorkshopError
from models.gguf import sources as module
from models.gguf.scripts import run_script
from models.gguf.sources import ARCHIVE, sources
from models.gguf.tools import build, built

TOP = ARCHIVE.removesuffix(".tar.gz")


def archive(folder: Path, names: tuple[str, ...]) -> str:
    """A source distribution with these files; returns its sha256."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / ARCHIVE, "w:gz") as packed:
        for name in names:
            content = f"# {name}\n".encode()
            member = tarfile.TarInfo(f"{TOP}/{name}")
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return hashlib.sha256((folder / ARCHIVE).read_bytes()).hexdigest()


def test_only_llama_cpp_is_unpacked_and_only_once(tmp_path: Path) -> None:
    inside = ("convert_hf_to_gguf.py", "tools/imatrix/imatrix.cpp", "tests/test.cpp", ".git", "docs/build.md")
    digest = archive(
        tmp_path, ("setup.py", ".git/modules/vendor/llama.cpp/HEAD", *(f"vendor/llama.cpp/{name}" for name in inside))
    )
    found = sources(tmp_path, digest)
    unpacked = {path.relative_to(found.root).as_posix() for path in found.root.rglob("*") if path.is_file()}
    assert unpacked == {"convert_hf_to_gguf.py", "tools/imatrix/imatrix.cpp"}
    assert found.script("convert_hf_to_gguf.py").is_file()
    (tmp_path / ARCHIVE).unlink()
    assert sources(tmp_path, digest) == found
    with pytest.raises(WorkshopError, match=r"no convert_lora_to_gguf\.py"):
        found.script("convert_lora_to_gguf.py")


def test_a_changed_archive_is_refused(tmp_path: Path) -> None:
    archive(tmp_path, ("vendor/llama.cpp/convert_hf_to_gguf.py",))
    with pytest.raises(WorkshopError, match="not the published file"):
        sources(tmp_path)
    assert not list(tmp_path.glob("llama.cpp-*/source"))


def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    digest = archive(tmp_path / "cache", ("vendor/llama.cpp/tools/../../../../escaped.py",))
    with pytest.raises(tarfile.FilterError):
        sources(tmp_path / "cache", digest)
    assert not list(tmp_path.rglob("escaped.py"))


def test_without_a_connection_it_says_how_to_bring_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def offline(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(module.subprocess, "run", offline)
    with pytest.raises(WorkshopError, match=rf"pip download .*put {ARCHIVE} into {tmp_path}"):
        sources(tmp_path)
    assert "--no-binary" in asked[0] and asked[0][-1] == "llama-cpp-python==0.3.36"


def test_a_script_s_last_words_are_given_and_all_of_them_kept(tmp_path: Path) -> None:
    script = tmp_path / "fails.py"
    script.write_text("import sys\nprint('first')\nsys.exit('the tokenizer is missing')\n", encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"fails\.py failed: the tokenizer is missing"):
        run_script(script, [], tmp_path / "log")
    assert (tmp_path / "log").read_text(encoding="utf-8").splitlines()[0] == "first"


def test_without_cmake_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = module.Sources(tmp_path)
    assert built(found, "llama-imatrix") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WorkshopError, match="needs cmake"):
        build(found, "llama-imatrix")


@pytest.mark.slow
def test_the_published_sources_build_the_matrix_tool(tmp_path: Path) -> None:
    """About five minutes on two busy cores, and a download of 76 MB."""
    tool = build(sources(tmp_path), "llama-imatrix")
    said = subprocess.run([str(tool), "--help"], capture_output=True, text=True, check=False, timeout=60)
    assert "--output-frequency" in said.stdout + said.stderr
