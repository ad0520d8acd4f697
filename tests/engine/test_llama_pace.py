"""Prompt tokens are dealt out fairly, and as many as a short step allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.engine.llama_pace import Pace, shares


@given(st.integers(0, 512), st.lists(st.integers(2, 3000), max_size=8))
def test_shares_spend_the_budget_and_nobody_gets_more_than_wanted(budget: int, wanted: list[int]) -> None:
    dealt = shares(budget, wanted)
    assert all(0 <= got <= want for got, want in zip(dealt, wanted, strict=True))
    assert sum(dealt) == min(budget, sum(wanted))
    if wanted:
        assert dealt[0] >= min(wanted[0], (budget + 1) // 2)


def test_a_short_question_is_read_beside_a_long_prompt() -> None:
    assert shares(64, [2000, 20, 500]) == [32, 20, 12]
    assert shares(64, [2000, 20]) == [44, 20]


def test_steps_are_shorter_in_company() -> None:
    pace = Pace(512)
    assert pace.chunk(in_company=False) == 64
    for _ in range(20):
        pace.learn(100, 0.2)  # 2 ms a token
    assert 115 <= pace.chunk(in_company=False) <= 125
    assert 55 <= pace.chunk(in_company=True) <= 60


def test_a_fast_machine_reads_whole_batches_and_a_slow_one_a_few_tokens() -> None:
    fast, slow = Pace(512), Pace(512)
    for _ in range(20):
        fast.learn(512, 0.01)
        slow.learn(64, 10.0)
    assert fast.chunk(in_company=True) == 512
    assert slow.chunk(in_company=True) == 16
