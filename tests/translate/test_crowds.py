"""Runs that stand in several items are found with all of them on disk, and with little memory."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from models.translate.crowds import crowded

STEP = 2**40 + 1
NUMBER = st.integers(0, 12) | st.integers(0, 2**64 - 1)


@settings(max_examples=40)
@given(st.lists(st.sets(NUMBER, max_size=8), max_size=12), st.integers(1, 4))
def test_the_same_numbers_come_out_as_by_counting_all_of_them(items: list[set[int]], least: int) -> None:
    counted = Counter(number for item in items for number in item)
    assert crowded(items, least) == {number for number, count in counted.items() if count >= least}


def test_a_million_runs_are_counted_in_a_fraction_of_their_memory() -> None:
    def items() -> Iterator[range]:
        for at in range(10_000):
            yield range(at * 97 * STEP, (at * 97 + 100) * STEP, STEP)  # neighbours share 3 of their 100 numbers

    tracemalloc.start()
    found = crowded(items(), 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 3 * 9_999
    assert peak < 40_000_000, "1,000,000 numbers in a set of Python's take 90 MB and more"
