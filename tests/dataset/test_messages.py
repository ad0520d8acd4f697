"""Interactions become dialogues that end with what is to be learnt."""

from __future__ import annotations

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from app.engine.base import Turn
from models.dataset.messages import messages
from models.dataset.record import Content, Record, Source, Spoken, Translation, interactions

SOURCE = Source("own", "CC0-1.0")


def test_a_question_in_both_languages_with_its_letters() -> None:
    en = Content("Which prevents scurvy?", "About vitamins.", ("A1", "C"), "It is in lemons.")
    ar = Content("ما الذي يمنع الاسقربوط؟", options=("ألف", "جيم"))
    record = Record("1", "1", "multiple_choice", SOURCE, "en", en, ar, correct=1, translation=Translation("written"))
    english, arabic = map(messages, interactions(record))
    assert english[0].text.startswith("About vitamins.\n\nWhich prevents scurvy?\n\nA. A1\nB. C\n\n")
    assert english[1] == Turn("assistant", "B. C\nIt is in lemons.")
    assert "أ. ألف\nب. جيم" in arabic[0].text and arabic[1] == Turn("assistant", "ب. جيم")


def test_open_questions_and_chats() -> None:
    (question,) = interactions(Record("1", "1", "open_question", SOURCE, "en", Content("Why?", "Because.", (), "So.")))
    assert messages(question) == (Turn("user", "Because.\n\nWhy?"), Turn("assistant", "So."))
    said = (Spoken("user", "en", "Hello."), Spoken("assistant", "en", "What is it?"))
    (chat,) = interactions(Record("2", "2", "chat", SOURCE, "en", Content(context="Doctor: Hi.", turns=said)))
    assert messages(chat) == (Turn("system", "Doctor: Hi."), Turn("user", "Hello."), Turn("assistant", "What is it?"))
