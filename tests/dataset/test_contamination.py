"""Planted leaks are found in both languages, whatever stands around them; turns of phrase are not leaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from models.dataset.contamination import build_index
from models.dataset.record import Content, Form, Interaction, Record, Source, Spoken, Translation
from models.dataset.settings import ContaminationSettings

SETTINGS = ContaminationSettings()
EN = [
    f"{a}{b}"
    for a in ("ren", "car", "gas", "pul", "der", "ost")
    for b in ("al", "ic", "osis", "itis", "oma", "em", "ar")
]
AR = """قلب كلية رئة معدة جلد عظم دم كبد صدر بطن رأس عين أذن يد قدم ظهر سعال حمى ألم تعب دوخة
غثيان طفح تورم نزيف ضيق خفقان رجفة صداع إسهال""".split()  # noqa: SIM905


def texts(words: list[str], least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=most, unique=True).map(" ".join)


def item(name: str, en: Content, ar: Content) -> Record:
    return Record(
        name, name, "multiple_choice", Source("exam", "MIT"), "en", en, ar, correct=0, translation=Translation("model")
    )


def exam(question_en: str, question_ar: str) -> Record:
    en = Content(question_en, options=("first choice", "second choice"))
    return item("exam:1", en, Content(question_ar, options=("خيار أول", "خيار ثان")))


def said(text: str, form: Form) -> Interaction:
    content = Content(question="?", answer=text)
    return Interaction(Record("t", "t", "open_question", Source("own", "MIT"), "en"), form, content)


@settings(max_examples=60)
@given(texts(EN, 9, 25), texts(AR, 9, 25), texts(EN, 0, 20), texts(AR, 0, 20), st.booleans())
def test_a_planted_question_is_found_in_either_language(
    en: str, ar: str, around_en: str, around_ar: str, vowelled: bool
) -> None:
    index = build_index([exam(en, ar)], SETTINGS)
    assert index.leaks(said(f"{around_en} {en.upper()}, {around_en}", "en")) == ("exam:1",)
    written = ar.replace("أ", "إ").replace("ة", "ه") if vowelled else ar
    assert index.leaks(said(f"{around_ar} {written}؟ {around_ar}", "ar")) == ("exam:1",)


@given(texts(EN, 9, 25), texts(AR, 9, 25))
def test_another_text_is_no_leak(en: str, ar: str) -> None:
    index = build_index([exam(en, ar)], SETTINGS)
    assert index.leaks(said("Take a walk every day and drink enough water with each of your meals.", "en")) == ()
    assert index.leaks(said("امش كل يوم واشرب ما يكفي من الماء مع كل وجبة تتناولها في البيت.", "ar")) == ()


def test_a_leak_inside_a_chat_and_one_with_its_ends_changed() -> None:
    words = [f"word{number}" for number in range(30)]
    index = build_index([exam(" ".join(words), "سؤال")], SETTINGS)
    turns = (Spoken("user", "en", "Hello."), Spoken("assistant", "en", "so " + " ".join(words[4:]) + " indeed"))
    chat = Interaction(Record("c", "c", "chat", Source("own", "MIT"), "en"), "en", Content(turns=turns))
    assert index.leaks(chat) == ("exam:1",)
    assert index.leaks(said(" ".join(words[:12]), "en")) == ()


def test_a_turn_of_phrase_of_many_questions_is_no_leak() -> None:
    phrase = "which of the following is the most likely diagnosis in this patient"
    exams = []
    for number in range(8):
        case = " ".join(f"case{number}x{at}" for at in range(14))
        exams.append(
            item(f"exam:{number}", Content(f"{case} {phrase}", options=("a", "b")), Content("س", options=("ا", "ب")))
        )
    index = build_index(exams, SETTINGS)
    assert index.leaks(said(f"A new case: {phrase}?", "en")) == ()
    leaked = " ".join(f"case3x{at}" for at in range(14))
    assert index.leaks(said(f"{leaked} {phrase}?", "en")) == ("exam:3",)


def test_short_questions_are_recognised_with_their_options_only() -> None:
    en = Content("Which is true?", options=("Lithium harms thyroid", "Iron cures gout"))
    index = build_index(
        [item("exam:1", en, Content("أيها صحيح؟", options=("الليثيوم يضر الدرقية", "الحديد يشفي النقرس")))], SETTINGS
    )
    assert index.leaks(said("Which is true? I do not know which is true.", "en")) == ()
    assert index.leaks(said("which is true lithium harms thyroid iron cures gout", "en")) == ("exam:1",)
    assert index.leaks(said("أيها صحيح: الليثيوم يضرّ الدرقية، الحديد يشفي النقرس", "ar")) == ("exam:1",)
