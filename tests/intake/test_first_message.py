"""A long first message: what it tells is found, whoever it is about, and is not asked again."""

from __future__ import annotations

import pytest

from app.intake.address import address
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.understanding import understand
from app.values import Finding
from tests.intake.conftest import Talk

MAN = (
    "I'm a 54 year old man. I've had a tight pain in the middle of my chest since yesterday, it goes to my left arm, "
    "7 out of 10. I have diabetes and take metformin 500 mg twice a day. I'm allergic to penicillin. "
    "My father had a heart attack at 60. I smoke and I work as a taxi driver. I'm worried about my heart."
)
WOMAN = (
    "أنا ست عندي ٤٠ سنة وبطني بتوجعني من يومين، الوجع بيزيد بعد الأكل. عندي الغدة وباخد التروكسين ١٠٠. "
    "عملت قيصرية مرتين. "
    "معنديش حساسية من أدوية. أمي كانت عندها حصوات في المرارة. خايفة تكون المرارة."
)
MOTHER = (
    "my mother is 78, she's been short of breath for three days. She has heart failure and takes furosemide 40mg every "
    "morning. No allergies. She had a hip replacement in 2015. She lives alone."
)
FATHER = "والدي عمره ٧٢ سنة، من أمس عنده ضيق نفس. عنده سكر ويأخذ لازكس. ما عنده حساسية. سوى عملية قلب مفتوح قبل سنتين."


def _of(findings: tuple[Finding, ...], slot: str) -> list[tuple[str, str]]:
    return [(one.status, one.quote) for one in findings if one.slot == slot]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            MAN,
            "age sex site character severity past_history medications allergies family_history social_history concerns",
        ),
        (WOMAN, "age sex duration past_history medications surgical_history allergies family_history concerns"),
        (MOTHER, "age sex duration past_history medications surgical_history allergies social_history"),
        (FATHER, "age sex duration past_history medications surgical_history allergies"),
    ],
)
def test_what_a_first_message_tells_is_found_and_settled(
    text: str, told: str, knowledge: Knowledge, talk: Talk
) -> None:
    history = extract(talk(text), knowledge)
    found = {one.slot for one in history.findings}
    assert set(told.split()) <= found
    assert set(told.split()) <= set(history.settled)
    assert not set(told.split()) & set(history.missing)
    assert all(one.quote in text for one in history.findings)


def test_a_relative_spoken_for_is_the_patient(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(MOTHER), knowledge)
    assert ("present", "heart failure") in _of(history.findings, "past_history")
    assert not _of(history.findings, "family_history")
    assert [status for status, _ in _of(history.findings, "allergies")] == ["denied"]


def test_another_relative_is_still_family(knowledge: Knowledge, talk: Talk) -> None:
    text = "My husband, 58, has been losing weight for two months. His brother died of cancer."
    history = extract(talk(text), knowledge)
    assert _of(history.findings, "age") == [("present", "husband, 58")]
    assert _of(history.findings, "family_history") == [("present", "brother died of cancer")]


@pytest.mark.parametrize("text", ["I cough, and my mother is ill too", "My mother has diabetes and I feel dizzy"])
def test_a_speaker_who_tells_of_himself_is_the_patient(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert understand(talk(text), knowledge).said[0].kin is None


@pytest.mark.parametrize(
    ("text", "language", "named"), [(MOTHER, "en", "your mother"), (FATHER, "ar", "والدك"), (MOTHER, "ar", "والدتك")]
)
def test_a_relative_is_asked_about_by_his_name(
    text: str, language: str, named: str, knowledge: Knowledge, talk: Talk
) -> None:
    seen = understand(talk(text), knowledge)
    assert address(seen.said, seen.person).named("ar" if language == "ar" else "en") == named


@pytest.mark.parametrize(
    "text",
    [
        "I'm in my eighth month, 34 weeks, and my face and hands have blown up",
        "أنا فالشهر الثامن ونفخ ليا وجهي ويديا",
    ],
)
def test_who_tells_the_month_of_a_pregnancy_is_not_asked_for_the_sex(
    text: str, knowledge: Knowledge, talk: Talk
) -> None:
    told = {finding.slot: finding.value for finding in extract(talk(text), knowledge).findings}
    assert told.get("sex") == "female"
    assert "pregnancy" in told


def test_an_age_is_the_one_that_was_reached_and_not_the_next(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("my knee hurts", ("age", "seventy-nine, God willing eighty in Ramadan")), knowledge)
    assert [finding.value for finding in history.findings if finding.slot == "age"] == ["79"]
