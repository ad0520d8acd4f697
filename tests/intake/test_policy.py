"""What is asked next: one thing a turn, nothing twice, the pressing first, and an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from app.intake.address import address
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.musts import MOST_QUESTIONS
from app.intake.policy import next_step, reworded
from app.intake.redflags import red_flags
from app.intake.understanding import understand
from app.values import Message, Mode, Plan
from tests.intake.conftest import Talk

LONGEST = 36
"""Questions beyond which an interview would try anybody's patience."""


def plan_for(
    messages: tuple[Message, ...], knowledge: Knowledge, mode: Mode = "interview", jump: str | None = None
) -> Plan:
    """The next step of a conversation."""
    history = extract(messages, knowledge)
    return next_step(history, red_flags(messages, history, knowledge), messages, knowledge, mode, jump)


def interview(opening: tuple[Message, ...], answer: str, knowledge: Knowledge) -> tuple[list[str], Plan]:
    """Every slot asked for while everything is answered alike, and the last plan."""
    messages = opening
    asked: list[str] = []
    while len(asked) < 2 * LONGEST:
        plan = plan_for(messages, knowledge)
        if plan.step != "ask" or plan.slot is None:
            return asked, plan
        asked.append(plan.slot)
        number = len(messages) + 1
        said_at = datetime(2026, 11, 22, tzinfo=timezone.utc)
        question = Message(
            number, "abcdefghij", "assistant", plan.question, plan.language, "ltr", said_at, slot=plan.slot
        )
        messages = (*messages, question, replace(opening[0], id=number + 1, text=answer))
    raise AssertionError("the interview does not end")


@pytest.mark.parametrize(
    ("opening", "answer"),
    [
        ("I have chest pain", "no"),
        ("my 2 year old son has a fever", "I don't know"),
        ("عندي صداع شديد", "لا"),
        ("أنا حامل وعندي نزيف", "ما أدري"),
    ],
)
def test_an_interview_asks_nothing_twice_and_ends(opening: str, answer: str, knowledge: Knowledge, talk: Talk) -> None:
    asked, last = interview(talk(opening), answer, knowledge)
    assert len(set(asked)) == len(asked)
    assert MOST_QUESTIONS - 10 <= len(asked) <= LONGEST
    assert (last.step, last.slot) == ("summarise", None)
    assert last.question and "?" not in last.question and "؟" not in last.question


def test_who_only_says_yes_is_asked_one_question_twice(knowledge: Knowledge, talk: Talk) -> None:
    asked, last = interview(talk("I feel strange"), "yes", knowledge)
    assert len(set(asked)) == len(asked) - 1
    assert last.step == "summarise"


@pytest.mark.parametrize("protocol", ["chest_pain", "headache", "fever_child", "vaginal_bleeding", "general"])
def test_every_must_ask_of_a_protocol_is_asked(protocol: str, knowledge: Knowledge, talk: Talk) -> None:
    openings = {
        "chest_pain": "I have chest pain",
        "headache": "I have a headache",
        "fever_child": "my 2 year old son has a fever",
        "vaginal_bleeding": "I have vaginal bleeding",
        "general": "I don't feel right",
    }
    messages = talk(openings[protocol])
    history = extract(messages, knowledge)
    assert history.protocol == protocol
    asked, _ = interview(messages, "no", knowledge)
    assert not set(history.missing) - set(asked) - {"pregnancy"}


def test_what_was_told_is_not_asked(knowledge: Knowledge, talk: Talk) -> None:
    asked, _ = interview(talk("I'm a 54 year old man with chest pain for two hours, NKDA, it is 8/10"), "no", knowledge)
    assert not {"age", "sex", "duration", "allergies", "severity", "chief_complaint"} & set(asked)


def test_a_man_is_not_asked_for_a_pregnancy(knowledge: Knowledge, talk: Talk) -> None:
    asked, _ = interview(talk("I'm a 30 year old man and my belly hurts"), "no", knowledge)
    assert "pregnancy" not in asked


def test_after_a_greeting_the_complaint_is_asked(knowledge: Knowledge, talk: Talk) -> None:
    assert plan_for(talk("hello"), knowledge).slot == "chief_complaint"
    assert plan_for(talk("السلام عليكم"), knowledge).language == "ar"


def test_after_an_alarm_comes_what_matters_for_it(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("crushing chest pain and I'm sweating")
    flags = red_flags(messages, extract(messages, knowledge), knowledge)
    assert any(flag.severity == "emergency" for flag in flags)
    wanted = {knowledge.rule(flag.rule).asks for flag in flags}
    early = {ask.slot for ask in knowledge.protocols["chest_pain"].ask if ask.early}
    slot = plan_for(messages, knowledge).slot
    assert slot in wanted | early
    assert slot not in ("age", "sex", "sweating")


def test_a_small_child_is_never_asked_for_a_wish_to_die(knowledge: Knowledge, talk: Talk) -> None:
    assert plan_for(talk("I took thirty paracetamol tablets an hour ago"), knowledge).slot == "suicidal_thoughts"
    for opening in ("my 2 year old took a whole bottle of calpol", "ابني عمره ثلاث سنين شرب دوا جدته"):
        plan = plan_for(talk(opening), knowledge)
        assert plan.step == "ask" and plan.slot != "suicidal_thoughts"


def test_the_language_follows_the_last_message(knowledge: Knowledge, talk: Talk) -> None:
    assert plan_for(talk("I have a headache", ("onset", "من يومين")), knowledge).language == "ar"
    assert plan_for(talk("عندي صداع", ("onset", "two days ago")), knowledge).language == "en"


def test_the_clinician_can_jump_to_a_section_or_a_slot(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("I have a headache")
    assert plan_for(messages, knowledge, jump="allergies").slot == "allergies"
    slot = plan_for(messages, knowledge, jump="social").slot
    assert slot is not None and knowledge.section_of(slot) == "social"


def test_ask_mode_answers(knowledge: Knowledge, talk: Talk) -> None:
    assert plan_for(talk("what is the dose of paracetamol?"), knowledge, mode="ask").step == "answer"


def test_children_are_asked_about_through_their_parent(knowledge: Knowledge, talk: Talk) -> None:
    plan = plan_for(talk("my 2 year old son has a fever", ("lethargy", "no")), knowledge)
    assert not {"[who]", "[their]", "{", "}"} & set(plan.question)
    arabic = reworded(plan, "ar", talk("my 2 year old son has a fever"), knowledge)
    assert arabic.language == "ar" and arabic.slot == plan.slot and arabic.question.endswith("؟")


@pytest.mark.parametrize(
    ("opening", "relation"),
    [
        ("I'm a 62 yr old man, crushing chest pain", "self"),
        ("im an old man, cant sleep", "self"),
        ("62 yr old man with chest pain", "patient"),
        ("45yo F with headache", "patient"),
        ("my 3 yr old girl has a fever", "child"),
        ("my 2 year old son has a fever", "child"),
        ("3 year old girl with a fever and a rash", "patient"),
        ("I'm a 25 year old girl with tummy pain", "self"),
        ("بنتي عمرها سنتين وعندها حرارة", "child"),
    ],
)
def test_who_is_spoken_to(opening: str, relation: str, knowledge: Knowledge, talk: Talk) -> None:
    seen = understand(talk(opening), knowledge)
    assert address(seen.said, seen.person).relation == relation


def test_the_end_is_never_said_twice_in_the_same_words(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("I have a headache")
    _, first = interview(messages, "no", knowledge)
    closing = replace(messages[0], id=99, role="assistant", text=first.question)
    again = reworded(first, "en", (*messages, closing), knowledge)
    assert again.question != first.question


def test_wordings_hold_the_question_and_no_braces(knowledge: Knowledge, talk: Talk) -> None:
    for opening in ("I have chest pain", "عندي ألم في الصدر", "بنتي عمرها سنتين وعندها حرارة", "54M with chest pain"):
        plan = plan_for(talk(opening), knowledge)
        assert plan.question in plan.wordings
        assert not any(mark in wording for wording in plan.wordings for mark in "{}|[]")
