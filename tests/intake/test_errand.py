"""Somebody else's misfortune, told by a person who has come for something of his own, is not why he writes."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk


def raised(text: str, knowledge: Knowledge, talk: Talk) -> set[str]:
    messages = talk(text)
    return {flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)}


@pytest.mark.parametrize(
    "text",
    [
        "My brother hears voices and lives in supported housing. I'm here about the dry patches on my elbows.",
        "My cousin got bitten by a snake in Queensland. I'd like a travel vaccine, please.",
        "A colleague had an asthma attack at work and was taken in. Could I have my repeat form?",
        "زميلي جاته أزمة ربو في المكتب ونقلوه للمستشفى. أنا جاي لتحليل فصيلة الدم",
        "ولد عمي لدغته حية وتعالج، وأبغى وصفة مرهم لتشقق الكعب",
        "صاحبي حاول ينتحر الشهر اللي فات واتعالج. عايز موعد لفحص النظر",
    ],
)
def test_what_befell_another_alarms_nobody(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(text, knowledge, talk) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("My colleague is having an asthma attack right now, I need a repeat inhaler for her", "severe_asthma"),
        ("My husband has crushing chest pain and is sweating, could I get a review?", "acute_coronary_syndrome"),
        ("My mother has a tearing pain in her chest, I need a refill form for her", "aortic_dissection"),
        ("أمي عندها ألم ضاغط في صدرها وتتعرق وأنا جاي أسأل عنها، أبغى موعد", "acute_coronary_syndrome"),
        ("My brother was bitten by a snake an hour ago, what do I do?", "snake_bite"),
        ("زوجي عنده ألم ضاغط في صدره ويتعرق، أبغى أعرف وش أسوي", "acute_coronary_syndrome"),
        ("ولد عمي لدغته حية قبل شوي ورجله تورمت، وش أسوي؟", "snake_bite"),
    ],
)
def test_who_calls_for_another_is_heard(text: str, rule: str, knowledge: Knowledge, talk: Talk) -> None:
    assert rule in raised(text, knowledge, talk)
