"""Verdicts: kept, settled, counted; what fails a rule is taken by nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import BadInput
from models.review import store
from models.review.sheet import decide, findings_now, sheet
from models.translate.export import accepted
from models.translate.glossary import load_glossary
from models.translate.state import State, open_state

GLOSSARY = load_glossary([])


def say(state: State, item: str, reviewer: str, decision: store.Decision, text: str = "") -> None:
    """Give a verdict as the page does."""
    page = sheet(state, item, reviewer, GLOSSARY)
    assert page
    decide(state, page, store.Verdict(item, reviewer, decision, text, seconds=6.0))


def status(state: State, item: str) -> str:
    """An item's status."""
    found = state.item(item)
    assert found
    return found.status


def test_everything_is_shared_out_once(state: State) -> None:
    assert store.assign(state, ("a", "b"), 0.0, 1) == 6
    assert store.assign(state, ("a", "b"), 0.0, 1) == 0
    assert (store.standing(state, "a").left, store.standing(state, "b").left) == (3, 3)
    rows = state.connection.execute("SELECT item, count(*) FROM assignment GROUP BY item").fetchall()
    assert rows == [(f"s{at}", 1) for at in range(6)]


def test_a_doubled_item_goes_to_two_and_one_reviewer_gets_no_double(state: State) -> None:
    store.assign(state, ("a", "b", "c"), 1.0, 1)
    assert {count for (count,) in state.connection.execute("SELECT count(*) FROM assignment GROUP BY item")} == {2}
    assert sum(store.standing(state, name).left for name in "abc") == 12


def test_a_verdict_settles_and_may_be_changed(state: State) -> None:
    store.assign(state, ("a",), 0.0, 1)
    assert store.next_item(state, "a") == "s0"
    say(state, "s0", "a", "accept")
    assert status(state, "s0") == "accepted" and store.next_item(state, "a") == "s1"
    assert store.last_item(state, "a") == "s0"
    say(state, "s0", "a", "reject")
    assert status(state, "s0") == "rejected"
    assert state.connection.execute("SELECT count(*) FROM verdict").fetchone() == (2,)
    assert store.standing(state, "a") == store.Standing(1, 5, 6.0)


def test_the_way_back_goes_step_by_step(state: State) -> None:
    store.assign(state, ("a",), 0.0, 1)
    for item in ("s0", "s2", "s3"):
        say(state, item, "a", "accept")
    assert store.last_item(state, "a", "s4") == "s3" and store.last_item(state, "a", "s3") == "s2"
    assert store.last_item(state, "a", "s0") is None


def test_what_fails_a_rule_can_be_edited_but_not_accepted(state: State) -> None:
    store.assign(state, ("a",), 0.0, 1)
    with pytest.raises(BadInput) as refused:
        say(state, "s1", "a", "accept")
    assert refused.value.key == "review-fails-rule" and status(state, "s1") == "review"
    with pytest.raises(BadInput):
        say(state, "s1", "a", "edit", "تناول 7 ملغ مرتين في اليوم.")
    say(state, "s1", "a", "edit", "تناول 5 ملغ مرتين في اليوم.")
    assert status(state, "s1") == "accepted"
    say(state, "s3", "a", "accept")
    record, unchanged = accepted(state)
    assert record.ar and record.ar.question == "تناول 5 ملغ مرتين في اليوم."
    assert unchanged.translation and unchanged.translation.method == "person"
    assert record.translation and (record.translation.method, record.translation.model) == ("person", "scripted")


def test_two_must_agree(state: State) -> None:
    store.assign(state, ("a", "b"), 1.0, 1)
    say(state, "s0", "a", "accept")
    assert status(state, "s0") == "review"
    say(state, "s0", "b", "reject")
    assert status(state, "s0") == "review" and store.disputed(state) == 1
    say(state, "s0", "b", "edit", "هو مصاب بالربو ويتناول 5-10 ملغ يوميًا.")
    assert status(state, "s0") == "accepted" and store.disputed(state) == 0
    say(state, "s2", "a", "unsure")
    say(state, "s2", "b", "accept")
    assert status(state, "s2") == "review"
    first = {row[0] for row in state.connection.execute("SELECT reviewer FROM assignment WHERE second = 0")}
    assert sorted(map(sorted, store.doubled(state))) == [["accept", "edit"], ["accept", "unsure"]] and first


def test_scores_meet_what_people_decided(state: State) -> None:
    store.assign(state, ("a",), 0.0, 1)
    say(state, "s0", "a", "accept")
    say(state, "s2", "a", "reject")
    say(state, "s3", "a", "edit", "عندها سعال.")
    say(state, "s4", "a", "unsure")
    assert store.judged(state) == [(92.0, True), (71.0, False), (64.0, False)]


def test_verdicts_outlive_the_process(state: State, path: Path) -> None:
    store.assign(state, ("a",), 0.0, 1)
    say(state, "s0", "a", "accept")
    again = open_state(path)
    store.prepare(again)
    assert store.next_item(again, "a") == "s1" and [one.decision for one in store.verdicts(again, "s0")] == ["accept"]
    again.close()


def test_a_sheet_has_all_that_a_reviewer_needs(state: State) -> None:
    page = sheet(state, "s0", "a", GLOSSARY)
    assert page and page.before and (page.before.number, page.shown.number, page.shown.score) == (0, 1, 92.0)
    assert [term.source for term in page.terms] == ["asthma"] and page.item.sampled
    assert findings_now(page, "شيء آخر تمامًا") and not findings_now(page, page.text)
    assert sheet(state, "none", "a", GLOSSARY) is None


def test_words_of_the_prompt_are_taken_by_nobody(state: State) -> None:
    store.assign(state, ("a",), 0.0, 1)
    page = sheet(state, "s3", "a", GLOSSARY, ("كانت لديها سعال شديد منذ صباح يوم أمس.",))
    assert page and not findings_now(page, "لديها سعال.")
    with pytest.raises(BadInput):
        decide(state, page, store.Verdict("s3", "a", "edit", "كانت لديها سعال شديد منذ صباح يوم أمس."))
    assert status(state, "s3") == "review"
