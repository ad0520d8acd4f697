"""Alarms: what fires them, what does not, and what they quote."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.values import RedFlag
from tests.intake.conftest import Talk


def raised(knowledge: Knowledge, talk: Talk, *turns: str | tuple[str, str]) -> tuple[RedFlag, ...]:
    """The alarms that a conversation raises."""
    messages = talk(*turns)
    return red_flags(messages, extract(messages, knowledge), knowledge)


def test_two_messages_together_escalate(knowledge: Knowledge, talk: Talk) -> None:
    first = raised(knowledge, talk, "I have a headache")
    both = raised(knowledge, talk, "I have a headache", ("associated", "a fever, and my neck is very stiff"))
    assert "meningitis" not in {flag.rule for flag in first}
    assert "meningitis" in {flag.rule for flag in both}


def test_the_answer_yes_counts_and_no_does_not(knowledge: Knowledge, talk: Talk) -> None:
    opening = "I have chest pain"
    yes = {flag.rule for flag in raised(knowledge, talk, opening, ("sweating", "yes, a lot"))}
    no = {flag.rule for flag in raised(knowledge, talk, opening, ("sweating", "no"))}
    assert yes - no


@pytest.mark.parametrize(
    "said",
    [
        "my calf swelled up a week after my knee replacement", "my calf is swollen since my knee operation last week",
        "سمانة رجلي وارمة بعد عملية الركبة",
    ],
)  # fmt: skip
def test_a_calf_after_an_operation_on_the_knee_is_no_joint(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert [flag.rule for flag in raised(knowledge, talk, said)] == ["deep_vein_thrombosis"]


@pytest.mark.parametrize(
    "said", ["my knee is hot and swollen after my knee replacement", "swelling after knee surgery, 39 fever"]
)
def test_a_joint_after_an_operation_on_it_is_one(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert "septic_arthritis" in {flag.rule for flag in raised(knowledge, talk, said)}


@pytest.mark.parametrize("answer", ["she is playing and smiling", "تلعب وتضحك", "no", "I don't know"])
def test_an_unclear_answer_raises_nothing(answer: str, knowledge: Knowledge, talk: Talk) -> None:
    child = "my 3 year old daughter has a temperature of 38.5"
    before = {flag.rule for flag in raised(knowledge, talk, child)}
    after = {flag.rule for flag in raised(knowledge, talk, child, ("lethargy", answer))}
    assert after <= before


def test_a_denial_takes_the_alarm_back(knowledge: Knowledge, talk: Talk) -> None:
    assert raised(knowledge, talk, "I'm coughing up blood")
    assert not raised(knowledge, talk, "I'm coughing up blood", "sorry, I meant I am not coughing up blood")


def test_emergencies_come_first_and_quote_their_words(knowledge: Knowledge, talk: Talk) -> None:
    text = "my husband suddenly can't speak and his face is drooping"
    flags = raised(knowledge, talk, text)
    assert flags and flags[0].severity == "emergency"
    assert [flag.severity for flag in flags] == sorted(flag.severity for flag in flags)
    assert all(flag.quote in text and flag.message == 1 for flag in flags)


def test_age_and_pregnancy_are_conditions(knowledge: Knowledge, talk: Talk) -> None:
    infant = {flag.rule for flag in raised(knowledge, talk, "my 3 week old baby has a temperature of 38.6")}
    adult = {flag.rule for flag in raised(knowledge, talk, "I'm 40 and have a temperature of 38.6")}
    assert infant and not adult
    pregnant = raised(knowledge, talk, "I'm 34 weeks pregnant with a severe headache and blurred vision")
    assert {flag.rule for flag in pregnant} - {
        flag.rule for flag in raised(knowledge, talk, "I'm a man with a severe headache and blurred vision")
    }


@pytest.mark.parametrize(
    "text",
    [
        "my father had a heart attack at 50", "I'm dying to know", "رقبتي متيبسة لأني نمت غلط", "no chest pain",
        "what are the signs of a stroke?", "hello", "", "123", "؟؟؟", "I had chest pain five years ago",
    ],
)  # fmt: skip
def test_silence_where_nothing_is_wrong(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(knowledge, talk, text) == ()


def test_every_rule_can_be_explained_in_both_languages(knowledge: Knowledge) -> None:
    for rule in knowledge.rules:
        for text in (rule.title, rule.why, rule.action):
            assert not any("\u0621" <= letter <= "\u064a" for letter in text.en)
            assert any("\u0621" <= letter <= "\u064a" for letter in text.ar)
        assert knowledge.rule(rule.id) is rule


@pytest.mark.parametrize("answer", ["three times so far", "twice", "ثلاث مرات لين الحين", "مرتين"])
def test_an_answer_that_counts_says_yes(answer: str, knowledge: Knowledge, talk: Talk) -> None:
    opening = "My six year old came off his scooter an hour ago and hit his head on the kerb"
    messages = talk(opening, ("head_injury_vomiting", answer))
    flags = red_flags(messages, extract(messages, knowledge), knowledge)
    assert "head_injury_danger" in {flag.rule for flag in flags}
