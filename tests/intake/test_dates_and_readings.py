"""Dates, readings, and what a speaker takes back in the same message."""

from __future__ import annotations

import pytest

from app.intake.address import address
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.intake.redflags import red_flags
from app.intake.understanding import understand
from tests.intake.conftest import Talk


@pytest.mark.parametrize(
    ("said", "onset"),
    [
        ("headache started on 12/05/2024, lasts 3 to 4 hours", "started on 12/05/2024"),
        ("cough since 3 May", "since 3 May"),
        ("cough since 12th of October 2026", "since 12th of October 2026"),
        ("rash began on November 3rd", "began on November 3rd"),
        ("knee pain from 2026-10-02", "from 2026-10-02"),
        ("صداع بدأ يوم ١٢/٥/٢٠٢٤ ويستمر من ٣ إلى ٤ ساعات", "بدأ يوم ١٢/٥/٢٠٢٤"),
        ("عندي كحة من ١٠ رمضان", "من ١٠ رمضان"),
        ("عندي سعال منذ 5 نوفمبر 2026", "منذ 5 نوفمبر 2026"),
        ("بلشت الدوخة بتاريخ 3/11/2026", "بلشت الدوخة بتاريخ 3/11/2026"),
    ],
)
def test_a_date_tells_since_when(said: str, onset: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(said), knowledge)
    assert [finding.value for finding in history.findings if finding.slot == "onset"] == [onset]
    assert history.protocol != "general"


@pytest.mark.parametrize(
    ("said", "slot", "values"),
    [
        ("My pain is 8/10, sorry I mean 6/10.", "severity", ["8/10", "6/10"]),
        ("الألم ٧ من ١٠، عفوا ٥ من ١٠", "severity", ["7/10", "5/10"]),
        ("cough for 3 days, sorry, 3 weeks. No actually 4 weeks.", "duration", ["for 3 days", "3 weeks", "4 weeks"]),
        ("وجع بطني بدأ من يومين لا قصدي من ثلاثة أيام", "duration", ["بدأ من يومين", "من ثلاثة أيام"]),
        ("It's my left knee, sorry, the right knee", "site", ["left knee", "right knee"]),
    ],
)
def test_what_is_taken_back_at_once_stays_beside_the_last_word(
    said: str, slot: str, values: list[str], knowledge: Knowledge, talk: Talk
) -> None:
    found = [finding for finding in extract(talk(said), knowledge).findings if finding.slot == slot]
    assert [finding.value for finding in found] == values
    assert [finding.superseded for finding in found] == [True] * (len(values) - 1) + [False]


@pytest.mark.parametrize(
    ("said", "slot", "quote"),
    [
        ("my blood pressure was 170/100 yesterday", "blood_pressure_readings", "170/100"),
        ("عندي سكري وكان السكر ٣٢٠ اليوم", "glucose_readings", "السكر ٣٢٠"),
        ("I'm diabetic and my sugar is 420 mg/dl", "glucose_readings", "sugar is 420"),
    ],
)
def test_a_reading_that_was_told_is_not_asked_for(
    said: str, slot: str, quote: str, knowledge: Knowledge, talk: Talk
) -> None:
    messages = talk(said)
    history = extract(messages, knowledge)
    assert [finding.quote for finding in history.findings if finding.slot == slot] == [quote]
    assert "medications" not in [finding.slot for finding in history.findings]
    plan = next_step(history, red_flags(messages, history, knowledge), messages, knowledge)
    assert plan.slot not in (slot, None) and slot not in history.missing


@pytest.mark.parametrize(("slot", "said"), [("age", "both arms, red patches"), ("sex", "both ankles"), ("sex", "لا")])
def test_words_that_tell_no_age_or_sex_are_none(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk("I have a rash", (slot, "what?"), (slot, said)), knowledge).findings
    assert {finding.status for finding in found if finding.slot == slot} == {"unknown"}
    assert said in [finding.quote for finding in found if finding.slot == slot]


def test_an_age_that_is_told_is_one(knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk("I have a rash", ("age", "58"), ("sex", "رجل")), knowledge).findings
    told = [(finding.slot, finding.status, finding.value) for finding in found if finding.slot in ("age", "sex")]
    assert told == [("age", "present", "58"), ("sex", "present", "male")]


def test_a_denial_ends_where_the_next_begins(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("عندي ألم في الركبة، ما آخذ أدوية وما عندي حساسية ولا أمراض"), knowledge)
    assert [one.quote for one in history.findings if one.slot == "medications"] == ["ما آخذ أدوية"]
    listed = extract(talk("عندي ألم في الركبة، ما عندي ضغط ولا سكر"), knowledge)
    assert [one.status for one in listed.findings if one.slot == "past_history"] == ["denied"]


@pytest.mark.parametrize(
    ("said", "slot", "settled"),
    [
        ("cough, I take no tablets at all", "medications", True),
        ("كحة، ما آخذ أي علاج", "medications", True),
        ("cough, I don't take aspirin", "medications", False),
        ("cough, I take amlodipine", "medications", False),
        ("cough, can't have penicillin, it brings me out in hives", "allergies", True),
        ("كحة، البنسلين يطلع لي طفح", "allergies", True),
        ("my knee hurts more going downstairs", "exacerbating", True),
    ],
)
def test_what_was_told_in_full_is_settled(
    said: str, slot: str, settled: bool, knowledge: Knowledge, talk: Talk
) -> None:
    assert (slot in extract(talk(said), knowledge).settled) == settled


def test_a_worry_about_the_complaint_is_no_complaint(knowledge: Knowledge, talk: Talk) -> None:
    assert extract(talk("I am worried this cough is cancer"), knowledge).protocol == "cough"
    assert extract(talk("I'm worried all the time, I can't stop it"), knowledge).protocol == "mood"


@pytest.mark.parametrize(
    ("said", "medicines"),
    [
        ("cough, I take vitamin D 50,000 IU weekly", ["I take vitamin D 50,000 IU weekly"]),
        ("meds: aspirin 81mg od, atorvastatin 40 mg nocte. cough", ["aspirin 81mg od", "atorvastatin 40 mg nocte"]),
        ("كحة، آخذ فيتامين د ٥٠٬٠٠٠ وحدة كل أسبوع", ["فيتامين د ٥٠٬٠٠٠ وحدة"]),
        ("كحة وعلى يوثيروكس ١٠٠ ميكروغرام", ["يوثيروكس ١٠٠ ميكروغرام"]),
        ("cough. I stopped metformin last year, started jardiance 10mg", ["stopped metformin", "jardiance 10mg"]),
    ],
)
def test_a_dose_is_whole_and_a_medicine_that_was_stopped_is_none_that_is_taken(
    said: str, medicines: list[str], knowledge: Knowledge, talk: Talk
) -> None:
    found = extract(talk(said), knowledge).findings
    assert [one.value for one in found if one.slot == "medications"] == medicines


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        ("sore throat for 3 days", "no, sorry, I do have an allergy to penicillin"),
        ("عندي التهاب حلق من ٣ أيام", "لا آسف عندي حساسية من البنسلين"),
        ("sore throat for 3 days", "I am allergic to penicillin"),
    ],
)
def test_an_allergy_told_after_none_is_an_allergy(opening: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk(opening, ("allergies", "no"), ("drooling", said)), knowledge).findings
    allergies = [(one.status, one.superseded) for one in found if one.slot == "allergies"]
    assert allergies[0] == ("denied", True) and set(allergies[1:]) == {("present", False)}, allergies


def test_a_corrected_age_is_the_age(knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk("عندي التهاب حلق", ("age", "٣٠"), ("drooling", "قصدي ٣٢")), knowledge).findings
    assert [(one.value, one.superseded) for one in found if one.slot == "age"] == [("30", True), ("32", False)]


def test_who_was_a_child_once_speaks_for_himself(knowledge: Knowledge, talk: Talk) -> None:
    seen = understand(talk("sore throat, penicillin gave me a rash as a child"), knowledge)
    assert address(seen.said, seen.person).relation == "self"


def test_a_bare_none_does_not_take_back_what_was_told(knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk("cough, I take the pill", ("medications", "no")), knowledge).findings
    told = [(one.status, one.superseded) for one in found if one.slot == "medications"]
    assert ("present", False) in told and ("denied", False) in told and ("present", True) not in told


def test_an_age_and_a_sex_told_in_one_breath(knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk("I have belly pain", ("melaena", "I'm 22 and a woman")), knowledge).findings
    told = {one.slot: one.value for one in found if one.slot in ("age", "sex")}
    assert told == {"age": "22", "sex": "female"}
