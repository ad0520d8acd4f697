"""An item as text and back: nothing gets lost, and what lost its parts is seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.dataset.record import Content, Spoken
from models.translate.layout import parts, read, rebuilt, written

WORDS = st.text("abcdefg ابتثج", min_size=1, max_size=30).map(str.strip).filter(bool)
QUESTION = st.builds(
    lambda question, context, options, answer: Content(question, context, tuple(options), answer),
    WORDS, st.just("") | WORDS, st.lists(WORDS, min_size=2, max_size=6), st.just("") | WORDS,
)  # fmt: skip
TURNS = st.lists(st.tuples(st.sampled_from(["user", "assistant"]), WORDS), min_size=2, max_size=6)
CHAT = TURNS.map(lambda said: Content(turns=tuple(Spoken(role, "en", text) for role, text in said)))


@given(QUESTION | CHAT)
def test_what_is_written_is_read_again(content: Content) -> None:
    arabic = rebuilt(content, parts(content), "ar")
    assert read(written(arabic, "ar"), content, "ar") == arabic


@given(QUESTION, st.data())
def test_a_lost_line_is_seen(content: Content, data: st.DataObject) -> None:
    lines = written(content, "ar").split("\n")
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    assert read("\n".join(lines), content, "ar") is None


def test_a_single_sentence_stands_bare() -> None:
    content = Content(question="It hurts\nhere.")
    assert written(content, "en") == "It hurts here."
    assert read("يؤلمني\nهنا.", content, "ar") == Content(question="يؤلمني هنا.")


def test_letters_and_labels_are_those_of_the_language() -> None:
    content = Content("What is it?", options=("one", "two", "three", "four"))
    assert written(content, "ar").split("\n")[0].startswith("السؤال: ")
    assert [line[0] for line in written(content, "ar").split("\n")[1:]] == ["أ", "ب", "ج", "د"]


def test_other_marks_and_broken_lines_are_read() -> None:
    content = Content("What is it?", options=("one", "two"))
    assert read("السؤال: ما هو؟\nأ) واحد\nوأكثر\n(ب) اثنان", content, "ar") == Content(
        "ما هو؟", options=("واحد وأكثر", "اثنان")
    )
