"""The phrase syntax: what it matches, and how its faults are named."""

from __future__ import annotations

import pytest

from app.intake.matcher import Matcher
from app.intake.phrase import Phrasebook, PhraseFault
from app.intake.tokens import tokenise

BOOK = Phrasebook(
    {
        "pain": ("pain", "ache*", "hurt*", "الم", "وجع", "يوجع"),
        "chest": ("chest*", "breastbone", "صدر"),
        "upper": ("$chest", "back"),
        "choke": ("short of breath", "ضيق نفس"),
    }
)


def found(phrase: str, text: str, arabizi: bool = False) -> list[str]:
    """The words that a phrase takes in a text, each match as one string."""
    read = tokenise(text, arabizi)
    matches = Matcher([(("test", "x"), BOOK.parse(phrase))]).find(read)
    return [read.quote(match.first, match.last) for match in matches]


@pytest.mark.parametrize(
    ("phrase", "text", "quotes"),
    [
        ("$pain $chest", "I have pain in my chest", ["pain in my chest"]),
        ("$pain $chest", "pain that comes and goes in my chest", []),
        ("$pain + $chest", "my chest really hurts", ["chest really hurts"]),
        ("$pain + $chest", "My chest is fine. The pain is gone.", []),
        ("$pain + $chest", "I have pain but my chest is fine", []),
        ("$pain + $chest", "pain, cough, fever and a cold chest", []),
        ("$upper $pain", "back pain", ["back pain"]),
        ("vomit*", "She vomited twice", ["vomited"]),
        ('"throw up"|vomit*', "I throw up", ["throw up"]),
        ('"throw up"|vomit*', "I throw it up", []),
        ('"neck is|feels stiff"', "my neck feels stiff", ["neck feels stiff"]),
        ("between * shoulder", "between the shoulder blades", ["between the shoulder"]),
        ("$choke", "I'm short of breath", ["short of breath"]),
        ("cough", "he coughs", ["coughs"]),
        ("cough", "coughing a lot", ["coughing"]),
        ("stop", "it stopped", ["stopped"]),
        ("allergy", "two allergies", ["allergies"]),
        ("can't breathe", "I cant breathe", ["cant breathe"]),
        ("can't breathe", "I can’t breathe", ["can’t breathe"]),
        ("doe", "the pain does not go", []),
        ("$pain + $chest", "صدري بيوجعني", ["صدري بيوجعني"]),
        ("$pain + $chest", "عندي أَلَم بالصَّدر", ["أَلَم بالصَّدر"]),
        ("$pain", "بتوجعني", ["بتوجعني"]),
        ("رقبه", "رقبتي", ["رقبتي"]),
        ("معدة", "والمعدة", ["والمعدة"]),
        ("$choke", "عندي ضيق نفس", ["ضيق نفس"]),
        ("الم*", "ذهبت إلى المدرسة", []),
        ("الم*", "المها شديد", ["المها"]),
        ("نوم", "كل يوم", []),
    ],
)  # fmt: skip
def test_what_a_phrase_matches(phrase: str, text: str, quotes: list[str]) -> None:
    assert found(phrase, text) == quotes


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("صداع", "3andi soda3", True),
        ("صداع", "3andi soda3 shadid", True),
        ("صدر", "waja3 bi sadri", True),
        ("رقبه", "ra2abti metshanneja", True),
        ("كحة", "3andi ka77a", True),
        ("دوخة", "dokha", True),
        ("بثواني", "batni", False),
        ("دوار", "mish 2adir", False),
        ("حرقه", "7arara", False),
        ("صدر", "side", False),
    ],
)
def test_latin_letter_arabic_is_matched_by_its_consonants(phrase: str, text: str, matches: bool) -> None:
    assert bool(found(phrase, text, arabizi=True)) == matches


def test_english_is_never_read_as_latin_letter_arabic() -> None:
    assert found("صداع", "soda3") == []


def test_short_words_are_taken_as_written_where_a_phrase_is_strict() -> None:
    strict = Matcher([(("cue", "negate"), BOOK.parse("ما", strict=True))])
    assert strict.find(tokenise("ما عندي حرارة"))
    assert strict.find(tokenise("وما عندي حرارة"))
    assert not strict.find(tokenise("شربت الماء"))
    assert not strict.find(tokenise("أعطيتها ماء"))


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("$nothing here", "unknown group $nothing"),
        ('"open quote', "unbalanced quotes"),
        ("a||b", "empty alternative"),
        ("|b", "empty alternative"),
        ("mid*dle", "stray mark"),
        ("...", "no word"),
        ("*", "would match anything"),
        ("", "empty part"),
        ("a +  + b", "empty part"),
    ],
)
def test_a_faulty_phrase_says_what_is_wrong(phrase: str, fault: str) -> None:
    with pytest.raises(PhraseFault, match=fault.replace("$", r"\$")):
        BOOK.parse(phrase)


def test_groups_that_go_round_in_a_circle_are_refused() -> None:
    with pytest.raises(PhraseFault, match="contains itself"):
        Phrasebook({"a": ("$b",), "b": ("$a",)})
