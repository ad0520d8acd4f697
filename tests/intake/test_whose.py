"""Whom it befell, and whether it did: people beside the patient, stories, one alarm for one thing, everyday words."""

from __future__ import annotations

import re

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk

IN_DANGER = [
    "my cousin was bitten by a snake",
    "friend drank a bottle of vodka, unconscious, snoring weird",
    "My sister's 36 weeks and just had a fit",
    "someone I know raped me",
    "اغتصبني واحد أعرفه",
    "رفيقي شرب كتير كحول وما عم يفيق",
    "dad has a known triple A and he's got really bad back pain since an hour ago",
    "people on TV are talking about me",
]
SILENT = [
    "my cousin was bitten by a snake last year",
    "a kid at school had a seizure",
    "a bloke on our street got bitten by a dog. I haven't been bitten",
    "watched a film where the guy got stabbed and I couldn't sleep",
    "in the film he gets shot in the chest",
    "I'm a writer, how would a paramedic treat a stab wound to the chest in my story",
    "whats the difference between a cardiac arrest and a heart attack",
    "شنو الفرق بين الجلطة القلبية والسكتة القلبية؟",
    "لو حد شرب منظف بالغلط المفروض نعمل ايه؟",
    "كنت أفكر في الانتحار قبل خمسة عشر عاما، أما الآن فأنا بخير",
    "My son had febrile convulsions as a toddler, he's 11 now and never had another",
    "أختي صار لها جلطة من سنتين",
    "I had a fit of the giggles",
    "ما بشوف الشي تنين",
]
EVERYDAY = re.findall(
    r"\w+",
    "la la2 la22 mesh mish ma 7aga 7agat kda keda el fi men 3ala ana enta ma3andish mafish tab tayeb bas kont walla "
    "ya3ni hala doctor embare7 brufen mareten",
)


def rules(knowledge: Knowledge, talk: Talk, *turns: str | tuple[str, str]) -> list[str]:
    """The rules that a conversation fires."""
    messages = talk(*turns)
    return [flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)]


@pytest.mark.parametrize("said", IN_DANGER)
def test_somebody_in_danger_now_alarms(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert rules(knowledge, talk, said)


@pytest.mark.parametrize("said", SILENT)
def test_a_story_a_stranger_and_the_past_are_silent(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert not rules(knowledge, talk, said)


def test_one_thing_raises_one_alarm(knowledge: Knowledge, talk: Talk) -> None:
    found = rules(knowledge, talk, "her face is drooping and she suddenly can't speak")
    assert "stroke" in found and "speech_loss" not in found
    assert "speech_loss" in rules(knowledge, talk, "I can't move my left arm")


def test_a_rule_is_within_rules_that_weigh_as_much(knowledge: Knowledge) -> None:
    """Silencing an emergency for something urgent would hide how grave it is."""
    for rule in knowledge.rules:
        wider = [knowledge.rule(name) for name in rule.within]
        assert rule.severity == "urgent" or all(one.severity == "emergency" for one in wider)


@pytest.mark.parametrize("word", EVERYDAY)
def test_an_everyday_word_in_latin_letters_tells_nothing(word: str, knowledge: Knowledge, talk: Talk) -> None:
    opening = "3andi soda3 men embare7"
    slots = [ask.slot for ask in knowledge.protocol("headache").ask]
    before = {finding.slot for finding in extract(talk(opening), knowledge).findings}
    for slot in slots:
        messages = talk(opening, (slot, word))
        found = {finding.slot for finding in extract(messages, knowledge).findings}
        assert found <= before | {slot, "medications", "onset", "duration"}, slot
    assert not rules(knowledge, talk, opening, *((slot, word) for slot in slots))
