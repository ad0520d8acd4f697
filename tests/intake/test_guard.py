"""What a model's reply may be, and what stands in its place."""

from __future__ import annotations

import pytest

from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.values import Finding, History, Plan

ONSET = Plan("ask", "en", "onset", "How did it begin, all of a sudden or little by little?")
ONSET_AR = Plan("ask", "ar", "onset", "كيف بدأ الأمر، فجأة أم بالتدريج؟")
HISTORY = History("headache", "headache", (Finding("medications", "present", "ibuprofen", "I take ibuprofen", 1),))


@pytest.mark.parametrize(
    "reply",
    [
        "How did it begin, all of a sudden or little by little?",
        "I see. How did it begin, all of a sudden or little by little?",
        "Doctor [Onset]: How did it begin, all of a sudden or little by little?",
        "Thank you for telling me. Did it begin suddenly or little by little?",
        "  Did it begin all of a sudden?  ",
    ],
)
def test_good_questions_pass(reply: str, knowledge: Knowledge) -> None:
    verdict = check(reply, ONSET, HISTORY, knowledge)
    assert not verdict.guarded, verdict
    assert verdict.text.endswith("?") and not verdict.text.startswith("Doctor")


def test_good_arabic_questions_pass(knowledge: Knowledge) -> None:
    for reply in ("كيف بدأ الأمر؟", "فهمت. هل بدأ فجأة أم بالتدريج؟", ONSET_AR.question):
        assert not check(reply, ONSET_AR, HISTORY, knowledge).guarded, reply


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "empty"),
        ("It began suddenly.", "question_marks"),
        ("Did it begin suddenly? Or little by little?", "question_marks"),
        ("Did it begin suddenly؟", "question_marks"),
        ("هل بدأ فجأة?", "language"),
        ("Did it begin فجأة or little by little?", "language"),
        ("You probably have a migraine. Did it begin suddenly?", "diagnosis"),
        ("This sounds like a stroke, did it begin suddenly?", "diagnosis"),
        ("You should take two tablets. Did it begin suddenly?", "treatment"),
        ("Don't worry, it is nothing serious. Did it begin suddenly?", "promise"),
        ("I am sorry for your loss. Did it begin suddenly?", "promise"),
        ("Did it begin suddenly after the amoxicillin?", "medicine"),
        ("Do you have any allergies?", "slot"),
        ("What is the weather like?", "slot"),
        ("One. Two. Three. Did it begin suddenly?", "long"),
        ("Did it begin suddenly, " + "or little by little, " * 20 + "yes?", "long"),
    ],
)
def test_bad_replies_are_replaced(reply: str, reason: str, knowledge: Knowledge) -> None:
    verdict = check(reply, ONSET, HISTORY, knowledge)
    assert (verdict.text, verdict.guarded, verdict.reason) == (ONSET.question, True, reason)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("How did it begin?", "question_marks"),
        ("كيف بدأ الأمر؟ ومتى؟", "question_marks"),
        ("ربما لديك التهاب، كيف بدأ الأمر؟", "diagnosis"),
        ("يجب أن تتناول مسكنا، كيف بدأ الأمر؟", "treatment"),
        ("لا تقلق، كيف بدأ الأمر؟", "promise"),
        ("كم عمرك؟", "slot"),
    ],
)
def test_bad_arabic_replies_are_replaced(reply: str, reason: str, knowledge: Knowledge) -> None:
    verdict = check(reply, ONSET_AR, HISTORY, knowledge)
    assert (verdict.text, verdict.guarded) == (ONSET_AR.question, True)
    assert verdict.reason == reason


def test_a_medicine_that_the_patient_named_may_be_named(knowledge: Knowledge) -> None:
    plan = Plan("ask", "en", "relieving", "What makes it better?")
    assert not check("Does the ibuprofen make it better?", plan, HISTORY, knowledge).guarded


def test_the_last_line_is_not_said_again(knowledge: Knowledge) -> None:
    assert (
        check("Did it begin suddenly?", ONSET, HISTORY, knowledge, last="Did it begin suddenly?").reason == "repeated"
    )


def test_the_end_is_a_sentence_of_the_desk(knowledge: Knowledge) -> None:
    plan = Plan("summarise", "en", None, "Thank you, the summary is ready.")
    assert check("You are cured!", plan, HISTORY, knowledge).text == plan.question


def test_every_question_of_every_protocol_passes_its_own_guard(knowledge: Knowledge) -> None:
    fallen = []
    for protocol in knowledge.protocols.values():
        for ask in protocol.ask:
            for language, text in (("en", ask.en), ("ar", ask.ar)):
                plan = Plan("ask", language, ask.slot, text)  # type: ignore[arg-type]
                fallen += [text] if check(text, plan, HISTORY, knowledge).guarded else []
    assert not fallen


@pytest.mark.parametrize(
    "stated",
    [
        "This is serious.",
        "That sounds dangerous,",
        "It's probably just a virus.",
        "You need an X-ray.",
        "Your lungs are infected.",
        "I will cure you.",
        "You are fine.",
        "Your blood pressure must be high,",
    ],
)
def test_nothing_is_stated_before_the_question(stated: str, knowledge: Knowledge) -> None:
    assert check(f"{stated} did it begin suddenly?", ONSET, HISTORY, knowledge).guarded, stated


@pytest.mark.parametrize("stated", ["هذا خطير،", "عندك نزلة برد.", "الأمر بسيط،", "رئتك ملتهبة.", "أنت بخير."])
def test_nothing_is_stated_before_the_arabic_question(stated: str, knowledge: Knowledge) -> None:
    assert check(f"{stated} هل بدأ فجأة؟", ONSET_AR, HISTORY, knowledge).guarded, stated


def test_what_is_taken_up_of_the_patients_words_passes(knowledge: Knowledge) -> None:
    for taken_up in (
        "I'm sorry, that must be hard.",
        "So you take ibuprofen.",
        "I understand this has been troubling you.",
        "Okay, let me ask about how it started:",
    ):
        assert not check(f"{taken_up} did it begin suddenly?", ONSET, HISTORY, knowledge).guarded, taken_up
    for taken_up in ("آسف لسماع ذلك.", "شكرًا لك على هذه المعلومات،", "أفهم أن هذا مزعج.", "فهمت عليك."):
        assert not check(f"{taken_up} هل بدأ فجأة؟", ONSET_AR, HISTORY, knowledge).guarded, taken_up
