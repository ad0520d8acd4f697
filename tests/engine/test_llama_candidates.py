"""The search for the likeliest tokens leaves none of them out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.llama_candidates import Candidates, likeliest


@given(st.integers(1, 5000), st.integers(1, 200), st.integers(0, 2**32 - 1), st.booleans())
def test_the_greatest_are_always_among_them(size: int, count: int, seed: int, tied: bool) -> None:
    logits = np.random.default_rng(seed).normal(size=size).astype(np.float32)
    if tied:
        logits = np.round(logits)
    found = likeliest(logits, count)
    assert len(found) >= min(count, size)
    assert np.all(np.diff(found) > 0)
    greatest = np.sort(logits)[::-1][:count]
    assert np.array_equal(np.sort(logits[found])[::-1][: len(greatest)], greatest)


def test_few_are_left_of_a_large_vocabulary() -> None:
    logits = np.random.default_rng(1).normal(size=262_144).astype(np.float32)
    assert 40 <= len(likeliest(logits, 40)) < 80


def test_excluded_candidates_go_and_none_left_is_told() -> None:
    logits = np.array([1.0, -np.inf, 3.0], np.float32)
    candidates = Candidates(np.array([0, 1, 2], np.int32), logits)
    assert candidates.drop_excluded()
    assert candidates.pointer.contents.size == 2
    only = Candidates(np.array([1], np.int32), logits)
    assert not only.drop_excluded()


@pytest.mark.parametrize("count", [1, 7])
def test_the_same_logit_everywhere_leaves_all(count: int) -> None:
    assert len(likeliest(np.zeros(1000, np.float32), count)) == 1000
