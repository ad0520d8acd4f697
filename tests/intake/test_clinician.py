"""A clinician who tells of a patient: whose age and sex it is, what is read, and how the desk asks on."""

from __future__ import annotations

import pytest

from app.intake.address import address
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.intake.understanding import understand
from tests.intake.conftest import Talk


@pytest.mark.parametrize(
    ("said", "protocol", "age", "sex"),
    [
        ("My patient is a 67-year-old woman with 2 weeks of dyspnoea on exertion, NKDA", "dyspnoea", "67", "female"),
        ("I have a 54-year-old man here with chest pain for two hours", "chest_pain", "54", "male"),
        ("One of my patients, a 45 year old lady, complains of headaches", "headache", "45", "female"),
        ("My patient has had a cough for 3 weeks. He is 40.", "cough", "40", "male"),
        ("Mr Jones, 70, complains of blood in his urine for a week", "haematuria", "70", "male"),
        ("I'm a nurse. My patient, a man of 80, fell this morning and hurt his hip", "trauma", "80", "male"),
        ("مريضتي عمرها ٦٧ سنة تشكو من ضيق نفس مع المجهود", "dyspnoea", "67", "female"),
        ("المريض رجل ٥٤ سنة يشكو من ألم في الصدر منذ ساعتين", "chest_pain", "54", "male"),
        ("عندي مريض عمره ٤٠ سنة يشتكي من سعال من ثلاثة أسابيع", "cough", "40", "male"),
        ("معي مريضة عمرها ٣٠ سنة عندها صداع من شهر", "headache", "30", "female"),
        ("المريضة سيدة في الثلاثين تشكو من خفقان منذ يومين", "palpitations", "30", "female"),
        ("حالة: سيدة ٣٠ عاما تشكو من ألم أسفل البطن", "abdominal_pain", "30", "female"),
    ],
)
def test_the_patient_of_a_clinician_is_the_one_asked_about(
    said: str, protocol: str, age: str, sex: str, knowledge: Knowledge, talk: Talk
) -> None:
    messages = talk(said)
    history, seen = extract(messages, knowledge), understand(messages, knowledge)
    told = {finding.slot: finding.value for finding in history.findings}
    assert (history.protocol, told.get("age"), told.get("sex")) == (protocol, age, sex)
    assert address(seen.said, seen.person).relation == "patient" or "سيدة" in said
    assert "شعور بالإعياء" not in [finding.value for finding in history.findings]


def test_a_man_is_no_leg(knowledge: Knowledge, talk: Talk) -> None:
    man = talk("المريض رجل ٥٤ سنة يشكو من ألم في الصدر منذ ساعتين ينتشر إلى الذراع الأيسر")
    assert [flag.rule for flag in red_flags(man, extract(man, knowledge), knowledge)] == ["acute_coronary_syndrome"]
    leg = talk("عندي ألم في رجلي اليمين وتورم من أمس")
    assert extract(leg, knowledge).protocol == "limb_swelling"


@pytest.mark.parametrize(
    ("said", "duration"),
    [
        ("67F with 2/52 SOBOE", "2/52"),
        ("8-year-old girl, 3/7 of earache", "3/7"),
        ("25yo M c/o sore throat x 4 days", "x 4 days"),
        ("ألم في البطن منذ الأمس", "منذ الأمس"),
    ],
)
def test_times_in_shorthand(said: str, duration: str, knowledge: Knowledge, talk: Talk) -> None:
    found = extract(talk(said), knowledge).findings
    assert [finding.value for finding in found if finding.slot == "duration"] == [duration]
    assert "3/7" not in [finding.value for finding in found if finding.slot == "age"]
