"""Measuring: scores before and after, faults by kind, false alarms, and the line that shows how far a run is."""

from __future__ import annotations

from pathlib import Path

from models.dataset.record import Content, Record, Source
from models.translate.corrupt import Corrupted
from models.translate.loop import Tally
from models.translate.measure import false_alarms, of_rules, of_run, scored
from models.translate.state import Round, open_state
from models.translate.summary import Progress, summary
from models.translate.values import Pair


def test_a_perfect_corpus_scores_full_and_another_less() -> None:
    told = ["لدي حمى منذ ثلاثة أيام وسعال.", "لا أدخن ولا أشرب الكحول أبدًا."]
    assert (scored(told, told)["chrF"], scored(told, told)["BLEU"]) == (100.0, 100.0)
    assert scored(["لدي حمى.", "أدخن."], told)["chrF"] < 70


def test_the_first_and_the_counting_round_are_scored(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.sqlite")
    own = Source("tests", "Apache-2.0")
    pairs = {"CMU_1:1": Pair("I have a fever.", "عندي حمى."), "x": Pair("Take 5 mg.", "تناول 5 ملغ.")}
    state.add_items(
        (Record(name, name, "open_question", own, "en", en=Content(pair.source)), pair.source)
        for name, pair in pairs.items()
    )
    state.add_round("CMU_1:1", Round(0, "لدي برد"), "open", 0, False)
    state.add_round("CMU_1:1", Round(1, "عندي حمى.", score=90.0), "accepted", 1, False)
    state.add_round("x", Round(0, "تناول 50 ملغ."), "review", 0, False)
    told = of_run(state, pairs, ())
    assert {name: group["items"] for name, group in told["scores"].items()} == {"all": 2, "spoken": 1, "others": 1}
    spoken = told["scores"]["spoken"]
    assert spoken["before"]["chrF"] < spoken["after"]["chrF"] == 100.0
    assert (
        told["faults"]["before"]
        == told["faults"]["after"]
        == {"pairs with a fault": 1, "number-lost": 1, "number-added": 1}
    )
    assert summary(state).items == {"accepted": 1, "review": 1}
    state.close()


def test_faults_are_counted_by_kind_and_sort() -> None:
    made = [
        Corrupted("a", "number", "digit", "Take 5 mg.", "تناول 5 ملغ.", "تناول 6 ملغ."),
        Corrupted("b", "number", "lost", "Take 2 pills.", "تناول 2 من الأقراص.", "تناول قرصين."),
    ]
    told = of_rules(made)
    assert told == {"all": [1, 2], "number": [1, 2], "number: digit": [1, 1], "number: lost": [0, 1]}


def test_false_alarms_are_counted_by_rule() -> None:
    told = false_alarms([("a", Pair("I have a fever.", "عندي حمى.")), ("b", Pair("I do not smoke.", "أنا أدخن."))])
    assert (told["pairs"], told["with a fault"], told["by rule"]) == (2, 1, {"fault negation-lost": 1})


def test_the_line_says_how_far_and_what_it_cost() -> None:
    line = Progress(100, 20, lambda _: None).line(
        Tally(settled=10, rounds=15, prompt_tokens=9000, tokens=500, cost=0.25), 60.0
    )
    assert line == "30/100 items, 15 rounds, 0 without answer, 9,500 tokens, cost 0.2500, 0:01:00 gone, 0:07:00 left"
    assert Progress(100, 20, lambda _: None).line(Tally(rounds=1), 9.0).endswith("0:00:09 gone, ? left")
