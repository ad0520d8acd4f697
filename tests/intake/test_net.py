"""The safety net under the alarm rules: it speaks where no rule does, of the patient here and now, and never else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ASSETS
from app.errors import ContentProblem
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.net import load_net
from app.intake.redflags import red_flags
from app.intake.understanding import understand
from app.values import Message, RedFlag
from tests.intake.conftest import Talk

NAME = "reads_like_danger"


def raised(messages: tuple[Message, ...], knowledge: Knowledge) -> tuple[RedFlag, ...]:
    """The alarms of a conversation."""
    return red_flags(messages, extract(messages, knowledge), knowledge)


@pytest.fixture(scope="module")
def alone(knowledge: Knowledge) -> Knowledge:
    """The content without any rule, so that only the net can speak."""
    return replace(knowledge, rules=())


@pytest.mark.parametrize(
    "text",
    [
        "he went grey, slid off the chair and we could not get any answer out of him",
        "there is blood everywhere and she keeps drifting off while I talk to her",
        "وقع فجأة قدامنا ولونه صار رمادي وما عم يرد علينا",
        "بنتي بلعت شي من تحت المغسلة وصارت تشهق وشفايفها زرقا",
    ],
)
def test_danger_is_heard_without_any_rule(text: str, alone: Knowledge, talk: Talk) -> None:
    (flag,) = raised(talk(text), alone)
    assert (flag.rule, flag.severity) == (NAME, "urgent")
    assert flag.quote in text and alone.rule(NAME).title.text("ar")


@pytest.mark.parametrize(
    "text",
    [
        "I need a new prescription for my thyroid tablets please",
        "my knee has ached on and off since I started running again",
        "three years ago he went grey, slid off the chair and we got no answer out of him",
        "no chest pain, no trouble breathing, no fainting, no fever at all",
        "أحتاج تجديد وصفة دواء الضغط لو سمحت",
        "عندي زكام خفيف من يومين وآكل وأشرب عادي",
        "ممكن أعرف متى مواعيد العيادة يوم الأحد؟",
    ],
)
def test_everyday_messages_stay_silent(text: str, alone: Knowledge, talk: Talk) -> None:
    assert raised(talk(text), alone) == ()


def test_where_a_rule_speaks_the_net_is_silent(knowledge: Knowledge, talk: Talk) -> None:
    flags = raised(talk("crushing chest pain going down my left arm, sweating, I can't get my breath"), knowledge)
    assert flags and NAME not in {flag.rule for flag in flags}


def test_a_word_or_two_is_never_judged(alone: Knowledge, talk: Talk) -> None:
    assert raised(talk("blood everywhere"), alone) == ()


@pytest.mark.parametrize("text", ["I fell. I bent my arm", "He is ill. I don't know what it is", "طحت. لويت ذراعي"])
def test_a_bare_message_says_too_little_however_it_sounds(text: str, alone: Knowledge, talk: Talk) -> None:
    assert alone.net is not None
    eager = replace(alone, net=replace(alone.net, threshold=-100.0))
    assert raised(talk(text), eager) == ()
    assert raised(talk("I fell down the stairs and now my arm looks bent and grey"), eager)


def test_it_can_be_done_without(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("he went grey, slid off the chair and we could not get any answer out of him")
    assert raised(messages, replace(knowledge, rules=(), net=None)) == ()


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_raises_an_error_and_quotes_are_literal(knowledge: Knowledge, talk: Talk, text: str) -> None:
    seen = understand(talk(text or "-"), knowledge)
    assert knowledge.net
    flag = knowledge.net.raised(seen.said, seen.mentions)
    assert flag is None or flag.quote in text


@pytest.mark.parametrize("broken", ["", "[]", json.dumps({"bias": "x", "threshold": 1, "weights": {}})])
def test_broken_weights_stop_the_start(broken: str, tmp_path: Path) -> None:
    folder = tmp_path / "safety_net"
    shutil.copytree(ASSETS / "safety_net", folder)
    (folder / "weights.json").write_text(broken, encoding="utf-8")
    with pytest.raises(ContentProblem):
        load_net(folder)
