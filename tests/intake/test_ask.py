"""Multiple choice in both alphabets, and findings that a model suggests."""

from __future__ import annotations

import json
import math

import pytest

from app.intake.ask import Chosen, chosen, continuations, parse, prompt, reply
from app.intake.knowledge import Knowledge
from app.intake.structured import accept, schema, task
from app.values import Language
from tests.intake.conftest import Talk

ENGLISH = "Which drug is first line?\nA) Aspirin\nB. Metformin\n(C) Insulin\nD: Warfarin"
ARABIC = "ما الدواء الأول؟\nأ) أسبرين\nب- ميتفورمين\nج. أنسولين\nد) وارفارين"


@pytest.mark.parametrize(
    ("text", "language", "letters", "texts"),
    [
        (ENGLISH, "en", "ABCD", ("Aspirin", "Metformin", "Insulin", "Warfarin")),
        (ARABIC, "ar", "أبجد", ("أسبرين", "ميتفورمين", "أنسولين", "وارفارين")),
        ("Pick one: A) yes B) no", "en", "AB", ("yes", "no")),
        ("اختر A) أسبرين B) وارفارين", "ar", "AB", ("أسبرين", "وارفارين")),
    ],
)
def test_choices_are_read(text: str, language: Language, letters: str, texts: tuple[str, ...]) -> None:
    question = parse(text, language)
    assert question is not None
    assert "".join(choice.letter for choice in question.choices) == letters
    assert tuple(choice.text for choice in question.choices) == texts
    assert question.stem and "Aspirin" not in question.stem


@pytest.mark.parametrize("text", ["What is hypertension?", "A) only one", "vitamin B: good?", "", "B) x C) y"])
def test_open_questions_are_not_multiple_choice(text: str) -> None:
    assert parse(text, "en") is None


def test_the_probabilities_sum_to_one_and_the_best_wins() -> None:
    question = parse(ENGLISH, "en")
    assert question is not None
    answer = chosen(question, [-3.0, -1.0, -2.0, -30.0])
    assert answer.choice.letter == "B"
    assert math.isclose(sum(answer.probabilities), 1.0)
    assert answer.probabilities[0] / answer.probabilities[1] == pytest.approx(math.exp(-2))


def test_prompt_and_reply(knowledge: Knowledge) -> None:
    question = parse(ARABIC, "ar")
    assert question is not None
    assert prompt(question).endswith("الجواب هو الحرف") and "ب. ميتفورمين" in prompt(question)
    assert continuations(question) == (" أ", " ب", " ج", " د")
    said = reply(question, Chosen(question.choices[1], (0.1, 0.7, 0.1, 0.1)))
    assert said.startswith("ب. ميتفورمين") and "70%" in said


def test_suggestions_must_quote_the_message(knowledge: Knowledge, talk: Talk) -> None:
    message = talk("I get hives from latex and my knee hurts")[0]
    output = {
        "findings": [
            {"slot": "allergies", "status": "present", "value": "latex", "quote": "hives from latex"},
            {"slot": "site", "status": "present", "value": "knee", "quote": "the left knee"},
            {"slot": "no_such_slot", "status": "present", "value": "", "quote": "my knee hurts"},
            {"slot": "site", "status": "present", "value": "", "quote": ""},
        ]
    }
    found = accept(json.dumps(output), message, knowledge)
    assert [(one.slot, one.value, one.origin, one.message) for one in found] == [("allergies", "latex", "model", 1)]


@pytest.mark.parametrize("output", ["", "not json", "[]", '{"findings": [{"slot": 3}]}', '{"findings": null}'])
def test_nonsense_suggests_nothing(output: str, knowledge: Knowledge, talk: Talk) -> None:
    assert accept(output, talk("my knee hurts")[0], knowledge) == ()


def test_the_schema_is_json_and_the_task_holds_the_message(talk: Talk) -> None:
    assert json.loads(schema())["required"] == ["findings"]
    assert task(talk("my knee hurts")[0]).endswith("my knee hurts")
