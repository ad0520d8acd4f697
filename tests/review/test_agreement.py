"""Kappa and calibration on tables worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.review.agreement import cohens_kappa
from models.review.calibration import calibration_error, reliability


def table(rows: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """The pairs of a table of counts."""
    return [pair for pair, count in rows.items() for _ in range(count)]


def test_kappa_of_a_two_by_two_table() -> None:
    # Observed (20 + 15) / 50 = 0.7; by chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5; kappa = 0.2 / 0.5.
    rows = {("accept", "accept"): 20, ("accept", "reject"): 5, ("reject", "accept"): 10, ("reject", "reject"): 15}
    assert cohens_kappa(table(rows)) == pytest.approx(0.4)


def test_kappa_of_three_categories() -> None:
    # Observed 7/10; first: 5, 3, 2; second: 4, 4, 2; chance (20 + 12 + 4) / 100 = 0.36; kappa = 0.34 / 0.64.
    rows = {("a", "a"): 4, ("a", "e"): 1, ("e", "e"): 2, ("e", "r"): 1, ("r", "r"): 1, ("r", "e"): 1}
    assert cohens_kappa(table(rows)) == pytest.approx(0.34 / 0.64)


def test_kappa_at_its_ends() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("a", "a")] * 5) is None
    assert cohens_kappa([("a", "a"), ("b", "b")]) == 1.0
    assert cohens_kappa([("a", "b"), ("b", "a")]) == -1.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60))
def test_kappa_does_not_ask_who_was_first(pairs: list[tuple[str, str]]) -> None:
    kappa, turned = cohens_kappa(pairs), cohens_kappa([(two, one) for one, two in pairs])
    assert (kappa is None) == (turned is None)
    assert kappa is None or (kappa == pytest.approx(turned) and -1.0 <= kappa <= 1.0)


def test_reliability_of_a_small_table() -> None:
    bins = reliability([(95, True), (85, True), (82, False), (100, True), (15, False)])
    assert [(one.low, one.count, one.accepted) for one in bins] == [(0.1, 1, 0.0), (0.8, 2, 0.5), (0.9, 2, 1.0)]
    # 1/5 * 0.15 + 2/5 * |0.835 - 0.5| + 2/5 * |0.975 - 1|
    assert calibration_error(bins) == pytest.approx(0.03 + 0.134 + 0.01)
    assert calibration_error([]) is None and reliability([]) == []


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=40))
def test_no_score_is_lost_between_the_bins(judged: list[tuple[float, bool]]) -> None:
    assert sum(one.count for one in reliability(judged)) == len(judged)
