"""How people open the conversation, and whether the right protocol opens.

openings.toml was written apart from the protocols' triggers: it measures, it does not copy. What openings_further.toml
holds (dialects, Latin letters, shorthand) was new once, too, and guards what was mended then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.intake.content import read
from app.intake.extract import extract
from app.intake.knowledge import Knowledge, load_knowledge
from app.values import Language, Message, direction_of
from tests.intake.conftest import Talk

OPENINGS = read(Path(__file__).with_name("openings.toml"))
FURTHER = read(Path(__file__).with_name("openings_further.toml"))
LANGUAGES: dict[str, Language] = {"en": "en", "ar": "ar", "latn": "ar"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The desk's own content."""
    return load_knowledge()


def openings() -> Iterator[tuple[str, str, str]]:
    """Protocol, way of writing, and text of every opening."""
    for protocol, ways in (*OPENINGS.items(), *FURTHER.items()):
        for way, texts in ways.items():
            yield from ((protocol, way, text) for text in texts)


def opened(text: str, way: str, knowledge: Knowledge) -> str:
    """The protocol that a first message opens."""
    language = LANGUAGES[way]
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    message = Message(1, "abcdefghij", "user", text, language, direction_of(language), now)
    return extract([message], knowledge).protocol


def test_every_protocol_has_openings_in_both_languages(knowledge: Knowledge) -> None:
    assert OPENINGS.keys() == knowledge.protocols.keys()
    for protocol, ways in OPENINGS.items():
        assert len(ways["en"]) >= 2, protocol
        assert len(ways["ar"]) >= 4, protocol


def test_no_opening_is_given_twice() -> None:
    texts = [text for _, _, text in openings()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("way", ["en", "ar", "latn"])
def test_the_right_protocol_opens(way: str, knowledge: Knowledge) -> None:
    asked = [(protocol, text) for protocol, written, text in openings() if written == way]
    missed = [(protocol, opened(text, way, knowledge), text) for protocol, text in asked]
    missed = [(right, chosen, text) for right, chosen, text in missed if right != chosen]
    assert 1 - len(missed) / len(asked) >= (0.8 if way == "latn" else 0.95), missed


@pytest.mark.parametrize("protocol", OPENINGS)
def test_no_protocol_stays_closed(protocol: str, knowledge: Knowledge) -> None:
    asked = [(way, text) for right, way, text in openings() if right == protocol]
    right = [text for way, text in asked if opened(text, way, knowledge) == protocol]
    assert len(right) / len(asked) >= 0.6, [text for _, text in asked if text not in right]


@pytest.mark.parametrize(
    ("said", "protocol"),
    [
        ("I have had lower back pain for a week, I'm allergic to penicillin, it gives me a rash", "back_pain"),
        ("عندي صداع من ٣ أيام، وعندي حساسية من البنسلين", "headache"),
        ("مريض ذكر 70 سنة، سكري وضغط، جاي بدوخة من أمس", "dizziness"),
        ("known diabetic and hypertensive, came with cough and sputum for 5 days", "cough"),
        ("I have gout, my toe is red hot", "joint_pain"),
        ("I'm diabetic and my sugar is 420", "diabetes"),
        ("I'm allergic to nuts and my face is swollen after a biscuit", "allergic_reaction"),
        ("عندي سكري", "diabetes"),
    ],
)
def test_what_was_known_long_before_gives_way_to_the_complaint(
    said: str, protocol: str, knowledge: Knowledge, talk: Talk
) -> None:
    assert extract(talk(said), knowledge).protocol == protocol
