"""What changed between two rounds: nothing gets lost, and a number is never cut in two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.review.changes import changes


@given(st.text("ab قل5-10. \n", max_size=60), st.text("ab قل5-10. \n", max_size=60))
def test_both_texts_can_be_read_out_of_the_changes(before: str, after: str) -> None:
    told = changes(before, after)
    assert "".join(one.text for one in told if one.kind != "gone") == after
    assert sum(one.kind != "new" and len(one.text) for one in told) <= len(before) + len(after)
    assert [one.kind for one in told] == ["same"] or before != after or not before


def test_a_range_changes_as_a_whole() -> None:
    told = changes("تناول 5-10 ملغ", "تناول 5-12 ملغ")
    assert [(one.kind, one.text) for one in told] == [
        ("same", "تناول "),
        ("gone", "5-10"),
        ("new", "5-12"),
        ("same", " ملغ"),
    ]
