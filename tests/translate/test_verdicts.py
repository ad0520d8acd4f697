"""A judge's words become a verdict, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.translate.verdicts import Verdict, read_verdict, round_trip


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ('{"score": 80, "reasons": "ok", "critique": ""}', 80),
        ('Here you are: {"score": "35", "reasons": "bad"} Bye.', 35),
        ("87", 87),
        (" Score: 64/100", 64),
        ('{"score": 0}', 0),
    ],
)
def test_a_score_is_read(text: str, score: float) -> None:
    verdict = read_verdict(text)
    assert verdict and verdict.score == score


@pytest.mark.parametrize(
    "text",
    ["", "good", "{", '{"score": 101}', '{"score": -1}', '{"score": true}', '{"reasons": "x"}', "250", "[1]", "9.5"],
)
def test_nonsense_is_no_score(text: str) -> None:
    assert read_verdict(text) is None


@given(st.text(max_size=200))
def test_no_answer_breaks_the_reader(text: str) -> None:
    verdict = read_verdict(text)
    assert verdict is None or 0 <= verdict.score <= 100


def test_reasons_are_cut_to_length() -> None:
    verdict = read_verdict('{"score": 5, "reasons": "' + "x" * 5000 + '"}')
    assert verdict and len(verdict.reasons) == 600


def test_what_comes_back_is_the_score() -> None:
    source = "I have a fever."
    same, near, far = (round_trip(source, back) for back in ("I have a fever.", "I have fever", "The cat sleeps"))
    assert same and near and far and same.score == 100.0 > near.score > far.score
    assert round_trip(source, " ... ") is None
    assert isinstance(near, Verdict) and "I have fever" in near.reasons
