"""Learning the safety net: what it learns, what it leaves out, and how it is judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="needs models/requirements.txt")

from app.intake.knowledge import Knowledge, load_knowledge
from models.command import WorkshopError
from models.safety_net.__main__ import main
from models.safety_net.learn import FEWEST, Learnt, figures, learn
from models.safety_net.material import Labelled, in_lessons, labelled, quiet


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The rules alone."""
    return replace(load_knowledge(), net=None)


def said(text: str, alarm: bool, by_rule: bool = False) -> Labelled:
    """A message whose features are its words."""
    return Labelled(text, alarm, by_rule, {f"w {word}": 1.0 for word in text.split()})


FRESH = [replace(said(f"grey and cold number{index}", True), source=f"set{index % 4}") for index in range(20)]
FRESH += [replace(said(f"well and warm number{index}", False), source=f"set{index % 4}") for index in range(20)]


def test_words_of_danger_gain_weight_and_chance_words_none() -> None:
    learnt = learn(FRESH, [], 10.0, 0.05, 8)
    assert learnt.weights["w grey"] > 0 > learnt.weights["w warm"]
    assert not any("number" in name for name in learnt.weights) and FEWEST > 2
    assert learnt.score(said("grey and cold", True)) > learnt.threshold > learnt.score(said("well and warm", False))


def test_learning_twice_gives_the_same() -> None:
    assert learn(FRESH, [], 10.0, 0.05, 8) == learn(FRESH, [], 10.0, 0.05, 8)


def test_the_threshold_is_taken_on_sets_that_were_not_learnt_from() -> None:
    odd = [replace(said("grey all over", False), source="set9") for _ in range(6)]
    learnt = learn([*FRESH, *odd], [], 10.0, 0.0, 8)
    assert learnt.threshold > learnt.score(odd[0])


def test_quiet_messages_weigh_less_than_fresh_ones() -> None:
    calm = [said("grey skies", False) for _ in range(20)]
    counted = [replace(one, source=f"set{index % 4}") for index, one in enumerate(calm)]
    beside, among = learn(FRESH, calm, 1.0, 0.05, 8), learn([*FRESH, *counted], [], 1.0, 0.05, 8)
    assert beside.weights["w grey"] > among.weights["w grey"]


def test_figures_by_hand() -> None:
    learnt = Learnt(0.0, 0.5, {"w grey": 1.0})
    messages = [said("grey", True), said("cold", True, by_rule=True), said("blue", True), said("grey", False)]
    messages += [said("well", False), said("warm", False, by_rule=True), said("fine", False)]
    found = figures(messages, learnt)
    assert (found["alarming"], found["silent"]) == (3, 4)
    assert found["sensitivity_rules"] == found["sensitivity_net"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["sensitivity"] == pytest.approx(2 / 3, abs=1e-4)
    assert (found["specificity_rules"], found["specificity"]) == (0.75, 0.5)


def test_what_the_rules_hear_is_no_silence_to_learn_from(knowledge: Knowledge, tmp_path: Path) -> None:
    lessons = tmp_path / "train.jsonl"
    texts = ["crushing chest pain down my left arm and sweating", "it itches a little"]
    turns = [{"role": "user", "text": text} for text in texts] + [{"role": "assistant", "text": "Where?"}]
    lessons.write_text(json.dumps({"turns": turns}) + "\n", encoding="utf-8")
    assert [one.text for one in quiet(in_lessons(lessons), 10, 8, knowledge)] == ["it itches a little"]


def test_a_line_without_label_is_named(knowledge: Knowledge, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text('{"text": "a", "alarm": false}\n{"text": "b"}\n', encoding="utf-8")
    with pytest.raises(WorkshopError, match="line 2"):
        labelled([file], knowledge)


def test_tables_list_what_alarms_and_what_is_silent(knowledge: Knowledge, tmp_path: Path) -> None:
    file = tmp_path / "pairs.toml"
    file.write_text('[over]\nsilent = ["it is long over"]\nalarm = ["it is back"]\n', encoding="utf-8")
    told = labelled([file], knowledge)
    assert {(one.text, one.alarm, one.source) for one in told} == {
        ("it is long over", False, "pairs"),
        ("it is back", True, "pairs"),
    }


def test_missing_lessons_are_said(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match="cannot be read"):
        main([str(tmp_path / "none.jsonl"), "--output", str(tmp_path)])
