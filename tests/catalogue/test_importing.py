"""A file is checked before it is kept, and kept whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from app.catalogue.files import locate
from app.catalogue.importing import import_model
from app.catalogue.planning import plan_model
from app.catalogue.registry import Registry, load_catalogue
from app.config import ROOT, Home
from app.engine.placement import Device, PlacementOptions
from app.errors import ModelProblem
from app.text.locale import Locale
from models.gguf.tiny import LLAMA, MIXTRAL, TinyShape, write_adapter, write_model

ALTERNATING = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ready()


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_model(tmp_path / "Tiny Mixtral.Q4_K_M.gguf", MIXTRAL)


def problem(home: Home, path: Path, **options: object) -> ModelProblem:
    with pytest.raises(ModelProblem) as caught:
        import_model(home, load_catalogue(home), path, **options)  # type: ignore[arg-type]
    for language in ("en", "ar"):
        assert Locale(language, ROOT / "locales").explain(caught.value)
    assert not list(home.models.glob("*.gguf*"))
    return caught.value


def test_a_file_is_kept_and_found_again(home: Home, tiny: Path) -> None:
    told: list[float] = []
    model = import_model(home, load_catalogue(home), tiny, template="mixtral-instruct", progress=told.append)
    assert model.name == "tiny-mixtral.q4-k-m" and model.origin == "imported" and told[-1] == 1.0
    found = locate(home, load_catalogue(home), model.name)
    assert found.path.read_bytes() == tiny.read_bytes() and len(found.sha256) == 64
    assert found.model.template == "mixtral-instruct" and not list(home.models.glob("*.tmp"))


def test_on_one_disk_it_takes_no_room(home: Home, tiny: Path) -> None:
    import_model(home, load_catalogue(home), tiny, name="tiny", template="mixtral-instruct")
    assert (home.models / "tiny.gguf").samefile(tiny)
    tiny.unlink()
    assert locate(home, load_catalogue(home), "tiny").path.stat().st_size > 10**6


def test_on_another_disk_it_is_copied(home: Home, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse(errno.EXDEV))
    import_model(home, load_catalogue(home), tiny, name="tiny", template="mixtral-instruct")
    assert (home.models / "tiny.gguf").read_bytes() == tiny.read_bytes()
    assert not (home.models / "tiny.gguf").samefile(tiny)


def test_a_split_file_comes_with_all_its_parts(home: Home, tmp_path: Path) -> None:
    write_model(tmp_path / "big.gguf", MIXTRAL, parts=3)
    second = tmp_path / "big-00002-of-00003.gguf"
    model = import_model(home, load_catalogue(home), second, template="mixtral-instruct")
    assert model.name == "big" and len(list(home.models.glob("big-*-of-00003.gguf"))) == 3
    assert locate(home, load_catalogue(home), "big").path.name == "big-00001-of-00003.gguf"


def refuse(number: int):  # type: ignore[no-untyped-def]
    def refused(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return refused


def test_a_copy_that_breaks_off_leaves_nothing(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_model(tmp_path / "big.gguf", MIXTRAL, parts=2)
    monkeypatch.setattr(os, "link", refuse(errno.EXDEV))
    monkeypatch.setattr(shutil, "copyfile", refuse(errno.EIO))
    broken = problem(home, tmp_path / "big-00001-of-00002.gguf", template="mixtral-instruct")
    assert broken.key == "models-copy" and Registry(home).all() == {}


def test_no_room_is_said(home: Home, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse(errno.EXDEV))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 10, 0))
    assert problem(home, tiny, template="mixtral-instruct").key == "models-disk"


def test_without_a_template_the_choices_are_named(home: Home, tiny: Path) -> None:
    missing = problem(home, tiny)
    assert missing.key == "models-import-template" and "mixtral-instruct" in str(missing.fields["choices"])
    assert problem(home, tiny, template="nonsense").key == "models-template-unknown"
    assert problem(home, tiny, template="gguf").key == "models-template-none"


def test_a_bad_file_is_not_kept(home: Home, tmp_path: Path, tiny: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(tiny.read_bytes()[:-100])
    assert problem(home, tmp_path / "cut.gguf", template="mixtral-instruct").key == "models-file-truncated"
    adapter = write_adapter(tmp_path / "lora.gguf", MIXTRAL)
    assert problem(home, adapter, template="mixtral-instruct").key == "models-file-adapter"


def test_a_name_is_given_once(home: Home, tiny: Path, tmp_path: Path) -> None:
    assert problem(home, tiny, name="mini").key == "models-name-taken"
    import_model(home, load_catalogue(home), tiny, name="tiny", template="mixtral-instruct")
    with pytest.raises(ModelProblem) as caught:
        import_model(home, load_catalogue(home), tiny, name="tiny", template="llama-2")
    assert caught.value.key == "models-name-taken"


def test_a_catalogue_name_needs_consent_and_the_right_build(home: Home, tmp_path: Path) -> None:
    deep = TinyShape(experts=8, used=2, feed_forward=32, width=32, heads=2, kv_heads=1, layers=32)
    path = write_model(tmp_path / "made.gguf", deep)
    refused = problem(home, path, name="bimedix-bi")
    assert refused.key == "models-consent" and "CC-BY-NC-SA" in str(refused.fields["licence"])
    shallow = write_model(tmp_path / "other.gguf", LLAMA)
    assert problem(home, shallow, name="bimedix-bi", accepted=True).key == "models-import-other"
    model = import_model(home, load_catalogue(home), path, name="bimedix-bi", accepted=True)
    assert (model.template, model.medical, model.title) == ("mixtral-instruct", True, "BiMediX bilingual")
    assert locate(home, load_catalogue(home), "bimedix-bi").path.name == "bimedix-bi.gguf"


def test_another_template_may_be_named_for_a_catalogue_model(home: Home, tmp_path: Path) -> None:
    deep = TinyShape(experts=8, used=2, feed_forward=32, width=32, heads=2, kv_heads=1, layers=32)
    path = write_model(tmp_path / "made.gguf", deep)
    import_model(home, load_catalogue(home), path, name="bimedix-ara", template="llama-2", accepted=True)
    assert load_catalogue(home).get("bimedix-ara").template == "llama-2"


def test_a_model_is_planned_before_and_after_it_is_here(home: Home, tiny: Path) -> None:
    machine = [Device("GPU0", 24 * 2**30), Device("CPU", 64 * 2**30, kind="cpu")]
    shape, found = plan_model(home, load_catalogue(home), "bimedix-bi", machine, PlacementOptions())
    assert shape.weights == pytest.approx(28.4e9, rel=0.001) and found[0].mode == "experts"
    import_model(home, load_catalogue(home), tiny, name="tiny", template="mixtral-instruct")
    shape, found = plan_model(home, load_catalogue(home), "tiny", machine, PlacementOptions())
    assert len(shape.layers) == 2 and found[0].mode == "gpu"
    by_path, _ = plan_model(home, load_catalogue(home), str(tiny), machine, PlacementOptions())
    assert by_path == shape
