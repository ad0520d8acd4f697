"""Folding for search: spellings that must meet, offsets that must hold, and speed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.fold import fold, fold_map, stems
from app.text.numerals import to_arabic, to_western


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ألم", "أَلَم"), ("مرتفعه", "مرتفعة"), ("إسهال", "اسهال"), ("آلام", "الام"), ("على", "علي"), ("دواء", "دوا"),
        ("صـــداع", "صداع"), ("ﺻﺪﺍﻉ", "صداع"), ("٥٠٠", "500"), ("۵۰۰", "500"), ("Café", "CAFE"), ("کتف", "كتف"),
        ("لا", "ﻻ"), ("نعم؟", "نعم?"), ("5–10", "5-10"), ("مسؤول", "مسوول"), ("شيئ", "شيي"), ("Straße", "STRASSE"),
    ],
)  # fmt: skip
def test_these_spellings_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_words_stay_apart() -> None:
    assert len({fold(word) for word in ("ألم", "قلم", "علم", "pain", "500", "50")}) == 6


@given(st.text(), st.text())
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(st.text())
def test_offsets_point_at_the_characters_folded(text: str) -> None:
    folded, offsets = fold_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert all(letter in fold(text[at]) for letter, at in zip(folded, offsets, strict=True))
    assert list(offsets) == sorted(offsets)


@given(st.text(alphabet=st.characters(max_codepoint=0x6FF)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("صدري", "صدر"), ("الصدر", "صدر"), ("بالصدر", "صدر"), ("والصدر", "صدر"), ("راسي", "راس"), ("بطني", "بطن"),
     ("للصدر", "صدر"), ("صدرها", "صدر"), ("وجع", "وجع"), ("ولد", "ولد"), ("الم", "الم"), ("في", "في")],
)  # fmt: skip
def test_clitics_come_off_where_a_word_remains(word: str, bare: str) -> None:
    assert bare in stems(word)


def test_stems_give_every_reading() -> None:
    assert {"وجعني", "وجع"} <= stems("وجعني")
    assert {"صدر", "بصدره"} <= stems("بصدره")
    assert "معده" in stems(fold("معدتي"))


def test_ten_thousand_messages_a_second() -> None:
    message = "أخذت panadol 500mg مرتين من امبارح وما نفع، الألم شديد في الصدر"
    fold_map(message)
    start = time.perf_counter()
    for _ in range(2000):
        fold_map(message)
    assert time.perf_counter() - start < 0.4


@given(st.text())
def test_digits_change_sets_without_moving_anything(text: str) -> None:
    assert len(to_arabic(text)) == len(to_western(text)) == len(text)
    assert to_western(to_arabic(text)) == to_western(text)
