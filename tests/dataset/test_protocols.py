"""Interviews written from the protocols: the same ones every time, one patient in two languages, and sensible."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from app.text.numerals import to_western
from app.values import SLOTS
from models.command import WorkshopError
from models.dataset.checks import faults
from models.dataset.examine import language_faults
from models.dataset.protocols import PATIENTS, protocol_chats
from models.dataset.record import Record
from models.dataset.settings import SourceSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS = SourceSettings(name="talks", importer="protocols", licence="CC0-1.0", count=130, seed=4)
BRACE = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def chats() -> list[Record]:
    return list(protocol_chats(SETTINGS))


@pytest.fixture(scope="module")
def words() -> dict[str, Any]:
    return tomllib.loads(PATIENTS.read_text(encoding="utf-8"))


def test_they_are_good_records_in_both_languages(chats: list[Record]) -> None:
    assert len({record.id for record in chats}) == SETTINGS.count
    for record in chats:
        assert record.paired and faults(record) == () and language_faults(record) == ()


def test_one_seed_gives_the_same_and_another_one_others(chats: list[Record]) -> None:
    short = SETTINGS.model_copy(update={"count": 5})
    assert list(protocol_chats(short)) == chats[:5]
    assert list(protocol_chats(short.model_copy(update={"seed": 5}))) != chats[:5]


def test_both_languages_tell_the_same_numbers(chats: list[Record]) -> None:
    def numbers(text: str) -> list[str]:
        return re.findall(r"\d+", to_western(text))

    for record in chats:
        assert record.en is not None and record.ar is not None
        for english, arabic in zip(record.en.turns, record.ar.turns, strict=True):
            if english.role == "user" and "ten cigarettes" not in english.text:
                one, two = numbers(english.text), numbers(arabic.text)
                assert one == two or (not two and one in (["1"], ["2"])), (english.text, arabic.text)


def test_every_turn_of_the_desk_asks_once_and_the_last_one_nothing(chats: list[Record]) -> None:
    for record in chats:
        assert record.en is not None and record.ar is not None
        *asked, last = [turn.text for turn in record.en.turns if turn.role == "assistant"]
        assert all(text.count("?") == 1 and text.endswith("?") for text in asked)
        assert "?" not in last and len(asked) == len(set(asked)) >= 6
        assert not BRACE.search(" ".join([*record.en.texts(), *record.ar.texts()]))


def test_every_fixed_slot_has_answers_with_the_same_braces(words: dict[str, Any]) -> None:
    assert set(SLOTS) - {"age", "sex", "chief_complaint"} <= set(words["answers"])
    for table in (words["answers"], words["child_answers"], words["opening"]):
        for pairs in table.values():
            assert len(pairs) >= 2
            for en, ar in pairs:
                assert sorted(BRACE.findall(en)) == sorted(BRACE.findall(ar)), en


def test_the_protocols_own_questions_are_asked_and_those_who_expect_say_so(chats: list[Record]) -> None:
    def said(name: str) -> str:
        return " ".join(text for record in chats if name in record.id and record.en for text in record.en.texts())

    assert "Did it reach its worst within a minute or so?" in said("headache")
    assert re.search("three months along|sixth month|eighth month", said("pregnancy_problems"))


def test_no_count_is_a_mistake() -> None:
    with pytest.raises(WorkshopError, match="count = 1000"):
        list(protocol_chats(SETTINGS.model_copy(update={"count": 0})))
