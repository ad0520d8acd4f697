"""The catalogue says what a person must know before choosing a model, and every row can be loaded."""

from __future__ import annotations

from pathlib import Path

import llama_cpp
import pytest

from app.catalogue.rows import Catalogue, Model
from app.engine.architectures import GENERATORS, OTHERS
from app.engine.templates import template
from app.errors import ContentProblem, ModelProblem

ROWS = Catalogue.load().list()
NAMES = (
    "mini",
    "bimedix-bi",
    "bimedix-ara",
    "bimedix-eng",
    "mixtral-8x7b-instruct",
    "med42-70b",
    "meditron-70b",
    "jais-30b",
)


def test_the_rows_are_those_promised() -> None:
    assert tuple(row.name for row in ROWS) == NAMES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_says_all_there_is_to_know(row: Model) -> None:
    for wording in (row.about, row.consequence):
        assert wording.en.endswith(".") and wording.ar.endswith(".") and wording.text("ar") == wording.ar
    assert row.licence and row.source.count("/") == 1 and row.context >= 4096 and row.size > 10**8
    assert row.dimensions and row.dimensions.architecture in GENERATORS
    assert template(row.template).name == row.template
    assert (row.form == "transcript") == (row.template == "transcript")


@pytest.mark.parametrize("name", ["bimedix-bi", "bimedix-ara", "bimedix-eng"])
def test_bimedix_says_what_its_licence_forbids(name: str) -> None:
    row = Catalogue.load().get(name)
    assert row.licence == "CC-BY-NC-SA 4.0" and row.consent and row.medical and row.origin == "workshop"
    assert "not ready for clinical or commercial use" in row.consequence.en
    assert f"models import FILE --name {name}" in row.about.en and row.sampling.repeat_penalty == 1.0


def test_the_embedded_model_is_no_medical_model() -> None:
    row = Catalogue.load().get("mini")
    assert not row.medical and not row.structured and "not a medical model" in row.consequence.en
    assert row.licence.startswith("Gemma") and len(row.files[0].sha256) == 64


def test_mixtrals_repeat_penalty_is_off() -> None:
    mixtures = [row for row in ROWS if row.dimensions and row.dimensions.experts]
    assert len(mixtures) == 4 and all(row.sampling.repeat_penalty == 1.0 for row in mixtures)


def test_an_unknown_model_names_the_choices() -> None:
    with pytest.raises(ModelProblem) as caught:
        Catalogue.load().get("gpt")
    assert caught.value.key == "models-unknown" and "bimedix-bi" in str(caught.value.fields["choices"])


@pytest.mark.parametrize("text", ["", "[[model]]\nname = 'x'", "[[model]", "[[model]]\nname = 'x'\nlike = 'y'"])
def test_a_broken_catalogue_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentProblem) as caught:
        Catalogue.load(tmp_path / "catalogue.toml")
    assert caught.value.fields["file"] == "catalogue.toml" and caught.value.fields["fault"]


def test_architectures_are_those_of_the_installed_llama_cpp() -> None:
    library = next((Path(llama_cpp.__file__).parent / "lib").glob("*llama.*")).read_bytes()
    # Linkers let `rwkv7` be the end of `arwkv7`, so only the end of a name is looked at.
    missing = [name for name in GENERATORS | OTHERS if f"{name}\0".encode() not in library]
    assert missing == [] and not GENERATORS & OTHERS
