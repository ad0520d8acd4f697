"""The turns that the small model is taught with: the same for the same seed, held apart by protocol, clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ASSETS
from app.intake.guard import check
from app.intake.knowledge import Knowledge, load_knowledge
from app.text.language import detect
from app.values import SLOTS, History, Plan
from models.command import WorkshopError
from models.dataset.interview.__main__ import counted, main, make
from models.dataset.interview.lesson import Lesson, read_lessons
from models.dataset.interview.phrases import REGISTERS, load_phrases
from models.dataset.interview.questions import HELD_OUT, held_out_slots
from models.manifest import read_manifest


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ASSETS)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return make(400, 60, 40, seed=8)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    options = ["--questions", "60", "--answers", "10", "--titles", "10"]
    for name, seed in (("one", "8"), ("two", "8"), ("three", "9")):
        assert main([str(tmp_path / name), *options, "--seed", seed]) == 0
    one, two, three = ((tmp_path / name / "train.jsonl").read_bytes() for name in ("one", "two", "three"))
    assert one == two != three
    manifest = read_manifest(tmp_path / "one")
    assert manifest.figures["task"] == {"answer": 10, "question": 60, "title": 10} and not manifest.changed(
        tmp_path / "one"
    )


def test_no_two_are_alike_and_every_kind_is_there(lessons: list[Lesson]) -> None:
    assert len({(lesson.turns, lesson.reply) for lesson in lessons}) == len(lessons) == 500
    counts = counted(lessons)
    assert set(counts["register"]) == set(REGISTERS)
    assert {"diagnosis", "treatment", "refusal", "distress", "correction", "unsure"} <= set(counts["mood"])


def test_held_out_protocols_share_no_question_of_their_own_with_training(
    lessons: list[Lesson], knowledge: Knowledge
) -> None:
    train = [lesson for lesson in lessons if lesson.part == "train" and lesson.task == "question"]
    held = [lesson for lesson in lessons if lesson.part == "heldout" and lesson.task == "question"]
    reserved = held_out_slots(knowledge)
    assert len(reserved) > 20 and not reserved & set(SLOTS)
    assert held and {lesson.protocol for lesson in held} <= set(HELD_OUT)
    assert not {lesson.protocol for lesson in train} & set(HELD_OUT)
    assert not {lesson.slot for lesson in train} & reserved
    assert {lesson.slot for lesson in held} & reserved


def test_what_is_taught_passes_the_guard_in_the_right_language(lessons: list[Lesson], knowledge: Knowledge) -> None:
    for lesson in lessons:
        if lesson.task != "question":
            continue
        ask = knowledge.ask(lesson.slot, lesson.protocol)
        assert ask is not None
        plan = Plan("ask", lesson.language, lesson.slot, lesson.question, (lesson.question,))
        assert detect(lesson.reply).language == lesson.language, lesson.reply
        assert sum(lesson.reply.count(mark) for mark in "?؟") == 1
        assert check(lesson.reply, plan, History(None, lesson.protocol), knowledge).reason in ("", "slot"), lesson.reply


def test_a_dialect_changes_function_words_alone(lessons: list[Lesson]) -> None:
    asked = [lesson.reply for lesson in lessons if lesson.register in ("egyptian", "levantine", "gulf")]
    assert any("إيه" in reply or "فيه" in reply for reply in asked)
    assert any("شو" in reply for reply in asked) and any("وش" in reply for reply in asked)


def test_lessons_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert main([str(tmp_path), "--questions", "30", "--answers", "5", "--titles", "5"]) == 0
    written = {lesson.id: lesson for lesson in make(30, 5, 5, 8)}
    read = [lesson for part in ("train", "heldout") for lesson in read_lessons(tmp_path / f"{part}.jsonl")]
    assert {lesson.id: lesson for lesson in read} == written
    (tmp_path / "broken.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(WorkshopError, match="line 1"):
        read_lessons(tmp_path / "broken.jsonl")


def test_every_table_speaks_every_register() -> None:
    phrases = load_phrases()
    for tables in (phrases.answers, phrases.openings):
        assert all(set(table) == set(REGISTERS) for table in tables.values())
    assert all("any" in table or set(table) == set(REGISTERS) for table in phrases.fillers.values())
    assert {slot for slot in SLOTS if slot != "chief_complaint"} <= set(phrases.answers)
