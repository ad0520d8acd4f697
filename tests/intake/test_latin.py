"""Arabic in Latin letters: the commonest words are read by their Arabic spelling, however they are typed."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.latin import key
from app.intake.tokens import tokenise
from tests.intake.conftest import Talk


@pytest.mark.parametrize(
    ("spellings", "arabic"),
    [
        (("yomein", "yomen", "youmayn"), "يومين"),
        (("wga3", "waga3", "waja3"), "وجع"),
        (("nafasi", "nafasy", "nafassi"), "نفسي"),
        (("rokbety", "rokbti"), "ركبتي"),
        (("elbatn", "elbaten"), "البطن"),
        (("besor3a",), "بسرعه"),
        (("panadol", "brufen"), None),
    ],
)
def test_spellings_of_one_word(spellings: tuple[str, ...], arabic: str | None, knowledge: Knowledge) -> None:
    assert {knowledge.spellings.arabic(latin) for latin in spellings} == {arabic}


def test_the_quote_stays_as_it_was_typed(knowledge: Knowledge) -> None:
    text = tokenise("ana 3andi wga3 fi rasi", True, knowledge.spellings.arabic)
    assert [token.text for token in text.tokens] == ["انا", "عندي", "وجع", "fi", "راسي"]
    assert text.quote(2, 4) == "wga3 fi rasi" and text.literal_of(text.tokens[1]) == "3andi"


def test_english_words_are_left_alone(knowledge: Knowledge) -> None:
    text = tokenise("two men in my family", False, knowledge.spellings.arabic)
    assert [token.text for token in text.tokens] == ["two", "men", "in", "my", "family"]


def test_a_duration_and_a_relative_are_what_they_are(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("3andi wga3 fi rasi men yomein", ("family_history", "ommi 3andaha sokar")), knowledge)
    found = {one.slot: one.value for one in history.findings}
    assert history.protocol == "headache" and found["duration"] == "men yomein"
    assert found["family_history"] == "ommi 3andaha sokar" and "sex" not in found


def test_vowels_that_are_heard_alike_share_a_key() -> None:
    assert key("shwayya") == key("shwaia") and key("khayef") == key("5ayef")
    assert key("nafas") != key("nifas")
