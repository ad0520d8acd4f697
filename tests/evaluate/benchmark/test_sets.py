"""Reading the sets: every known shape, every fault, both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from models.command import WorkshopError
from models.evaluate.benchmark.checks import check
from models.evaluate.benchmark.hub import Fetched, load_hub
from models.evaluate.benchmark.local import load_local
from models.evaluate.benchmark.paper import PAPER_TASKS, TABLES
from models.evaluate.benchmark.prompts import by_letter, by_text
from models.evaluate.benchmark.questions import Question, Row
from models.evaluate.benchmark.rows import read_rows
from models.evaluate.benchmark.tasks import TASKS, HubSet, chosen_tasks

BY_NAME = {task.name: task for task in TASKS}
ALIGNED = {
    "id": "anatomy-4",
    "subject": "anatomy",
    "question_en": "Which organ makes bile?",
    "options_en": ["Liver", "Spleen", "Heart", "Lung"],
    "question_ar": "أي عضو يصنع الصفراء؟",
    "options_ar": ["الكبد", "الطحال", "القلب", "الرئة"],
    "answer": "A",
}
SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("anatomy", ALIGNED),
    ("anatomy", {"question": "Which organ makes bile?", "choices": ["Liver", "Spleen", "Heart", "Lung"], "answer": 0}),
    ("anatomy", {"question": "Q?", "A": "Liver", "B": "Spleen", "C": "Heart", "D": "Lung", "answer": "A"}),
    (
        "medmcqa",
        {"id": "m1", "question": "Q?", "opa": "Liver", "opb": "Spleen", "opc": "Heart", "opd": "Lung", "cop": 0},
    ),
    (
        "medqa",
        {
            "question": "Q?",
            "options": {"A": "Liver", "B": "Spleen", "C": "Heart"},
            "answer": "Liver",
            "answer_idx": "A",
        },
    ),
    (
        "medqa",
        {
            "question": "Q?",
            "options": [{"key": "A", "value": "Liver"}, {"key": "B", "value": "Spleen"}],
            "answer_idx": "A",
        },
    ),
]


@pytest.mark.parametrize(("name", "raw"), SHAPES)
def test_every_shape_is_read(name: str, raw: dict[str, Any]) -> None:
    (row,) = read_rows([raw], BY_NAME[name], "en")
    assert (row.options[0], row.options[1], row.answer) == ("Liver", "Spleen", 0)


def test_medmcqas_own_files_count_from_one() -> None:
    shape = {"question": "Q?", "opa": "a", "opb": "b", "opc": "c", "opd": "d"}
    rows = read_rows([{**shape, "cop": 4}, {**shape, "cop": 1}], BY_NAME["medmcqa"], "en")
    assert [row.answer for row in rows] == [3, 0]
    hub = read_rows([{**shape, "cop": 3}, {**shape, "cop": 0}, {**shape, "cop": -1}], BY_NAME["medmcqa"], "en")
    assert [row.answer for row in hub] == [3, 0, None]


def test_arabic_letters_and_verdicts_are_read() -> None:
    (row,) = read_rows([{"question": "س؟", "options": ["نعم", "لا"], "answer": "ب"}], BY_NAME["medqa"], "ar")
    assert row.answer == 1
    hub = {"pubid": 7, "question": "هل يفيد؟", "context": {"contexts": ["أ", "ب"]}, "final_decision": "no"}
    (row,) = read_rows([hub], BY_NAME["pubmedqa"], "ar")
    assert (row.id, row.options, row.answer, row.passage) == ("7", ("نعم", "لا", "ربما"), 1, "أ\nب")
    (row,) = read_rows([{**hub, "final_decision": "ربما"}], BY_NAME["pubmedqa"], "ar")
    assert row.answer == 2


def test_what_cannot_be_scored_is_told_and_left_out() -> None:
    good = Row("good", "Which?", ("a", "b"), 0)
    rows = [
        good,
        Row("again", " Which?  ", ("b", "a"), 1),
        Row("empty", "Q1?", ("a", " "), 0),
        Row("unanswered", "Q2?", ("a", "b"), None),
        Row("letter", "Q3?", ("a", "b"), 4),
        Row("same", "Q4?", ("a", "a"), 0),
        Row("silent", " ", ("a", "b"), 0),
        Row("yes", "Q5?", ("a", "b"), 0),
        Row("no", "Q5?", ("a", "b"), 1),
        Row("good", "Another?", ("a", "b"), 0),
    ]
    questions, faults = check(rows, BY_NAME["anatomy"], "en")
    assert [question.id for question in questions] == ["good", "good#9"]
    assert {fault.id: fault.kind for fault in faults} == {
        "again": "duplicate",
        "empty": "empty option",
        "unanswered": "missing answer",
        "letter": "wrong letter",
        "same": "repeated option",
        "silent": "no question",
        "yes": "contradiction",
        "no": "contradiction",
    }
    _, faults = check([Row("english", "Which organ?", ("a", "b"), 0)], BY_NAME["anatomy"], "ar")
    assert [fault.kind for fault in faults] == ["not Arabic"]


def test_a_wrong_letter_in_a_file_is_told() -> None:
    rows = read_rows([{**ALIGNED, "answer": "E"}, {**ALIGNED, "answer": "?"}], BY_NAME["anatomy"], "en")
    _, faults = check(rows, BY_NAME["anatomy"], "en")
    assert [fault.kind for fault in faults] == ["wrong letter", "wrong letter"]


def test_a_folder_is_read_with_its_licence(tmp_path: Path) -> None:
    folder = tmp_path / "mmlu_med_en_ar"
    folder.mkdir()
    (folder / "SOURCE.txt").write_text("MMLU (MIT), Arabic by a machine (Apache-2.0).")
    (folder / "data.jsonl").write_text(json.dumps(ALIGNED, ensure_ascii=False) + "\n", encoding="utf-8")
    english, arabic = (load_local(tmp_path, BY_NAME["anatomy"], language) for language in ("en", "ar"))
    assert english and arabic
    assert english.questions[0].id == arabic.questions[0].id == "anatomy-4"
    assert arabic.questions[0].options[0] == "الكبد"
    assert english.licence == "MIT, Apache-2.0"
    assert len(english.revision) == 16
    assert load_local(tmp_path, BY_NAME["virology"], "en") is None
    assert load_local(tmp_path, BY_NAME["medqa"], "en") is None


def test_the_publishers_own_files_are_read(tmp_path: Path) -> None:
    for name in ("mmlu", "pubmedqa", "medqa"):
        (tmp_path / name).mkdir()
    (tmp_path / "mmlu" / "anatomy_test.csv").write_text('"Which, then?",Liver,Spleen,Heart,Lung,B\n')
    (tmp_path / "mmlu" / "virology_test.csv").write_text("Other?,a,b,c,d,A\n")
    pubmed = {"123": {"QUESTION": "Does it?", "CONTEXTS": ["One.", "Two."], "final_decision": "maybe"}}
    (tmp_path / "pubmedqa" / "ori_pqal.json").write_text(json.dumps(pubmed))
    medqa = {"question": "Q?", "options": {"A": "a", "B": "b"}, "answer_idx": "B"}
    (tmp_path / "medqa" / "train.jsonl").write_text(json.dumps({**medqa, "question": "Trained on?"}))
    (tmp_path / "medqa" / "test.jsonl").write_text(json.dumps(medqa))
    anatomy = load_local(tmp_path, BY_NAME["anatomy"], "en")
    assert anatomy and [(each.text, each.answer) for each in anatomy.questions] == [("Which, then?", 1)]
    verdicts = load_local(tmp_path, BY_NAME["pubmedqa"], "en")
    assert verdicts and verdicts.questions[0].passage == "One.\nTwo." and verdicts.questions[0].answer == 2
    tested = load_local(tmp_path, BY_NAME["medqa"], "en")
    assert tested and tested.questions[0].text == "Q?"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "medqa").mkdir()
    (tmp_path / "medqa" / "test.jsonl").write_text("{not json")
    with pytest.raises(WorkshopError, match=r"test\.jsonl"):
        load_local(tmp_path, BY_NAME["medqa"], "en")


def test_the_hub_is_asked_for_the_commit_and_the_licence() -> None:
    asked: list[HubSet] = []

    def fetch(wanted: HubSet) -> Fetched:
        asked.append(wanted)
        row = {"question": "أي عضو؟", "choices": ["الكبد", "القلب"], "answer": 1}
        return Fetched([row, {**row, "question": "وأيضا؟", "answer": 9}], "abc123", "cc-by-nc-sa-4.0")

    found = load_hub(fetch, BY_NAME["anatomy"], "ar")
    assert asked == [HubSet("BiMediX/mmlu-anatomy-arabic", split="train")]
    assert (found.revision, found.licence, len(found.questions)) == ("abc123", "cc-by-nc-sa-4.0", 1)
    assert [fault.kind for fault in found.faults] == ["wrong letter"]


@pytest.mark.parametrize("name", ["anatomy", "pubmedqa"])
def test_an_arabic_prompt_is_arabic_throughout(name: str) -> None:
    task = BY_NAME[name]
    options = ("نعم", "لا", "ربما") if task.kind == "verdict" else ("الكبد", "القلب", "الرئة", "الطحال")
    question = Question("q", name, "ar", "أي عضو؟", options, 0, "نص.")
    shot = Question("s", name, "ar", "وأي عضو؟", options, 1, "نص آخر.")
    for asked in (by_letter(question, task, [shot]), by_text(question, task, [shot])):
        assert not re.search("[A-Za-z]", asked.prompt + "".join(asked.continuations))
        assert asked.prompt.endswith("الإجابة:")
    if task.kind == "choice":
        assert by_letter(question, task).continuations == (" أ", " ب", " ج", " د")
        assert "الإجابة: ب\n\n" in by_letter(question, task, [shot]).prompt
        assert "الكبد" not in by_text(question, task).prompt


def test_the_papers_averages_are_computed_from_its_cells() -> None:
    assert len(PAPER_TASKS) == 9
    arabic = {row.model: row for row in TABLES["ar"]}["BiMediX (bilingual)"]
    assert (round(arabic.average, 1), arabic.printed) == (57.3, 56.5)
    wrong = [row.model for rows in TABLES.values() for row in rows if abs(row.average - row.printed) > 0.06]
    assert wrong == ["BiMediX (bilingual)"]
    english, both = TABLES["en"][-1], TABLES["both"][-1]
    assert english.cell("pubmedqa") == 80.2
    assert both.cell("medqa") == 54.0


def test_tasks_are_chosen_by_name() -> None:
    assert len(chosen_tasks("all")) == 9
    assert len(chosen_tasks("every")) == 12
    with pytest.raises(WorkshopError, match="anatomie"):
        chosen_tasks("anatomy,anatomie")
