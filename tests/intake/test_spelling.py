"""Slips of the pen: what is mended, what is left alone, and letters drawn out."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.knowledge import Knowledge
from app.intake.spelling import SHORTEST, Speller, is_one_slip
from app.intake.understanding import understand
from tests.intake.conftest import Talk

LETTERS = st.text(string.ascii_lowercase, min_size=SHORTEST, max_size=14)
PLACE = st.integers(0, 100)

SLIPS = [
    ("my son is having a siezure", "seizure_now"),
    ("sever crushing chestt pain", "chest_pain_crushing"),
    ("I keep vommiting", "vomiting"),
    ("heeeelp I can't breathe", "dyspnoea_severe"),
    ("coughing up bloooood", "haemoptysis"),
    ("ضهري بيوجعني", "back_pain"),
    ("نضري راح فجأة", "visual_loss_sudden"),
]
REAL_WORDS = ["a delicious dinner", "he was shouting at the singer", "a leather belt", "we hired a broker"]


@given(LETTERS, PLACE)
def test_a_letter_left_out_doubled_or_exchanged_is_one_slip(word: str, place: int) -> None:
    at = place % (len(word) - 1)
    exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for written in (word[:at] + word[at + 1 :], word[: at + 1] + word[at:], exchanged):
        assert is_one_slip(written, word) and is_one_slip(word, written)


@given(LETTERS, LETTERS)
def test_a_slip_goes_both_ways(one: str, other: str) -> None:
    assert is_one_slip(one, other) == is_one_slip(other, one)


@given(st.text(max_size=20))
def test_any_word_may_be_asked(word: str) -> None:
    assert all(len(meant) >= SHORTEST for meant in Speller(["seizure", "breathe"]).meant(word))


def test_another_word_is_no_slip() -> None:
    speller = Speller(["delirious", "shooting", "swollen", "seizure"])
    assert not speller.meant("delicious") and not speller.meant("shouting") and not speller.meant("stolen")
    assert speller.meant("siezure") == {"seizure"}


@pytest.mark.parametrize(("said", "concept"), SLIPS)
def test_a_misspelt_word_is_understood(said: str, concept: str, knowledge: Knowledge, talk: Talk) -> None:
    assert concept in understand(talk(said), knowledge).states


@pytest.mark.parametrize("said", REAL_WORDS)
def test_a_real_word_stays_itself(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert not understand(talk(said), knowledge).states
