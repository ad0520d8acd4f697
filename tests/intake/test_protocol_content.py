"""The protocols as content: what every file must hold for a careful clinician to sign it.

Nothing here knows a single complaint. The openings are in openings.toml, written apart from the protocols' triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from app.config import ASSETS
from app.intake.content import read
from app.intake.lexicon import load_lexicon
from app.intake.protocols import Ask, Protocol, load_common, load_protocols
from app.values import SLOTS, Language

FOLDER = ASSETS / "protocols"
COMMON = load_common(FOLDER / "_common.toml")
PROTOCOLS = load_protocols(FOLDER, COMMON)
CONCEPTS = load_lexicon(ASSETS / "lexicon").concepts
ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
LATIN_LETTER = re.compile(r"[A-Za-z]")
BRACES = re.compile(r"\{([^{}]*)\}")
BACKGROUND = (
    "past_history", "surgical_history", "medications", "allergies", "family_history", "social_history",
    "review_of_systems", "concerns",
)  # fmt: skip
PAIN = ("chest_pain", "headache", "abdominal_pain", "back_pain", "joint_pain", "ear_pain", "sore_throat", "mouth_teeth")
CHILD = ("fever_child", "unwell_infant", "child_breathing")
MEDICINES_FIRST = ("medication_review",)
FORBIDDEN: dict[Language, tuple[str, ...]] = {
    "en": (
        r"you should", r"you must", r"you need to", r"don't worry", r"do not worry", r"cancer", r"heart attack",
        r"dying", r"fatal", r"probably", r"diagnos", r"take this", r"prescribe ", r"I promise", r"meningitis",
    ),
    "ar": ("يجب", "لا تقلق", "سرطان", "مميت", "خطير", "تشخيص", "أنصح", "سأصف", "أعدك", "على الأرجح", "سحايا", "ينبغي"),
}  # fmt: skip


def protocol_cases() -> list[Any]:
    """Every protocol as a test parameter."""
    return [pytest.param(protocol, id=name) for name, protocol in PROTOCOLS.items()]


def asks() -> Iterator[tuple[str, Ask]]:
    """Every question of every file, with the name of its file."""
    yield from (("_common", ask) for ask in COMMON.asks.values())
    yield from ((name, ask) for name, protocol in PROTOCOLS.items() for ask in protocol.ask)


def wordings(language: Language) -> Iterator[tuple[str, str]]:
    """Every wording of every question with its place, forms of address still in braces."""
    for name, ask in asks():
        for text in ask.wordings(language):
            yield f"{name}/{ask.slot}", text


def addressed(text: str) -> Iterator[str]:
    """The text in each of its forms of address, with the names filled in."""
    forms = max((braces.count("|") for braces in BRACES.findall(text)), default=0) + 1
    for form in range(forms):
        parts = BRACES.split(text)
        parts[1::2] = [braces.split("|")[form] for braces in parts[1::2]]
        yield "".join(parts).replace("[who]", "the patient").replace("[their]", "their").replace("[من]", "المريض")


def slots(protocol: Protocol) -> list[str]:
    """The slots of a protocol in the order in which they are asked."""
    return [ask.slot for ask in protocol.ask]


def musts(protocol: Protocol) -> list[str]:
    """The slots that an interview must not leave out."""
    return [ask.slot for ask in protocol.ask if ask.must]


def test_enough_protocols_and_a_general_one() -> None:
    assert len(PROTOCOLS) >= 40
    assert PROTOCOLS["general"].priority == 0
    assert min(protocol.priority for name, protocol in PROTOCOLS.items() if name != "general") > 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_question_mark_at_the_end_and_never_the_other_one(language: Language) -> None:
    mark, other = ("؟", "?") if language == "ar" else ("?", "؟")
    faults = [
        (place, text)
        for place, text in wordings(language)
        if text.count(mark) != 1 or not text.endswith(mark) or other in text
    ]
    assert not faults


def test_each_language_in_its_own_script_and_punctuation() -> None:
    arabic = [(place, text) for place, text in wordings("ar") if LATIN_LETTER.search(text) or re.search(r"[,;]", text)]
    english = [
        (place, text) for place, text in wordings("en") if ARABIC_LETTER.search(text) or re.search(r"[،؛]", text)
    ]
    assert not arabic
    assert not english


def test_labels_and_titles_in_their_own_script() -> None:
    both = [(name, ask.label) for name, ask in asks()] + [(name, p.title) for name, p in PROTOCOLS.items()]
    both += list(COMMON.sections.items())
    faults = [
        (place, label) for place, label in both if ARABIC_LETTER.search(label.en) or LATIN_LETTER.search(label.ar)
    ]
    assert not faults


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_form_of_address_reads_as_a_sentence(language: Language) -> None:
    for place, text in wordings(language):
        for spoken in addressed(text):
            assert not re.search(r"[{}|\[\]]|  | [?؟،,]", spoken), (place, spoken)
            assert 8 <= len(spoken) <= 170, (place, spoken)


def test_names_stand_only_in_the_forms_about_somebody_else() -> None:
    for language in ("en", "ar"):
        for place, text in wordings(language):
            outside = BRACES.sub("", text)
            second = [
                form for braces in BRACES.findall(text) for form in braces.split("|")[: 2 if language == "ar" else 1]
            ]
            assert not any("[" in part for part in (outside, *second)), (place, text)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_diagnosis_no_advice_no_alarm(language: Language) -> None:
    pattern = re.compile("|".join(FORBIDDEN[language]), re.IGNORECASE)
    assert not [(place, text) for place, text in wordings(language) if pattern.search(text)]


def test_no_wording_twice_for_the_same_question() -> None:
    for name, ask in asks():
        for texts in (ask.wordings("en"), ask.wordings("ar")):
            assert len(set(texts)) == len(texts), (name, ask.slot)


def test_fixed_slots_have_two_further_wordings_in_both_languages() -> None:
    for slot in SLOTS:
        assert len(COMMON.asks[slot].ask_en) >= 2, slot
        assert len(COMMON.asks[slot].ask_ar) >= 2, slot


def test_common_covers_every_section_that_is_used() -> None:
    used = {ask.section for _, ask in asks()}
    assert used <= COMMON.sections.keys()


def test_acknowledgements_and_closings_ask_nothing() -> None:
    for kind, least in ((COMMON.phrases.acknowledge, 6), (COMMON.phrases.closing, 3)):
        for texts in (kind.en, kind.ar):
            assert len(texts) >= least
            assert not [text for text in texts if "?" in text or "؟" in text]


@pytest.mark.parametrize("protocol", protocol_cases())
def test_sources_that_can_be_looked_up(protocol: Protocol) -> None:
    assert protocol.sources
    for source in protocol.sources:
        assert source.publisher
        assert source.year is not None
        assert 1995 <= source.year <= 2026


@pytest.mark.parametrize("protocol", protocol_cases())
def test_length_of_the_interview(protocol: Protocol) -> None:
    assert 15 <= len(musts(protocol)) <= 31


@pytest.mark.parametrize("protocol", protocol_cases())
def test_background_is_never_left_out(protocol: Protocol) -> None:
    assert set(BACKGROUND) <= set(musts(protocol))
    assert "age" in musts(protocol)
    assert "sex" in musts(protocol) or protocol.sex is not None
    assert {"onset", "duration", "associated"} <= set(musts(protocol))


@pytest.mark.parametrize("protocol", protocol_cases())
def test_pregnancy_is_asked_of_whom_it_may_concern(protocol: Protocol) -> None:
    ask = protocol.find("pregnancy")
    if protocol.id in CHILD or protocol.id == "postpartum_problems" or protocol.sex == "male":
        assert ask is None
    else:
        assert ask is not None
        assert ask.must
        assert ask.when.sex == "female"


@pytest.mark.parametrize("name", PAIN)
def test_pain_is_described_whole(name: str) -> None:
    socrates = {
        "site", "onset", "character", "radiation", "associated", "timing", "exacerbating", "relieving", "severity",
    }  # fmt: skip
    assert socrates <= set(musts(PROTOCOLS[name]))


@pytest.mark.parametrize("protocol", protocol_cases())
def test_alarms_come_first_and_concerns_last(protocol: Protocol) -> None:
    order = slots(protocol)
    assert order[-1] == "concerns"
    if protocol.id not in MEDICINES_FIRST:
        alarms = [slot for slot in order if slot not in SLOTS and slot in musts(protocol)]
        assert set(order[:4]) & {*alarms, "onset", "severity"}
        assert order.index(alarms[0]) < order.index("associated")


@pytest.mark.parametrize("protocol", protocol_cases())
def test_background_comes_in_the_usual_order(protocol: Protocol) -> None:
    order = slots(protocol)
    background = [slot for slot in BACKGROUND if slot not in ("medications", "allergies")]
    if protocol.id not in MEDICINES_FIRST:
        background = list(BACKGROUND)
        assert order.index("associated") < order.index("past_history")
    assert all(order.index(first) < order.index(second) for first, second in pairwise(background))


@pytest.mark.parametrize("protocol", protocol_cases())
def test_age_and_sex_early(protocol: Protocol) -> None:
    order = slots(protocol)
    assert max(order.index(slot) for slot in ("age", "sex") if slot in order) <= 7


@pytest.mark.parametrize("protocol", protocol_cases())
def test_discriminators_of_its_own(protocol: Protocol) -> None:
    own = [ask for ask in protocol.ask if ask.slot not in SLOTS]
    assert 5 <= len(own) <= 14
    assert any(ask.early for ask in own)


@pytest.mark.parametrize("protocol", protocol_cases())
def test_triggers_in_their_own_script(protocol: Protocol) -> None:
    assert not [phrase for phrase in protocol.triggers_en if ARABIC_LETTER.search(phrase)]
    assert not [phrase for phrase in protocol.triggers_ar if LATIN_LETTER.search(re.sub(r"\$\w+", "", phrase))]
    if protocol.id != "general":
        assert protocol.triggers_en
        assert protocol.triggers_ar


def test_files_are_dated_and_unsigned_until_a_clinician_signs() -> None:
    for path in FOLDER.glob("*.toml"):
        data = read(path)
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", data["version"]), path.name
        assert data["reviewed_by"] == "", path.name


OPEN_QUESTION = re.compile(r"^(What|How|When|Where|Who|Which|Could you)\b|^(ما|ماذا|كم|متى|أين|كيف|من|أي)\b")
REASSURING = re.compile(r"as usual|\bable to|\bpossible\b|\bsafe\b|up to date|كالمعتاد|آمن|مكتمل")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_yes_to_a_discriminator_means_that_the_finding_is_there(language: Language) -> None:
    """What alarms look at is answered by yes or no, and yes never means that all is well."""
    asked = [ask for _, ask in asks() if ask.slot not in SLOTS and (ask.concepts or ask.slot in CONCEPTS)]
    texts = [(ask.slot, text) for ask in asked for text in ask.wordings(language)]
    assert not [text for text in texts if OPEN_QUESTION.search(text[1]) or REASSURING.search(text[1])]
    assert language == "en" or not [text for text in texts if "هل" not in text[1]]


def test_every_concept_that_is_named_exists() -> None:
    named = {concept for _, ask in asks() for concept in (*ask.concepts, *ask.when.has, *ask.when.lacks)}
    named |= {concept for protocol in PROTOCOLS.values() for concept in protocol.concepts}
    assert named <= CONCEPTS.keys()
