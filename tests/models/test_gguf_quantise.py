"""A tiny Mixtral through llama.cpp's own quantiser."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.gguf import inspect
from app.errors import ModelProblem
from models.command import WorkshopError
from models.gguf.quantise import quantise
from models.gguf.tiny import MIXTRAL, write_model


def test_a_quantised_mixtral_is_smaller_and_whole(tmp_path: Path) -> None:
    source = write_model(tmp_path / "f16.gguf", MIXTRAL)
    before, after = inspect(source), inspect(quantise(source, tmp_path / "q8.gguf", "Q8_0", threads=1))
    assert after.quantisation == "Q8_0" and after.shape.experts == 8
    assert after.shape.layers[0].experts * 2 == pytest.approx(before.shape.layers[0].experts * 34 / 32, rel=1e-6)
    assert [path.name for path in tmp_path.glob("*.tmp")] == []


def test_an_unknown_recipe_names_the_choices(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match="Q4_K_M"):
        quantise(write_model(tmp_path / "f16.gguf", MIXTRAL), tmp_path / "out.gguf", "Q4")


def test_what_is_quantised_already_is_not_quantised_again_unasked(tmp_path: Path) -> None:
    once = quantise(write_model(tmp_path / "f16.gguf", MIXTRAL), tmp_path / "q8.gguf", "Q8_0", threads=1)
    with pytest.raises(WorkshopError, match="Q8_0 already"):
        quantise(once, tmp_path / "out.gguf", "Q4_K_M", threads=1)
    assert inspect(quantise(once, tmp_path / "out.gguf", "F16", threads=1, again=True)).quantisation == "F16"


def test_a_file_that_is_no_model_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF but no more")
    with pytest.raises(ModelProblem):
        quantise(tmp_path / "bad.gguf", tmp_path / "out.gguf", "Q8_0", threads=1)
    assert {path.name for path in tmp_path.iterdir()} == {"bad.gguf"}
