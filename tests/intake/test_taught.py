"""How a taught model is asked: one exchange, the plan, an open line; never longer with the interview."""

from __future__ import annotations

from app.engine.templates import template, text_of
from app.intake import taught
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.intake.prompt import sampling, turns
from app.values import Message, Plan
from tests.intake.conftest import Talk


def shown(messages: tuple[Message, ...], knowledge: Knowledge) -> str:
    """The prompt as the model reads it."""
    history = extract(messages, knowledge)
    plan = next_step(history, (), messages, knowledge)
    return text_of(template("transcript").render(turns(messages, plan, history, knowledge, "taught")))


def test_the_prompt_is_the_last_exchange_and_the_plan(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("I have a headache", ("severity", "eight"), ("onset", "suddenly"))
    plan = next_step(extract(messages, knowledge), (), messages, knowledge)
    label = knowledge.slot_label(plan.slot or "", "en")
    assert shown(messages, knowledge).splitlines() == [
        "Interview",
        "",
        f"Patient [{knowledge.slot_label('onset', 'en')}]: suddenly",
        f"Ask [{label}]: {plan.question}",
        "Doctor:",
    ]


def test_it_speaks_the_language_of_the_plan(knowledge: Knowledge, talk: Talk) -> None:
    lines = shown(talk("عندي صداع"), knowledge).splitlines()
    assert lines[2] == "المريض: عندي صداع"
    assert lines[3].startswith("اسأل [") and lines[3].endswith("؟") and lines[4] == "الطبيب:"


def test_long_messages_and_long_interviews_do_not_lengthen_it(knowledge: Knowledge, talk: Talk) -> None:
    answers = [("associated", "no " * 5)] * 20
    long = shown(talk("I have a headache " * 100, *answers, ("onset", "it began " * 200)), knowledge)
    assert len(long) < 2 * taught.MOST_LETTERS
    assert "began it began" in long


def test_answers_and_titles_have_headings_of_their_own(knowledge: Knowledge, talk: Talk) -> None:
    asked = taught.turns(talk("What is dyspnoea in Arabic?"), Plan("answer", "en"), knowledge)
    assert [turn.label for turn in asked] == ["", "Question", "Answer"]
    named = taught.title_turns("عندي صداع", "ar")
    assert named[-1].label == "عنوان" and named[-1].text == ""


def test_a_question_is_one_line_and_may_repeat_the_plans_words() -> None:
    chosen = sampling(Plan("ask", "en", "onset", "When did it start?"), "taught")
    assert chosen.stop == ("\n",) and chosen.grammar is None and chosen.repeat_penalty == 1.0
    assert (sampling(Plan("answer", "en"), "taught").repeat_penalty or 0) > 1.0
