"""Signs in further words, each beside a message in like words that means no harm."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.measures import measures
from app.intake.redflags import red_flags
from app.intake.tokens import tokenise
from tests.intake.conftest import Talk

CASES = (
    (
        "suicide_risk",
        "I know where the gun is and I've picked the day",
        "I know where the gym is and I've picked the day",
    ),
    ("suicide_risk", "محضر الحبوب وناوي أخلص الليلة", "محضر العشا وناوي أخلص الواجب الليلة"),
    ("poisoning", "caught my toddler with weedkiller round his lips", "we put weedkiller on the path last week"),
    ("lower_gi_bleed", "thought it was wind and passed a cupful of blood", "thought it was wind, it was only wind"),
    (
        "speech_loss",
        "she knows what she wants to say but it won't come, started twenty minutes ago",
        "she knows what she wants for her birthday",
    ),
    ("stroke", "his words came out like mush and he only uses his left hand", "the soup came out like mush"),
    (
        "food_bolus",
        "a lump of chicken lodged behind my breastbone, even my spit comes back",
        "a lump of chicken for the cat",
    ),
    (
        "skin_cancer",
        "the freckle on my back has doubled in size and gone blotchy",
        "the freckle on my back is as it ever was",
    ),
    ("weight_loss", "I'm a stone lighter without trying", "I'm a stone lighter since I joined the gym"),
    ("jaundice", "his eyes have gone yellowish since Monday", "the wallpaper has gone yellowish since Monday"),
    ("labour_or_membranes", "38 weeks, cramps every five minutes", "38 weeks, baby moves every five minutes"),
    (
        "obstetric_cholestasis",
        "33 wks and itching all over, palms worst",
        "33 years old and itching all over after the pool",
    ),
    ("fever_young_infant", "6/52 F, 38.4 twice", "6/52 since the operation, doing well"),
    ("hyperglycaemic_crisis", "he's diabetic and the machine said 31", "the machine said 31 people were before me"),
    (
        "hypoglycaemia",
        "takes gliclazide, sweaty and shaking, the meter says 2.4",
        "takes gliclazide, the meter says 6.4",
    ),
    ("acute_kidney_injury", "creatinine 340 and hardly any urine since yesterday", "creatinine 80 and plenty of urine"),
    ("acute_coronary_syndrome_possible", "عندي وجع بصدري وأنا مركب دعامات", "ركبت دعامات من سنتين وأنا بخير"),
    ("angioedema", "my lip is twice its size, I take ramipril", "my lips are dry, I take ramipril"),
    ("angioedema", "تورم غير مؤلم في الشفة وآخذ ليزينوبريل", "لا يوجد تورم في الشفة"),
    ("renal_colic_severe", "لا أجد وضعا أرتاح فيه وأتقيأ من ألم في خاصرتي", "لا أتقيأ ولا ألم في خاصرتي"),
    ("urological_cancer", "I'm peeing the colour of claret and it doesn't hurt", "I drank claret and it doesn't hurt"),
    ("paraphimosis", "القلفة رجعت لورا وما ترجع والراس متورم", "الرسالة رجعت لورا"),
    ("foreign_body_nose_ear_battery", "my son stuffed a lentil up his nostril", "my son has a stuffed nose"),
    ("rabies_exposure", "a fox nipped my hand in the garden", "a fox runs through my garden every night"),
    ("malaria", "home from Nairobi a week, shakes then boiling", "home from Nairobi a week and feeling great"),
    (
        "acute_confusion",
        "gran put the kettle in the fridge and asked where her dead husband is",
        "gran put the milk in the fridge",
    ),
    ("white_pupil", "there's a milky glint in the baby's pupil", "there's a milky drink in the baby's cup"),
    ("sudden_hearing_loss", "there was a pop and my right ear went dead", "there was a pop and the bottle opened"),
    ("needle_stick", "a dirty syringe went through my glove", "the nurse left a clean syringe in the box"),
    ("electric_shock", "touched the live cable and a jolt threw me off the ladder", "the live band threw me a t-shirt"),
    ("psychosis", "ابني بيكلم ناس مش موجودة وفاكر نفسه نبي", "ابني بيكلم ناس كتير ومبسوط"),
    ("domestic_violence", "my husband has been kicking me for months", "the baby has been kicking me all day"),
    ("child_safeguarding", "ابن الجيران أبوه يضربه بالسلك", "ابن الجيران أبوه يعلمه السباحة"),
    ("button_battery", "بطارية الساعة ناقصة والولد ريقه يسيل", "بطارية الساعة خلصت"),
    (
        "gynaecological_cancer",
        "no periods for nine years and now there's blood in my knickers",
        "no periods for nine years and all is well",
    ),
    ("deep_vein_thrombosis", "R calf 4cm bigger than L, Wells 3", "both calves the same size, Wells 0"),
    ("major_burn", "the bonfire went up with petrol and caught my legs", "the bonfire was lovely and we went home"),
    ("strangulation", "she had a belt round her neck when I found her", "she had a scarf on when I found her"),
    (
        "fracture_or_dislocation",
        "fell on my hand and the wrist is the shape of a dinner fork",
        "fell on my hand, it is fine, the dinner was nice",
    ),
    ("severe_bleeding", "it's squirting through the towel from my wrist", "the hose is squirting on the lawn"),
)

READINGS = (
    ("39.4 and shaking", "temperature", 39.4),
    ("قسته من ورا وطلع ٣٨ وست", "temperature", 38.6),
    ("so5n 39 men embare7", "temperature", 39.0),
    ("her sugar was low, the meter said 2.6", "glucose", 46.8),
    ("الكرياتينين صاعد 3.9", "creatinine", 344.8),
    ("34 wks and itching", "gestation_weeks", 34.0),
    ("G2P1, 31/40, bleeding", "gestation_weeks", 31.0),
)
NO_READINGS = (
    "I weigh 38.5",
    "BMI 39.2",
    "size 38.5 shoes",
    "it cost 39.5 pounds",
    "12 weeks of back pain",
    "scored 32/40",
)


def raised(text: str, knowledge: Knowledge, talk: Talk) -> list[str]:
    """The names of the alarms that a first message raises."""
    messages = talk(text)
    return [flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)]


@pytest.mark.parametrize(("rule", "danger", "calm"), CASES)
def test_further_words_alarm_and_like_words_do_not(
    rule: str, danger: str, calm: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert rule in raised(danger, knowledge, talk)
    assert rule not in raised(calm, knowledge, talk)


@pytest.mark.parametrize(("said", "name", "value"), READINGS)
def test_a_number_is_read_without_its_name(said: str, name: str, value: float) -> None:
    found = {measured.name: measured.value for measured in measures(tokenise(said))}
    assert found.get(name) == pytest.approx(value, abs=0.1)


@pytest.mark.parametrize("said", NO_READINGS)
def test_another_number_is_no_reading(said: str) -> None:
    assert measures(tokenise(said)) == ()
