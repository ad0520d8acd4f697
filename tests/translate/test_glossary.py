"""Terms: read from files, found in texts, looked for in translations."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.command import WorkshopError
from models.translate.glossary import check_terms, load_glossary
from models.translate.values import Pair


def test_the_longest_term_is_found_once() -> None:
    terms = load_glossary([]).terms_in("High blood pressure; his blood pressure and fevers. High blood pressure!")
    assert [term.source for term in terms] == ["high blood pressure", "blood pressure", "fever"]


def test_a_translation_with_clitics_holds_the_term() -> None:
    glossary = load_glossary([])
    assert list(check_terms(Pair("He has asthma and a cough.", "هو مصاب بالربو وبالسعال."), glossary)) == []
    missing = list(check_terms(Pair("He has asthma.", "هو مصاب بالحساسية."), glossary))
    assert [(one.rule, one.weight, one.source, one.target) for one in missing] == [("term", "hint", "asthma", "الربو")]


def test_files_of_both_forms_are_read_and_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("# mine\nsource,target\nfever,سخونة|حمى\n", encoding="utf-8")
    theirs = tmp_path / "tico.csv"
    theirs.write_text(
        "id,sourceLang,targetLang,sourceString,targetString\n1,en,ar,N95 mask,قناع N95\n", encoding="utf-8"
    )
    glossary = load_glossary([own, theirs])
    assert glossary.terms_in("fever")[0].targets[0] == "سخونة"
    assert glossary.terms_in("wear an N95 mask")[0].origin == "tico.csv"


def test_a_file_without_the_columns_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"wrong\.csv needs the columns"):
        load_glossary([wrong])
    with pytest.raises(WorkshopError, match="cannot be read"):
        load_glossary([tmp_path / "none.csv"])
