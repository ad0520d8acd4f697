"""A yes in other words, as an alarm needs it, hedged or meant only as an answer; and what is none."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk

CHEST = {"en": "I have pain in my chest", "ar": "عندي ألم في صدري"}
HEAD = {"en": "I have a headache and a fever", "ar": "عندي صداع وحرارة"}

YES = {
    "en": (
        "a bit, yes",
        "kinda",
        "I guess so",
        "now and then",
        "I'm afraid so",
        "not always but yes",
        "at night, yeah",
    ),
    "ar": (
        "للأسف ايه",
        "شوية",
        "مرات",
        "بعض الأحيان",
        "أظن نعم",
        "مو دايم بس احيانا",
        "كتير",
        "kteer",
        "3la tool aywa",
    ),
}
NO = {
    "en": ("why do you ask?", "a bit tired", "hmm", "maybe", "not really", "I took panadol", "my name is Sara", "ok"),
    "ar": ("ليش تسأل", "مدري", "مو كثير", "تمام", "اسمي أحمد", "ان شاء الله لا", "لحظة", "يعني", "ya3ni"),
}
INDIRECT = (
    ("en", CHEST, "radiation_arm_jaw", "it goes all the way down to my hand"),
    ("en", CHEST, "radiation_arm_jaw", "up into the teeth"),
    ("ar", CHEST, "radiation_arm_jaw", "بيوصل لكتفي"),
    ("en", HEAD, "neck_stiffness", "can barely turn my head"),
    ("en", HEAD, "neck_stiffness", "it won't bend"),
    ("ar", HEAD, "neck_stiffness", "زي الخشبة"),
    ("en", CHEST, "diarrhoea_bloody", "the toilet was red"),
    ("ar", CHEST, "suicidal_thoughts", "بتمر ببالي كل ليلة"),
)
BESIDE = (
    ("en", CHEST, "radiation_arm_jaw", "it doesn't go anywhere"),
    ("ar", CHEST, "radiation_arm_jaw", "بس بنص صدري"),
    ("en", HEAD, "neck_stiffness", "my neck moves fine"),
    ("en", CHEST, "diarrhoea_bloody", "it's brown"),
    ("en", CHEST, "suicidal_thoughts", "my kids need me"),
    ("en", CHEST, "absolute_constipation", "I passed wind this morning"),
)


def raised(knowledge: Knowledge, talk: Talk, opening: str, slot: str, answer: str) -> set[str]:
    """The alarms that an answer adds to those of the opening."""
    before, after = talk(opening), talk(opening, (slot, answer))
    rules = [{flag.rule for flag in red_flags(said, extract(said, knowledge), knowledge)} for said in (before, after)]
    return rules[1] - rules[0]


@pytest.mark.parametrize(("language", "answer"), [(language, one) for language in YES for one in YES[language]])
def test_a_hedged_yes_to_a_danger_alarms(language: str, answer: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(knowledge, talk, CHEST[language], "radiation_arm_jaw", answer)
    assert raised(knowledge, talk, HEAD[language], "neck_stiffness", answer)


@pytest.mark.parametrize(("language", "answer"), [(language, one) for language in NO for one in NO[language]])
def test_what_is_no_yes_does_not_alarm(language: str, answer: str, knowledge: Knowledge, talk: Talk) -> None:
    assert not raised(knowledge, talk, CHEST[language], "radiation_arm_jaw", answer)
    assert not raised(knowledge, talk, HEAD[language], "neck_stiffness", answer)


@pytest.mark.parametrize(("language", "opening", "slot", "answer"), INDIRECT)
def test_words_that_mean_it_only_as_an_answer_alarm(
    language: str, opening: dict[str, str], slot: str, answer: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert raised(knowledge, talk, opening[language], slot, answer)


@pytest.mark.parametrize(("language", "opening", "slot", "answer"), BESIDE)
def test_words_that_deny_what_was_asked_do_not(
    language: str, opening: dict[str, str], slot: str, answer: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert not raised(knowledge, talk, opening[language], slot, answer)
