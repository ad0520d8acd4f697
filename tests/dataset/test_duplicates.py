"""The same text twice is found, in another spelling too; different texts stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("datasketch", reason="needs models/requirements.txt")

from models.dataset.duplicates import Print, Seen, fingerprint
from models.dataset.record import Content, Record, Source, Spoken, interactions
from models.dataset.settings import DuplicateSettings

SETTINGS = DuplicateSettings()
WORDS = [f"word{number}" for number in range(60)]


def record(name: str, text: str, form: str = "en") -> Record:
    made = Record(name, name, "open_question", Source("own", "MIT"), "en")
    content = Content(question=text, answer="yes")
    return replace(made, en=content) if form == "en" else replace(made, ar=content)


def prints(one: Record) -> tuple[Print, ...]:
    return tuple(fingerprint(each.form, each.content, SETTINGS) for each in interactions(one))


def test_exact_near_and_different() -> None:
    seen = Seen(SETTINGS)
    first = record("1", " ".join(WORDS))
    assert seen.twin(first, prints(first)) is None
    same = record("2", " ".join(WORDS).upper() + "!")
    found = seen.twin(same, prints(same))
    assert found is not None and found.kept == "1" and found.exact
    near = record("3", " ".join([*WORDS[:58], "other", "end"]))
    found = seen.twin(near, prints(near))
    assert found is not None and found.kept == "1" and not found.exact
    other = record("4", " ".join(reversed(WORDS)))
    assert seen.twin(other, prints(other)) is None


def test_arabic_spellings_are_the_same_text() -> None:
    seen = Seen(SETTINGS)
    one, two = record("1", "أُصيبَ المريضُ بحمّى شديدة", "ar"), record("2", "اصيب المريض بحمى شديده", "ar")
    assert seen.twin(one, prints(one)) is None
    found = seen.twin(two, prints(two))
    assert found is not None and found.exact


def test_chats_are_compared_by_what_the_patient_says() -> None:
    def chat(name: str, answers: list[str]) -> Record:
        turns = tuple(
            Spoken(role, "en", text)
            for answer in answers
            for role, text in (("user", answer), ("assistant", "And what else have you noticed along with it?"))
        )
        return Record(name, name, "chat", Source("own", "MIT"), "en", en=Content(turns=turns))

    seen = Seen(SETTINGS)
    one, two = chat("1", WORDS[:20]), chat("2", WORDS[20:40])
    assert seen.twin(one, prints(one)) is None
    assert seen.twin(two, prints(two)) is None
    again = chat("3", WORDS[:20])
    assert seen.twin(again, prints(again)) is not None


def test_a_question_and_a_chat_are_never_twins() -> None:
    seen = Seen(SETTINGS)
    one = record("1", " ".join(WORDS))
    two = replace(one, id="2", task="multiple_choice")
    assert seen.twin(one, prints(one)) is None
    assert seen.twin(two, prints(two)) is None
