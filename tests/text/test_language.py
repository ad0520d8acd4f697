"""Language detection on hand-written clinical fragments, and on real sentences where the data is at hand."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.direction import direction
from app.text.language import Detection, detect, is_arabizi

FRAGMENTS = Path(__file__).parent / "fragments.tsv"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def fragments() -> list[tuple[str, str, str]]:
    """Rows of language, mixed and text."""
    lines = [line for line in FRAGMENTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [tuple(line.split("\t")) for line in lines]
    return [(language, mixed, "" if text == "<empty>" else text) for language, mixed, text in rows]


def sentences(name: str) -> list[tuple[str, str]]:
    """(language, text) of a bilingual data set, without the rows whose Arabic column holds no Arabic letter."""
    path = DATA / name / "data.jsonl"
    if not path.exists():
        pytest.skip(f"the real sentences are not at hand: no {name} under ../shared/data")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(language, row[language]) for row in rows for language in ("ar", "en")]


def test_short_clinical_fragments_are_recognised() -> None:
    judged = [(language, text) for language, _, text in fragments() if language in ("ar", "en", "-")]
    wrong = [(language, text) for language, text in judged if (detect(text).language or "-") != language]
    assert len(judged) > 400
    assert len(wrong) / len(judged) <= 0.01, wrong


def test_mixed_messages_are_marked() -> None:
    judged = [(mixed == "yes", text) for _, mixed, text in fragments() if mixed in ("yes", "no")]
    wrong = [text for mixed, text in judged if detect(text).mixed != mixed]
    assert len(wrong) / len(judged) <= 0.02, wrong


@pytest.mark.parametrize("name", ["tatoeba_en_ar", "tico19_en_ar"])
def test_real_sentences(name: str) -> None:
    rows = sentences(name)
    wrong = [(language, text) for language, text in rows if detect(text).language != language]
    assert 1 - len(wrong) / len(rows) >= 0.998, wrong


def test_a_message_takes_less_than_a_millisecond() -> None:
    texts = [text for _, _, text in fragments()]
    detect("hello")
    start = time.perf_counter()
    for text in texts:
        detect(text)
    assert (time.perf_counter() - start) / len(texts) < 0.001


@pytest.mark.parametrize(
    "text", ["عندي صداع شديد " * 70000, "I have a headache " * 60000, "12 " * 340000, "a-" * 500000]
)
def test_a_megabyte_does_not_hold_up_the_desk(text: str) -> None:
    start = time.perf_counter()
    assert detect(text).language in ("ar", "en", None)
    assert time.perf_counter() - start < 0.25


@pytest.mark.parametrize("fallback", ["ar", "en", None])
def test_without_letters_the_conversation_decides(fallback) -> None:
    expected = "rtl" if fallback == "ar" else "ltr"
    assert detect("120/80", fallback) == Detection(fallback, False, expected)


@pytest.mark.parametrize("text", ["50 kg", "500mg", "38.5 C", "120/80 mmHg", "F", "Panadol 500mg", "B12"])
def test_units_and_names_alone_leave_the_language_to_the_conversation(text: str) -> None:
    assert (detect(text, "ar").language, detect(text, "en").language, detect(text).language) == ("ar", "en", "en")


def test_an_unknown_word_stays_in_the_language_of_the_talk() -> None:
    assert detect("eh, bearable", "en").language == "en"
    assert (
        detect("45 sene", "en").language
        == detect("ya3ni ktir", "en").language
        == detect("soda3", "en").language
        == "ar"
    )
    assert detect("I feel dizzy", "ar").language == "en"


@pytest.mark.parametrize("text", ["Steam", "Pounding", "Ice", "Lying quietly"])
def test_an_unknown_word_that_cannot_be_arabic_is_english(text: str) -> None:
    assert detect(text, "ar").language == "en"


def test_direction_goes_by_the_majority_not_by_the_first_letter() -> None:
    assert direction("Panadol 500mg أخذته مرتين") == "rtl"
    assert direction("COVID-19: متى بدأت الأعراض؟") == "rtl"
    assert direction("The word صداع means headache") == "ltr"
    assert direction("שלום לכולם") == "rtl"


def test_latin_letter_arabic_is_arabic_but_runs_left_to_right() -> None:
    assert detect("3andi soda3") == Detection("ar", False, "ltr")
    assert is_arabizi("waja3 fi sadri")
    assert not is_arabizi("vitamin B12 and T3")
    assert not is_arabizi("عندي صداع")


@given(st.text())
def test_any_text_gets_an_answer_and_always_the_same(text: str) -> None:
    first = detect(text)
    assert detect(text) == first
    assert first.direction in ("rtl", "ltr")


def test_lone_surrogates_and_controls_do_not_raise() -> None:
    assert detect("\ud83d headache \udc00\u202e").language == "en"
    assert detect("\u2067عندي صداع\u2069").language == "ar"
