"""What a model in training asks is judged: the right slot and language, one question, what the guard thinks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

import torch

from app.engine.base import Turn
from app.engine.templates import template
from models.dataset.interview.lesson import Lesson, write_lessons
from models.dataset.record import Content, Record, Source, Spoken
from models.dataset.record_json import write_lines
from models.finetune.examples import Encoder
from models.finetune.follow_up import FollowUps, follow_ups, prompt
from models.finetune.settings import Base, Data, Lora, Run, Schedule

PAD = 3
HEARD = (Turn("system", "Interview"), Turn("user", "My eyes are yellow", label="Patient"), Turn("assistant", ""))


def letters(text: str, special: bool) -> list[int]:
    return [*map(ord, text)]


class Letters:
    """A vocabulary of one token a letter."""

    pad_token_id = PAD

    def decode(self, ids: list[int], skip_special_tokens: bool) -> str:
        return "".join(map(chr, (each for each in ids if each != PAD or not skip_special_tokens)))


class Says:
    """A model that says the same to everybody, and keeps what it was shown."""

    device = "cpu"

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.shown: list[str] = []

    def generate(self, input_ids: Any, attention_mask: Any, **options: Any) -> Any:
        for ids, seen in zip(input_ids.tolist(), attention_mask.tolist(), strict=True):
            self.shown.append("".join(chr(token) for token, real in zip(ids, seen, strict=True) if real))
        said = torch.tensor([letters(self.reply, False)] * len(input_ids))
        return torch.cat([input_ids, said], dim=1)


def run(data: Path, form: Any, most: int) -> Run:
    name = "transcript" if form == "lessons" else "mixtral-instruct"
    return Run(
        name="tiny",
        base=Base(path="none", template=name),
        data=Data(train=data, evaluate=data, form=form, most_asked=most),
        lora=Lora(),
        schedule=Schedule(learning_rate=1e-3),
    )


def made(chosen: Run) -> FollowUps:
    found = follow_ups(chosen, Encoder(template(chosen.base.template), letters, False, None), Letters())
    assert found
    return found


def test_a_lesson_s_question_is_judged_by_slot_language_and_guard(tmp_path: Path) -> None:
    question = "Has the urine become dark like tea?"
    lesson = Lesson(
        "q000001",
        "question",
        "en",
        "en",
        "jaundice",
        "dark_urine",
        "",
        "heldout",
        question,
        HEARD,
        f"I see. {question}",
    )
    write_lessons(tmp_path / "lessons.jsonl", [lesson])
    asking = made(run(tmp_path / "lessons.jsonl", "lessons", 4))
    good = Says(f" I see. {question}\nPatient: yesterday")
    assert asking.measure(good) == {
        "eval_right_language": 1.0, "eval_one_question": 1.0, "eval_right_slot": 1.0, "eval_guarded": 0.0,
    }  # fmt: skip
    assert good.shown[0].endswith("My eyes are yellow\nDoctor:") or good.shown[0].endswith(":")
    poor = asking.measure(Says(" هل تدخن؟ وهل تشرب؟\n"))
    assert poor == {
        "eval_right_language": 0.0, "eval_one_question": 0.0, "eval_right_slot": 0.0, "eval_guarded": 1.0,
    }  # fmt: skip


def test_of_dialogues_those_that_ask_are_asked_in_their_language(tmp_path: Path) -> None:
    said = (("My knee hurts a lot.", "Since when?"), ("عندي صداع.", "منذ متى؟"), ("Thank you.", "You are welcome."))
    write_lines(
        tmp_path / "chats.jsonl",
        [
            Record(
                id=f"chat-{number}", item=f"chat-{number}", task="chat", source=Source("tests", "CC0-1.0"),
                original="en", en=Content(turns=(Spoken("user", "en", asked), Spoken("assistant", "en", reply))),
            )
            for number, (asked, reply) in enumerate(said)
        ],
    )  # fmt: skip
    asking = made(run(tmp_path / "chats.jsonl", "records", 9))
    model = Says(" منذ متى؟")
    assert asking.measure(model) == {"eval_right_language": 0.5, "eval_one_question": 1.0}
    assert sorted(text.count("[/INST]") for text in model.shown) == [1, 1]
    assert not any("Since when" in text for text in model.shown)


def test_a_prompt_ends_where_the_last_reply_begins_and_none_may_be_wanted(tmp_path: Path) -> None:
    writing = Encoder(template("transcript"), letters, False, None)
    shown = (Turn("user", "eight", label="Patient"), Turn("assistant", "", label="Doctor"))
    assert "".join(map(chr, prompt(writing.lesson(shown, "Since when?")))) == "Patient: eight\nDoctor:"
    assert follow_ups(run(tmp_path / "none.jsonl", "lessons", 0), writing, Letters()) is None
