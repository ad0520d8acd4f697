"""Whatever is said: nothing raises, every quote is literal, and independent facts may come in any order."""

from __future__ import annotations

import time
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake.ask import parse
from app.intake.extract import extract
from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.note import draft, note_json, note_text
from app.intake.policy import next_step
from app.intake.prompt import sampling, turns
from app.intake.redflags import red_flags
from app.values import SLOTS, Message
from tests.intake.conftest import Talk

WORDS = (
    *[
        "no",
        "not",
        "pain",
        "chest",
        "fever",
        "and",
        "but",
        ",",
        ".",
        "?",
        "8/10",
        "38.5",
        "since",
        "yesterday",
        "my",
        "father",
        "3andi",
        "soda3",
        "mafi",
        "120/80",
        "5",
        "mg",
        "aspirin",
    ],
    *[
        "لا",
        "ما",
        "عندي",
        "ألم",
        "صدري",
        "حرارة",
        "وصداع",
        "بس",
        "،",
        "؟",
        "٨",
        "من",
        "١٠",
        "أبوي",
        "معنديش",
        "ولا",
        "وجعني",
        "ﷺ",
        "ـ",
        "ً",
        "A)",
        "أ)",
        "'",
        "🙂",
    ],
    "\u200f",
    "\u0000",
)
ANYTHING = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
SLOT = st.sampled_from([None, *SLOTS, "dyspnoea", "no_such_slot"])
FACTS = (
    ("onset", "suddenly, two hours ago"),
    ("severity", "8 out of 10"),
    ("allergies", "penicillin"),
    ("medications", "metformin 500 mg"),
    ("family_history", "my father had a stroke"),
    ("social_history", "أدخن علبة في اليوم"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(SLOT, ANYTHING), min_size=1, max_size=4))
def test_nothing_that_is_said_raises(said: list[tuple[str | None, str]], knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(*((slot, text) if slot else text for slot, text in said))
    history = extract(messages, knowledge)
    flags = red_flags(messages, history, knowledge)
    plan = next_step(history, flags, messages, knowledge)
    texts = {message.id: message.text for message in messages}
    assert all(one.quote in texts[one.message] for one in history.findings)
    assert all(flag.quote in texts[flag.message] for flag in flags)
    assert plan.step in ("ask", "summarise")
    for form in ("chat", "transcript"):
        assert turns(messages, plan, history, knowledge, form) and sampling(plan, form)
    for language in ("en", "ar"):
        assert note_text(draft(history, flags, messages, knowledge, language))
    assert note_json(history, flags, messages, knowledge)
    verdict = check(messages[-1].text, plan, history, knowledge)
    assert plan.step != "ask" or verdict.text.count("?") + verdict.text.count("؟") == 1


@settings(max_examples=200, deadline=None)
@given(text=ANYTHING)
def test_reading_choices_never_raises(text: str) -> None:
    question = parse(text, "en")
    assert question is None or len(question.choices) >= 2


@pytest.mark.parametrize("order", list(permutations(range(len(FACTS))))[::90])
def test_the_order_of_independent_facts_does_not_change_the_history(
    order: tuple[int, ...], knowledge: Knowledge, talk: Talk
) -> None:
    def told(rows: tuple[tuple[str, str], ...]) -> set[tuple[str, str, str, str, bool]]:
        findings = extract(talk("I have chest pain", *rows), knowledge).findings
        return {(one.slot, one.status, one.value, one.quote, one.superseded) for one in findings}

    assert told(tuple(FACTS[place] for place in order)) == told(FACTS)


def test_a_long_conversation_is_read_in_time(knowledge: Knowledge, talk: Talk) -> None:
    messages: tuple[Message, ...] = talk("عندي ألم في الصدر من ساعتين وعرق", *(FACTS * 4)[:20])
    assert len(messages) >= 40
    extract(messages, knowledge)
    fastest = min(_seconds(messages, knowledge) for _ in range(5))
    assert fastest < 0.05


def _seconds(messages: tuple[Message, ...], knowledge: Knowledge) -> float:
    began = time.process_time()
    extract(messages, knowledge)
    return time.process_time() - began
