"""Answers in plain words, questions back, whose fact it is: what patients say who have not read the lexicon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.intake.demographics import ages, answered_sex
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.measures import measures
from app.intake.musts import fits
from app.intake.person import Person
from app.intake.policy import next_step
from app.intake.redflags import red_flags
from app.intake.tokens import tokenise
from app.text.fold import fold
from app.values import Finding, History
from tests.intake.conftest import Talk

CHEST = "My chest hurts"
SPIN = "the room is spinning"
KNEE = "ركبتي بتوجعني"
HEAD = "عندي صداع"
EXPECTING = "I'm 30 weeks pregnant with headache"
URINE = "burning when I pee"
BABY = "my baby won't feed"

PLAIN = [
    (CHEST, "dyspnoea", "Breathing's OK", "denied"),
    (CHEST, "palpitations", "Heart's steady", "denied"),
    (SPIN, "limb_weakness", "Arms and legs are strong", "denied"),
    (SPIN, "limb_weakness", "إيديي ورجليي قواي", "denied"),
    (SPIN, "double_vision", "I see one of everything", "denied"),
    (SPIN, "hearing_loss", "Hearing's as sharp as ever", "denied"),
    (EXPECTING, "reduced_fetal_movements", "Baby is kicking as always", "denied"),
    (EXPECTING, "waters_broken", "Waters are intact", "denied"),
    (URINE, "haematuria", "It's cloudy but there's no blood in it", "denied"),
    (URINE, "haematuria", "عكر بس مفيهوش دم", "denied"),
    ("I keep vomiting", "vomiting_blood", "just my dinner, bit of yellow after, no blood or coffee grounds", "denied"),
    ("my daughter has a rash", "vaccination_overdue", "all up to date", "denied"),
    ("my daughter has a rash", "vaccination_overdue", "All her jabs are done", "denied"),
    ("my son has a fever", "drooling", "he's teething so he dribbles, but he swallows fine", "denied"),
    (HEAD, "neck_stiffness", "رقبتي شادة شوية من القعدة على الكمبيوتر بس بحركها عادي", "denied"),
    (KNEE, "radiation", "لا بس بالركبة", "denied"),
    (KNEE, "review_of_systems", "لا بس كده", "denied"),
    (CHEST, "past_history", "طول عمري بصحة والحمد لله", "denied"),
    (CHEST, "family_history", "كلنا بخير", "denied"),
    (CHEST, "family_history", "I was adopted so I wouldn't know", "unknown"),
    (HEAD, "family_history", "أنا متبناية فما بعرف", "unknown"),
    (CHEST, "severity", "I don't know how to answer that", "unknown"),
    (CHEST, "site", "nope, nothing like that", "unknown"),
    (CHEST, "relieving", "Nothing, cough syrup's useless", "denied"),
    (CHEST, "dyspnoea", "fine at rest, but I gasp on the stairs", "present"),
    (CHEST, "dyspnoea", "can't climb the stairs without stopping", "present"),
    (BABY, "allergies", "none for him, I'm allergic to penicillin", "denied"),
]  # fmt: skip

SILENT = [
    "طفلي عمره شهرين وموعد التطعيم بكرة، ما عنده حرارة ويرضع زين",
    "8 week old baby, temp 36.8, feeding well",
    "طفلي عمره شهرين وحرارته طبيعية",
    "there is no redness, heat or swelling of the joint",
    "if I get chest pain should I call?",
    "إذا صار عندي ألم في صدري وش أسوي؟",
    "إذا ارتفع ضغطي وصار عندي صداع شديد، وش أسوي؟",
    "هل ممكن يصير عندي إغماء؟",
    "my nan died of sepsis",
    "من سنتين طحت وانكسر وركي",
    "شفت واحد يتشنج في الشارع",
    "the TV programme about sepsis scared me, I feel fine",
    "what if my baby stops breathing at night?",
]

ALARMING = [
    "لو سمحت عندي ألم ضاغط في صدري وعرقان وش أسوي؟",
    "my son is 2 months, fever 38.5",
    "baby boy 7/52, T 38.4",
    "حرارة ولدي ٣٩ وهو شهرين",
    "بيبي ٦ أسابيع وسخن",
    "heart's going like the clappers, about 180 on my watch, and I nearly blacked out",
    "found my wife slumped and clammy, her glucose reads 2.1",
    "ما عم بقدر إتنفس منيح من ساعة",
    "my hernia has gone hard and won't go back in",
]


def answered(opening: str, slot: str, text: str, knowledge: Knowledge, talk: Talk) -> Finding:
    """The finding that an answer leaves for the slot that was asked."""
    history = extract(talk(opening, (slot, text)), knowledge)
    return next(one for one in history.findings if one.slot == slot and one.origin == "answer")


def rules(text: str, knowledge: Knowledge, talk: Talk) -> set[str]:
    """The alarms that a lone message raises."""
    messages = talk(text)
    return {flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)}


def slots(history: History, slot: str) -> list[Finding]:
    """What a history holds of a slot."""
    return [one for one in history.findings if one.slot == slot]


@pytest.mark.parametrize(("opening", "slot", "text", "status"), PLAIN)
def test_an_answer_in_plain_words(
    opening: str, slot: str, text: str, status: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert answered(opening, slot, text, knowledge, talk).status == status


@pytest.mark.parametrize("text", SILENT)
def test_what_is_denied_supposed_or_of_others_is_silent(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert not rules(text, knowledge, talk)


@pytest.mark.parametrize("text", ALARMING)
def test_what_is_said_in_few_or_odd_words_alarms(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert rules(text, knowledge, talk)


def test_an_unclear_answer_raises_nothing(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(HEAD, ("visual_loss", "بزغلل ساعات لما بقوم من السرير"))
    assert not red_flags(messages, extract(messages, knowledge), knowledge)


@pytest.mark.parametrize(
    ("opening", "slot", "text", "sentence"),
    [
        (CHEST, "character", "the football's on in a minute, will this take long?", "clinician"),
        (CHEST, "past_history", "why do you ask that?", "clinician"),
        (HEAD, "relieving", "ممكن آخد بروفين ولا غلط؟", "الطبيب"),
    ],
)
def test_a_question_back_is_answered_and_the_slot_asked_once_more(
    opening: str, slot: str, text: str, sentence: str, knowledge: Knowledge, talk: Talk
) -> None:
    messages = talk(opening, (slot, text))
    history = extract(messages, knowledge)
    plan = next_step(history, (), messages, knowledge)
    assert not slots(history, slot) and slot not in history.settled
    assert plan.slot == slot and sentence in plan.question and plan.question.count("?") + plan.question.count("؟") == 1
    again = extract(talk(opening, (slot, text), (slot, text)), knowledge)
    assert [one.status for one in slots(again, slot)] == ["unknown"] and slot in again.settled


def test_what_a_parent_has_is_not_the_childs(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(BABY, ("medications", "vitamin D, and I take sertraline")), knowledge)
    assert [one.value for one in slots(history, "medications")] == ["vitamin D"]
    history = extract(talk("my baby is unwell", ("age", "he's 5 months, I'm 27 and breastfeeding")), knowledge)
    assert [one.value for one in slots(history, "age")] == ["5 months"] and not slots(history, "pregnancy")


def test_a_period_beside_a_denied_pregnancy_is_a_fact_of_its_own(knowledge: Knowledge, talk: Talk) -> None:
    found = slots(extract(talk(CHEST, ("pregnancy", "Not pregnant, my period was last week")), knowledge), "pregnancy")
    assert [(one.status, one.quote) for one in found] == [
        ("denied", "Not pregnant, my period was last week"),
        ("present", "my period was last week"),
    ]


@pytest.mark.parametrize(
    ("text", "years"), [("he's 6 weeks", 42 / 365), ("my son is 2 months", 2 / 12), ("baby girl 7/52", 49 / 365)]
)
def test_ages_of_infants(text: str, years: float) -> None:
    assert next(ages(tokenise(text))).years == pytest.approx(years)


@pytest.mark.parametrize(
    ("text", "sex"),
    [("bloke", "male"), ("زلمة", "male"), ("رجال", "male"), ("ست", "female"), ("lady", "female"), ("7orma", "female")],
)
def test_sexes_in_plain_words(text: str, sex: str) -> None:
    assert answered_sex(fold(text)) == sex


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("her glucose reads 2.1", "glucose", 37.8),
        ("my heart is racing, about 180 on my watch", "heart_rate", 180),
        ("I drink about 40 pints a week", "temperature", None),
        ("sugar in my tea, 2 spoons", "glucose", None),
    ],
)
def test_numbers_in_sentences(text: str, name: str, value: float | None) -> None:
    found = [one.value for one in measures(tokenise(text)) if one.name == name]
    assert found == ([pytest.approx(value)] if value else [])


def test_asthma_by_its_arabic_name_is_no_allergy(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("بنتي بتكح", ("past_history", "عندها حساسية صدر")), knowledge)
    assert not slots(history, "allergies") and "allergies" in history.missing


def test_a_moment_is_no_hour(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("صدري يوجعني من ساعة ما رجعت من السفر"), knowledge)
    assert [one.quote for one in slots(history, "onset")] == ["من ساعة ما رجعت من السفر"]


def test_what_was_taken_for_relief_leaves_the_medicines_open(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(CHEST, ("relieving", "A hot pack and some ibuprofen")), knowledge)
    assert "medications" in history.missing


@pytest.mark.parametrize(
    ("person", "asked"),
    [
        (Person(30, "female"), True),
        (Person(30, "male"), False),
        (Person(8, "female"), False),
        (Person(60, "female"), False),
        (Person(30, None), False),
    ],
)
def test_whom_a_pregnancy_is_asked_of(person: Person, asked: bool, knowledge: Knowledge) -> None:
    assert fits(knowledge.common.asks["pregnancy"], person, ()) is asked


def test_acknowledgements_fit_and_are_not_worn_out(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(CHEST, ("onset", "can't remember"))
    plan = next_step(extract(messages, knowledge), (), messages, knowledge)
    assert set(plan.acknowledgements) == set(knowledge.common.phrases.unsure.en)
    spoken = [replace(one, text="I see. " + one.text) if one.role == "assistant" else one for one in messages]
    messages = (*spoken, *talk(("site", "in the middle")))
    plan = next_step(extract(messages, knowledge), (), messages, knowledge)
    assert plan.acknowledgements and "I see." not in plan.acknowledgements


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("I have had a headache since Monday, is it serious?", True),
        ("عندي صداع من يوم الاثنين، هل هو خطير؟", True),
        ("Can I take ibuprofen with my blood pressure tablets?", True),
        ("I have had a headache since Monday", False),
        ("Hello, can you hear me? I have had a headache since Monday", False),
    ],
)
def test_a_question_that_opens_the_talk_is_not_passed_over(
    said: str, asks: bool, knowledge: Knowledge, talk: Talk
) -> None:
    messages = talk(said)
    plan = next_step(extract(messages, knowledge), (), messages, knowledge)
    assert (
        any(plan.question.startswith(one) for one in knowledge.common.phrases.asked_back.texts(plan.language)) is asks
    )


@pytest.mark.parametrize(
    ("turns", "sites"),
    [
        ((CHEST, ("radiation_arm_jaw", "It spreads to my left arm")), []),
        ((CHEST, ("radiation", "to my left arm")), []),
        ((CHEST, ("radiation", "لكتفي اليمين")), []),
        (("pain in my left knee that spreads to the right foot",), ["left knee"]),
        (("Sharp pain shooting down my left leg, my right knee hurts too",), ["right knee"]),
        ((CHEST, ("radiation", "no, it stays in the left breast")), ["left breast"]),
    ],
)
def test_where_a_pain_goes_to_is_not_its_site(turns: tuple, sites: list[str], knowledge: Knowledge, talk: Talk) -> None:
    assert [one.value for one in slots(extract(talk(*turns), knowledge), "site")] == sites


@pytest.mark.parametrize("said", ["عندي ألم في صدري من الصبح، هل هو خطير؟", "صدري يوجعني من الصبح"])
def test_since_the_morning_is_no_timing(said: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(said), knowledge)
    assert slots(history, "onset") and not slots(history, "timing")


def test_a_medicine_is_no_place_where_a_pain_goes(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("صدري يوجعني من الصبح", ("radiation", "آخذ أملوديبين 5-10 mg كل يوم"))
    history = extract(messages, knowledge)
    assert slots(history, "medications") and not slots(history, "radiation")
    assert next_step(history, (), messages, knowledge).slot == "radiation"
