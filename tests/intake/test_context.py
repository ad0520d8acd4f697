"""How a mention is meant: denied, a relative's, long ago, supposed, asked about."""

from __future__ import annotations

import pytest

from app.intake.knowledge import Knowledge
from app.intake.mentions import Mention, mentions, states
from app.intake.reading import read
from tests.intake.conftest import Talk


def meaning(mention: Mention | None) -> str:
    """A mention in one word."""
    if mention is None:
        return "silent"
    if mention.owner != "patient":
        return mention.owner
    if mention.doubtful:
        return "doubtful"
    return "past" if mention.past else mention.status


CASES = [
    ("I don't have chest pain, but I do have a cough", "chest_pain", "denied"),
    ("I don't have chest pain, but I do have a cough", "cough", "present"),
    ("He denies fever, chills, night sweats and weight loss.", "weight_loss", "denied"),
    ("no fever, severe chest pain since this morning", "chest_pain", "present"),
    ("No headache, no neck stiffness, just a fever", "fever", "present"),
    ("I have no fever, cough or rash but my chest hurts", "cough", "denied"),
    ("I have no fever, cough or rash but my chest hurts", "chest_pain", "present"),
    ("I am not short of breath and I don't cough", "cough", "denied"),
    ("no fever and I cough all night", "cough", "present"),
    ("fever: no", "fever", "denied"),
    ("I can't breathe", "dyspnoea", "present"),
    ("No trouble breathing", "dyspnoea", "denied"),
    ("the chest pain does not go away", "chest_pain", "present"),
    ("my headache is not getting better", "headache", "present"),
    ("I have never had a headache like this", "headache", "present"),
    ("never had a seizure in my life", "seizure", "denied"),
    ("ما عندي ألم بالصدر لكن عندي كحة", "chest_pain", "denied"),
    ("ما عندي ألم بالصدر لكن عندي كحة", "cough", "present"),
    ("لا أعاني من ضيق التنفس", "dyspnoea", "denied"),
    ("مفيش كحة ولا سخونية", "fever", "denied"),
    ("مبحسش بضيق في التنفس", "dyspnoea", "denied"),
    ("معنديش سكر ولا ضغط", "diabetes", "denied"),
    ("ماكو حرارة ولا سعال", "cough", "denied"),
    ("مو عندي حرارة", "fever", "denied"),
    ("ما معي سعلة بس راسي بيوجعني", "headache", "present"),
    ("ما معي سعلة بس راسي بيوجعني", "cough", "denied"),
    ("بطني مش بيوجعني", "abdominal_pain", "denied"),
    ("ما فقدت الوعي بس دخت", "syncope", "denied"),
    ("صداع مش راضي يروح", "headache", "present"),
    ("ينفي المريض وجود ألم في الصدر أو ضيق في التنفس", "dyspnoea", "denied"),
    ("ma 3andi 7arara bas 3andi ka7a", "fever", "denied"),
    ("ma 3andi 7arara bas 3andi ka7a", "cough", "present"),
    ("my mother has diabetes and I have a fever", "diabetes", "family"),
    ("my mother has diabetes and I have a fever", "fever", "present"),
    ("my father had a seizure", "seizure", "family"),
    ("my husband suddenly can't speak and his face is drooping", "facial_droop", "present"),
    ("my son has a fever and a stiff neck", "neck_stiffness", "present"),
    ("my uncle coughs up blood", "haemoptysis", "family"),
    ("my neighbour was coughing blood", "haemoptysis", "other"),
    ("I read about blood in urine on the internet", "haematuria", "other"),
    ("أمي عندها السكري وأنا عندي صداع", "diabetes", "family"),
    ("أمي عندها السكري وأنا عندي صداع", "headache", "present"),
    ("زوجي فجأة وجهه مايل", "facial_droop", "present"),
    ("I had chest pain two years ago, now I have a headache", "chest_pain", "past"),
    ("I had chest pain two years ago, now I have a headache", "headache", "present"),
    ("I had a seizure, two years ago", "seizure", "past"),
    ("vomited blood once in 2012", "vomiting_blood", "past"),
    ("the headache started two years ago", "headache", "present"),
    ("قبل سنتين صار معي تشنج", "seizure", "past"),
    ("what should I do if I get chest pain?", "chest_pain", "doubtful"),
    ("if I climb stairs my chest hurts", "chest_pain", "present"),
    ("إذا صار عندي ألم في الصدر شو لازم أعمل؟", "chest_pain", "doubtful"),
    ("لو طلعت السلم صدري بيوجعني", "chest_pain", "present"),
    ("is it normal to cough up blood?", "haemoptysis", "doubtful"),
    ("why does my chest hurt?", "chest_pain", "present"),
    ("رقبتي متيبسة لأني نمت غلط", "neck_stiffness", "silent"),
    ("I got bitten by a snake back in '98 in Texas", "snake_bite", "past"),
    ("we had carbon monoxide in our old house in the nineties", "carbon_monoxide", "past"),
    ("his sats are in the nineties and his lips turned blue", "cyanosis", "present"),
    ("وقعت عن الدراجة أيام الثمانينات", "fall", "past"),
    ("when I walk I get chest pain but no fever", "chest_pain_exertional", "present"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "concept", "expected"), CASES)
def test_how_a_mention_is_meant(text: str, concept: str, expected: str, knowledge: Knowledge, talk: Talk) -> None:
    found = [one for one in mentions(read(talk(text), knowledge), knowledge) if one.concept == concept]
    assert meaning(found[0] if found else None) == expected, found


def test_a_later_message_overrules_an_earlier_one(knowledge: Knowledge, talk: Talk) -> None:
    said = read(talk("I have a fever", "sorry, I have no fever"), knowledge)
    assert states(mentions(said, knowledge), knowledge)["fever"].status == "denied"


def test_a_narrower_concept_makes_the_wider_one_present(knowledge: Knowledge, talk: Talk) -> None:
    said = read(talk("it is a crushing weight on my chest"), knowledge)
    decided = states(mentions(said, knowledge), knowledge)
    assert decided["chest_pain"].status == "present"


def test_a_lasting_condition_said_of_old_is_still_there(knowledge: Knowledge, talk: Talk) -> None:
    said = read(talk("I was diagnosed with diabetes ten years ago"), knowledge)
    diabetes = states(mentions(said, knowledge), knowledge)["diabetes"]
    assert diabetes.status == "present"
    assert knowledge.lexicon.concepts["diabetes"].lasting
