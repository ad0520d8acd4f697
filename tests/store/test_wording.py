"""Every fault that the record names has a sentence in both languages, with a place for each field."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.errors import DeskError
from app.text.locale import Locale
from app.values import Language

STORE = Path(__file__).resolve().parents[2] / "app" / "store"
FIELDS = {
    name: f"‹{name}›" for name in ("path", "reason", "backup", "id", "name", "host", "position", "days", "size")
} | {"limit": 200, "least": 10, "minutes": 15}


def keys() -> set[str]:
    """Every key that stands in the code."""
    constants = (
        node.value
        for path in STORE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    )
    return {value for value in constants if isinstance(value, str) and value.startswith("record-")}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_fault_has_a_sentence(language: Language) -> None:
    speak = Locale(language)
    assert len(keys()) > 40
    for key in keys():
        sentence = speak.explain(DeskError(key, **FIELDS))
        assert len(sentence) > 15 and "{" not in sentence, key


def test_both_languages_fill_in_the_same_fields() -> None:
    english, arabic = Locale("en"), Locale("ar")
    for key in keys():
        filled = [
            {mark for mark in FIELDS.values() if str(mark) in speak(key, **FIELDS)} for speak in (english, arabic)
        ]
        assert filled[0] == filled[1], key
