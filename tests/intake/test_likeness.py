"""Who tells of another, of the news or of a story and then turns to himself is heard; who only tells of them is not."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk

TURNS = (
    ("كان لي زميل انتحر العام الماضي، وأنا صرت أفكر أن ألحق به", "suicide_risk"),
    ("صديقي شنق نفسه قبل سنة، والآن أنا أفكر بنفس الشي", "suicide_risk"),
    ("شفت فيلم عن واحد ينتحر وأنا ناوي أسوي مثله الليلة", "suicide_risk"),
    ("قرأت رواية عن الانتحار وأنا أريد أن أموت", "suicide_risk"),
    ("سمعت عن واحد انتحر من فوق الجسر وأنا رايح للجسر الليلة", "suicide_risk"),
    ("zameeli enta7ar w ana bafakar a3mel zayo", "suicide_risk"),
    ("I saw on the news how people kill themselves and I have mine ready", "suicide_risk"),
    ("My friend committed suicide last year. I'm thinking of joining him.", "suicide_risk"),
    ("My colleague jumped off a bridge last month. I stood on the same bridge last night.", "suicide_risk"),
    ("I watched a series about suicide and I want to do it too", "suicide_risk"),
    ("I'm reading a book about suicide because I want to kill myself", "suicide_risk"),
    ("In the film she cuts her wrists and I did the same last night", "self_harm"),
    ("My flatmate had a stiff neck, fever and headache. I've got the same since this morning", "meningitis"),
    ("My friend's face drooped and her speech slurred. The same is happening to me now", "stroke"),
    ("جاري كان عنده ألم قوي بصدره وعرق وبعدين مات وأنا عندي نفس الأعراض اليوم", "acute_coronary_syndrome"),
    ("I had a heart attack two years ago with crushing chest pain and I have the same pain now",
     "acute_coronary_syndrome"),
)  # fmt: skip
STAYS = (
    "I saw on the news how people kill themselves and it upset me",
    "I saw on the news how people kill themselves, I would never do that",
    "A colleague killed himself last year and I would never do the same",
    "My friend killed himself last year and I miss him",
    "I'm writing a novel in which a man kills himself and he has the rope ready",
    "كان لي زميل انتحر العام الماضي، وأنا حزين عليه",
    "شفت فيلم عن واحد انتحر وأنا بكيت",
    "My son's friend had a stiff neck and a fever, does he have the same?",
    "My dad had crushing chest pain before he died. I feel fine but I'm scared I'll get the same",
)


@pytest.mark.parametrize(("said", "rule"), TURNS)
def test_who_turns_to_himself_is_heard(said: str, rule: str, knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(said)
    assert rule in {flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)}


@pytest.mark.parametrize("said", STAYS)
def test_what_stays_another_s_does_not_alarm(said: str, knowledge: Knowledge, talk: Talk) -> None:
    messages = talk(said)
    assert not red_flags(messages, extract(messages, knowledge), knowledge)
