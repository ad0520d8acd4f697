"""Every importer reads a small sample in the shape of the files as they are published."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")
import pyarrow as pa
import pyarrow.parquet as pq

from models.command import WorkshopError
from models.dataset.checks import faults
from models.dataset.importers.registry import Unreadable, read_source
from models.dataset.record import Record
from models.dataset.settings import SourceSettings

Writer = Callable[[Path, list[dict[str, object]]], Path]


def load(folder: Path, importer: str, path: str, **more: Any) -> list[Record]:
    settings = SourceSettings(name="sample", importer=importer, path=path, licence="CC0-1.0", **more)
    made = list(read_source(settings, folder))
    assert not [each for each in made if isinstance(each, Unreadable)]
    records = [each for each in made if isinstance(each, Record)]
    assert [faults(record) for record in records] == [()] * len(records)
    return records


def test_pubmedqa_keyed_by_its_ids(tmp_path: Path) -> None:
    row = {
        "QUESTION": "Does walking help?",
        "CONTEXTS": ["Fifty walked.", "Fifty sat."],
        "LABELS": ["METHODS", "METHODS"],
        "MESHES": ["Humans"],
        "YEAR": "2001",
        "final_decision": "maybe",
        "LONG_ANSWER": "It helped some.",
    }
    (tmp_path / "ori_pqal.json").write_text(json.dumps({"123": row}), encoding="utf-8")
    (record,) = load(tmp_path, "pubmedqa", "ori_pqal.json")
    assert record.id == "sample:123" and record.en is not None
    assert record.en.context == "Fifty walked.\nFifty sat."
    assert record.en.options[record.correct or 0] == "maybe"
    assert record.en.answer == "It helped some."


def test_medmcqa_counts_from_one_or_from_zero(tmp_path: Path, write_jsonl: Writer) -> None:
    row = {"id": "x1", "question": "Which bone?", "opa": "Ulna", "opb": "Radius", "opc": "Femur", "opd": "Tibia"}
    rest = {"exp": None, "choice_type": "single", "subject_name": "Anatomy", "topic_name": None}
    write_jsonl(tmp_path / "train.json", [{**row, **rest, "cop": 3}, {**row, "id": "x2", "cop": 1}])
    one, other = load(tmp_path, "medmcqa", "train.json")
    zero, _ = load(tmp_path, "medmcqa", "train.json", add={"cop_from": 0, "cop": 2})
    assert one.correct == zero.correct == 2 and other.correct == 0
    assert one.en is not None and one.en.answer == "" and one.en.options[2] == "Femur"


def test_medqa_options_by_their_letters(tmp_path: Path, questions: Path) -> None:
    records = load(questions, "medqa", "train.jsonl")
    assert len(records) == 60 and {record.correct for record in records} == {1}
    assert len({record.id for record in records}) == 60


def test_mmlu_as_csv_as_parquet_and_in_two_languages(tmp_path: Path, write_jsonl: Writer) -> None:
    with (tmp_path / "anatomy_test.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["Where is the hyoid, roughly?", "Neck", "Hand", "Foot", "Back", "A"])
    (plain,) = load(tmp_path, "mmlu", "anatomy_test.csv")
    table = pa.Table.from_pylist([{"question": "Q one?", "choices": ["a", "b", "c", "d"], "answer": 3}])
    pq.write_table(table, tmp_path / "test.parquet")
    (packed,) = load(tmp_path, "mmlu", "test.parquet")
    english = {"id": "a-1", "question_en": "Which?", "options_en": ["x", "y"], "answer": "B"}
    write_jsonl(tmp_path / "both.jsonl", [{**english, "question_ar": "أي؟", "options_ar": ["س", "ص"]}])
    (both,) = load(tmp_path, "mmlu", "both.jsonl")
    assert plain.id == "sample:anatomy_test-1" and plain.correct == 0 and packed.correct == 3
    assert both.paired and both.correct == 1 and both.ar is not None and both.ar.options == ("س", "ص")


def test_mts_dialog_becomes_a_chat_and_a_summary(tmp_path: Path) -> None:
    dialogue = (
        "Doctor: Good morning.\r\nDoctor: What brings you in?\r\nPatient: My knee hurts.\r\n"
        "Guest_family: It has for weeks.\r\nDoctor: Since the fall?\r\nPatient: Yes."
    )
    with (tmp_path / "train.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "section_header", "section_text", "dialogue"])
        writer.writerow(["7", "CC", "Knee pain.", dialogue])
    chat, note = load(tmp_path, "mts_dialog", "train.csv")
    assert chat.en is not None and note.en is not None
    assert chat.item == note.item == "sample:7"
    assert [(turn.role, turn.text) for turn in chat.en.turns] == [
        ("user", "My knee hurts. It has for weeks."),
        ("assistant", "Since the fall?"),
    ]
    assert chat.en.context == "Doctor: Good morning. What brings you in?"
    assert note.en.answer == "Knee pain." and "Patient: Yes." in note.en.context


def test_aci_bench_becomes_a_chat_and_a_note(tmp_path: Path, write_jsonl: Writer) -> None:
    dialogue = "[doctor] hi , sam .\n[patient] hey .\n[doctor] how is the back ?\nstill sore ?"
    row = {"dataset": "aci", "encounter_id": "D2N001", "dialogue": dialogue, "note": "CHIEF COMPLAINT\n\nBack pain."}
    write_jsonl(tmp_path / "train.jsonl", [row])
    chat, note = load(tmp_path, "aci_bench", "train.jsonl")
    assert chat.en is not None and chat.en.turns[-1].text == "how is the back ? still sore ?"
    assert note.en is not None and note.en.answer.startswith("CHIEF COMPLAINT")


def test_own_chats_in_one_language_two_and_both_mixed(tmp_path: Path, write_jsonl: Writer) -> None:
    english = [{"role": "user", "content": "My head hurts."}, {"role": "assistant", "content": "Since when, please?"}]
    arabic = [{"role": "user", "content": "رأسي يؤلمني."}, {"role": "assistant", "content": "منذ متى هذا الألم؟"}]
    system = [{"role": "system", "content": "Be brief."}]
    write_jsonl(
        tmp_path / "chats.jsonl",
        [
            {"id": "1", "messages": system + english},
            {"id": "2", "messages_en": english, "messages_ar": arabic},
            {"id": "3", "messages": arabic + english},
        ],
    )
    one, two, three = load(tmp_path, "own_chats", "chats.jsonl")
    assert (one.forms, two.forms, three.forms) == (("en",), ("en", "ar"), ("mixed",))
    assert one.en is not None and len(one.en.turns) == 2


def test_a_conversation_that_the_desk_exported(tmp_path: Path) -> None:
    said = [("assistant", "Welcome. What brings you here?"), ("user", "My head hurts."), ("assistant", "Since when?")]
    messages = [{"id": at, "role": role, "text": text, "language": "en"} for at, (role, text) in enumerate(said)]
    document = {"format": "bimedix-desk-conversation", "version": 1, "conversation": {"id": "x"}, "messages": messages}
    (tmp_path / "visit.json").write_text(json.dumps(document), encoding="utf-8")
    (record,) = load(tmp_path, "own_chats", "visit.json")
    assert record.id == "sample:visit" and record.en is not None
    assert record.en.context == "Doctor: Welcome. What brings you here?"
    assert [turn.text for turn in record.en.turns] == ["My head hurts.", "Since when?"]


def test_tico_19_as_tmx_and_as_lines(tmp_path: Path, write_jsonl: Writer) -> None:
    side = '<tuv xml:lang="{}"><seg>{} {}</seg></tuv>'
    units = "".join(
        f'<tu tuid="{number}">{side.format("en", "fever", number)}{side.format("ar", "حمى", number)}</tu>'
        for number in range(20)
    )
    (tmp_path / "all.tmx").write_text(f'<tmx version="1.4"><header/><body>{units}</body></tmx>', encoding="utf-8")
    records = load(tmp_path, "tico19", "all.tmx")
    assert len(records) == 20 and all(record.forms == ("mixed",) for record in records)
    assert {"fever" in (record.mixed.answer if record.mixed else "") for record in records} == {True, False}
    rows: list[dict[str, object]] = [{"id": name, "en": f"cough {name}", "ar": "حمى"} for name in ("CMU_1:1", "wiki:2")]
    write_jsonl(tmp_path / "rows.jsonl", rows)
    assert [record.id for record in load(tmp_path, "tico19", "rows.jsonl", skip={"id": "CMU_*"})] == ["sample:wiki:2"]
    assert [record.id for record in load(tmp_path, "tico19", "rows.jsonl", only={"id": "CMU_*"})] == ["sample:CMU_1:1"]


def test_any_lines_with_a_field_map(tmp_path: Path, write_jsonl: Writer) -> None:
    english = {"key": 1, "ask": "What is a fever?", "reply": "A raised temperature."}
    write_jsonl(tmp_path / "qa.jsonl", [{**english, "ask2": "ما الحمى؟", "reply2": "ارتفاع الحرارة."}])
    fields = {"id": "key", "question": "ask", "answer": "reply", "question_ar": "ask2", "answer_ar": "reply2"}
    (record,) = load(tmp_path, "mapped", "qa.jsonl", fields=fields, translated="professional")
    assert record.paired and record.ar is not None and record.ar.answer == "ارتفاع الحرارة."
    assert record.translation is not None and record.translation.method == "professional"


def test_a_broken_row_is_counted_and_a_wrong_importer_is_told(tmp_path: Path, write_jsonl: Writer) -> None:
    row: dict[str, object] = {"question": "Which?", "options": {"A": "this", "B": "that"}, "answer_idx": "A"}
    write_jsonl(tmp_path / "rows.jsonl", [row, {**row, "answer_idx": "Z"}])
    settings = SourceSettings(name="s", importer="medqa", path="rows.jsonl", licence="MIT")
    good, bad = read_source(settings, tmp_path)
    assert isinstance(good, Record) and isinstance(bad, Unreadable) and "'Z'" in bad.fault
    wrong = settings.model_copy(update={"importer": "pubmedqa"})
    with pytest.raises(WorkshopError, match="row 1: no"):
        list(read_source(wrong, tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rows.jsonl", b"{", "broken"),
        ("rows.xls", b"", "ends in none of"),
        ("rows.json", b"[1]", "a row is no object"),
        ("rows.csv", b"\xff\xfe\xff", "broken"),
    ],
)
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    settings = SourceSettings(name="s", importer="medqa", path=name, licence="MIT")
    with pytest.raises(WorkshopError, match=told):
        list(read_source(settings, tmp_path))
