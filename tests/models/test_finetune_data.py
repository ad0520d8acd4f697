"""What is learned and how it is laid out: replies alone, rows with little padding, settings that are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

from hypothesis import given
from hypothesis import strategies as some

from app.engine.base import Turn
from app.engine.templates import template
from models.command import WorkshopError
from models.finetune.examples import IGNORED, Encoder, Example
from models.finetune.mask import coloured
from models.finetune.packing import Collator, pack, tokens, waste
from models.finetune.settings import Run
from models.settings import load_settings

CONFIGS = Path(__file__).parents[2] / "models" / "configs"
END = 2


def letters(text: str, special: bool) -> list[int]:
    """One token a letter; `</s>` is the end token where marks are read."""
    if special and text.startswith("</s>"):
        return [END, *map(ord, text[4:])]
    return [*map(ord, text)]


def spelled(ids: list[int]) -> str:
    return "".join("</s>" if token == END else "<s>" if token == 1 else chr(token) for token in ids)


def learned(example: Example) -> str:
    return spelled([label for label in example.labels if label != IGNORED])


def test_of_a_chat_the_replies_and_their_ends_are_learned() -> None:
    writing = Encoder(template("mixtral-instruct"), letters, adds_space=False, bos=1)
    turns = (Turn("user", "pain"), Turn("assistant", "Where?"), Turn("user", "هنا"), Turn("assistant", "منذ متى؟"))
    example = writing.example(turns)
    assert learned(example) == " Where?</s> منذ متى؟</s>"
    assert example.ids[0] == 1 and example.labels[0] == IGNORED
    assert spelled([*example.ids]).endswith("منذ متى؟</s>")
    assert "⟪ Where?</s>⟫" in coloured(example, spelled, colours=False)
    assert coloured(example, spelled).count("\x1b[32m") == 2


def test_of_a_lesson_the_reply_and_the_end_of_its_line_are_learned() -> None:
    writing = Encoder(template("transcript"), letters, adds_space=False, bos=None)
    shown = (Turn("system", "Interview"), Turn("user", "eight", label="Patient"), Turn("assistant", "", label="Doctor"))
    example = writing.lesson(shown, "I see. Since when?")
    assert learned(example) == " I see. Since when?\n"
    assert spelled([*example.ids]) == "Interview\n\nPatient: eight\nDoctor: I see. Since when?\n"


lengths = some.lists(some.integers(min_value=1, max_value=40), min_size=1, max_size=80)


@given(lengths)
def test_packing_keeps_every_example_once_and_whole(sizes: list[int]) -> None:
    examples = [Example((number + 10,) * size, (number + 10,) * size) for number, size in enumerate(sizes)]
    rows = list(pack(examples, 40))
    assert sorted(example.ids for row in rows for example in row) == sorted(example.ids for example in examples)
    assert all(tokens(row) <= 40 for row in rows)
    assert len(rows) <= len(sizes) and 0 <= waste(rows, 40) < 1


def test_many_short_chats_leave_little_padding() -> None:
    examples = [Example((5,) * (20 + number % 17), (5,) * (20 + number % 17)) for number in range(300)]
    assert waste(list(pack(examples, 256)), 256) < 0.04


def test_a_long_example_keeps_its_end() -> None:
    row = next(pack([Example(tuple(range(50)), (IGNORED,) * 45 + tuple(range(45, 50)))], 16))
    assert row[0].ids == tuple(range(34, 50)) and row[0].learned == 5


def test_padding_is_never_learned_even_where_it_is_the_end_token() -> None:
    batch = Collator(8, pad=END)([[Example((7, END), (7, END)), Example((8, 9, END), (IGNORED, 9, END))]])
    assert batch["input_ids"].tolist() == [[7, END, 8, 9, END, END, END, END]]
    assert batch["labels"].tolist() == [[IGNORED, END, IGNORED, 9, END, IGNORED, IGNORED, IGNORED]]
    assert batch["position_ids"].tolist() == [[0, 1, 0, 1, 2, 0, 1, 2]]
    assert batch["attention"].tolist() == [[1, 1, 1, 1, 1, 0, 0, 0]]


@pytest.mark.parametrize("name", ["mini", "bimedix_bi"])
def test_shipped_settings_are_valid_and_begin_with_their_command(name: str) -> None:
    path = CONFIGS / f"{name}.toml"
    assert load_settings(path, Run).schedule.learning_rate > 0
    assert "python -m models.finetune models/configs" in path.read_text(encoding="utf-8").splitlines()[0]


def test_a_mistake_in_the_settings_is_named(tmp_path: Path) -> None:
    text = (CONFIGS / "mini.toml").read_text(encoding="utf-8").replace("rank = 16", "rank = 0\nranks = 3")
    (tmp_path / "wrong.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"lora\.rank.*lora\.ranks"):
        load_settings(tmp_path / "wrong.toml", Run)
