"""Multiple choice in both alphabets, and findings that a model suggests."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import pytest

from app.intake.ask import Chosen, chosen, continuations, parse, prompt, reply
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.note import draft
from app.intake.redflags import red_flags
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
        ("Which? 1) liver 2) pancreas; 3. spleen", "en", "123", ("liver", "pancreas", "spleen")),
        ("أيها؟\n١- الكبد،\n٢- الطحال", "ar", "١٢", ("الكبد", "الطحال")),
        ("أيها؟ أ/ كبد ب/ طحال ج/ كلية د/ قلب هـ/ معدة", "ar", "أبجده", ("كبد", "طحال", "كلية", "قلب", "معدة")),
    ],
)
def test_choices_are_read(text: str, language: Language, letters: str, texts: tuple[str, ...]) -> None:
    question = parse(text, language)
    assert question is not None
    assert "".join(choice.letter for choice in question.choices) == letters
    assert tuple(choice.text for choice in question.choices) == texts
    assert question.stem and "Aspirin" not in question.stem


@pytest.mark.parametrize(
    "text",
    [
        "What is hypertension?",
        "A) only one",
        "vitamin B: good?",
        "",
        "B) x C) y",
        "He has 1) fever 2) cough. What is it?",
        "Which dose: 1.5 mg or 2.5 mg?",
        "ما سبب هذه الأعراض: ١- حمى ٢- سعال، وهل تعدي؟",
    ],
)
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


@pytest.mark.parametrize("shares", [(1 / 3, 1 / 3, 1 / 3, 0.0), (0.031, 0.155, 0.814, 0.0), (0.005,) * 3 + (0.985,)])
def test_the_percentages_that_are_shown_add_up(shares: tuple[float, ...]) -> None:
    question = parse(ENGLISH, "en")
    assert question is not None
    shown = [int(number) for number in re.findall(r"(\d+)%", reply(question, Chosen(question.choices[0], shares)))]
    assert sum(shown) == 100 and all(abs(one - 100 * share) < 1 for one, share in zip(shown, shares, strict=True))


def test_numbered_choices_are_answered_by_a_number() -> None:
    question = parse("Which? 1) liver 2) pancreas", "en")
    assert question is not None
    assert prompt(question).endswith("The answer is the number") and continuations(question) == (" 1", " 2")


def test_a_question_to_the_model_is_nobodys_history(knowledge: Knowledge, talk: Talk) -> None:
    asked = "A man of 24 on warfarin has fever and neck stiffness. What is it? A) Migraine B) Bacterial meningitis"
    told = talk(asked)
    (answered,) = told[:1]
    answer = replace(answered, id=answered.id + 1, role="assistant", text="B. Bacterial meningitis", generated=True)
    messages = (answered, answer)
    history = extract(messages, knowledge)
    assert history.findings == () and history.complaint is None
    assert [flag.rule for flag in red_flags(messages, history, knowledge)][:1] == ["meningitis"]


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


def test_a_suggestion_says_no_more_than_its_quote_and_is_marked_in_the_note(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("I get hives from latex and my knee hurts")
    row = {"slot": "site", "status": "present", "value": "cancer of the knee", "quote": "my knee hurts"}
    found = accept(json.dumps({"findings": [row]}), messages[0], knowledge)
    assert [one.value for one in found] == ["my knee hurts"]
    noted = draft(extract(messages, knowledge, suggested=found), (), messages, knowledge, "en")
    assert "my knee hurts (suggested by the model)" in [line.text for part in noted.sections for line in part.lines]


@pytest.mark.parametrize("output", ["", "not json", "[]", '{"findings": [{"slot": 3}]}', '{"findings": null}'])
def test_nonsense_suggests_nothing(output: str, knowledge: Knowledge, talk: Talk) -> None:
    assert accept(output, talk("my knee hurts")[0], knowledge) == ()


def test_the_schema_is_json_and_the_task_holds_the_message(talk: Talk) -> None:
    assert json.loads(schema())["required"] == ["findings"]
    assert task(talk("my knee hurts")[0]).endswith("my knee hurts")
