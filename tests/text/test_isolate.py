"""Isolates: what they enclose, that they come off again, and what the Unicode bidi algorithm then displays."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from app.text.isolate import Span, embed, isolate, spans, strip_controls

EXPRESSIONS = [
    "5-10 mg", "2024-05-12", "5 × 10", "200-400 mg", "120/80", "8/10", "+971 50 123 4567", "T 38.5 °C", ">= 7 %",
    "1:30", "12-05-2024", "0.5–1 g", "Vit. B12", "amlodipine 5 mg od", "38.5", "-2", "97%", "BP 120/80", "10-20-30",
]  # fmt: skip
ARABIC_EXPRESSIONS = ["٥-١٠ ملغ", "٢٠٢٤-٠٥-١٢", "١٢٠/٨٠", "٥ × ١٠", "٣٨٫٥"]
FRAMES = [
    ("rtl", "أخذت {} مرتين"), ("rtl", "{}"), ("rtl", "الجرعة ({})."), ("rtl", "{} كل يوم، ثم {}"),
    ("ltr", "I took {} twice"), ("ltr", "{}"), ("ltr", "the dose ({})."), ("ltr", "قال {} then I stopped"),
]  # fmt: skip
texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("صداع ألم panadol mg 0123456789٠١٢٥-/:.,×()%+°\n؟،\u202e\u2069"), st.characters()
    )
)


@pytest.mark.parametrize("expression", EXPRESSIONS + ARABIC_EXPRESSIONS)
@pytest.mark.parametrize(("direction", "frame"), FRAMES)
def test_every_expression_is_inside_exactly_one_isolate(direction, frame: str, expression: str) -> None:
    text = frame.format(expression, expression)
    found = spans(text, direction)
    at = text.find(expression)
    while at >= 0:
        around = [span for span in found if span.start <= at and at + len(expression) <= span.end]
        touching = [span for span in found if span.start < at + len(expression) and at < span.end]
        assert len(around) == 1 and touching == around, [text[span.start : span.end] for span in found]
        at = text.find(expression, at + 1)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize(("direction", "frame"), FRAMES)
def test_isolated_expressions_are_displayed_in_reading_order(direction, frame: str, expression: str) -> None:
    shown = isolate(frame.format(expression, expression), direction)
    assert expression in get_display(shown, base_dir="R" if direction == "rtl" else "L")


def test_bare_ranges_would_be_displayed_backwards() -> None:
    """The reason for all this: without isolates the algorithm turns the range round."""
    assert "10-5" in get_display("أخذت 5-10 مرة", base_dir="R")


@given(texts, st.sampled_from(["rtl", "ltr"]))
def test_isolates_come_off_again(text: str, direction) -> None:
    assert strip_controls(isolate(text, direction)) == strip_controls(text)


@given(texts, st.sampled_from(["rtl", "ltr"]))
def test_spans_are_ordered_apart_and_within_the_text(text: str, direction) -> None:
    edges = [edge for span in spans(text, direction) for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end for span in spans(text, direction))
    assert not edges or edges[-1] <= len(text)


@given(texts, st.sampled_from(["rtl", "ltr"]))
def test_isolates_are_balanced_and_never_cross_a_line(text: str, direction) -> None:
    for line in isolate(text, direction).split("\n"):
        depth = 0
        for character in line:
            depth += (character in "\u2066\u2067") - (character == "\u2069")
            assert 0 <= depth <= 1
        assert depth == 0


def test_bidi_overrides_in_the_input_are_taken_off() -> None:
    assert strip_controls("dose \u202e01\u202c mg\u2069\u0007") == "dose 01 mg"
    assert strip_controls("a\ud800b") == "a\ufffdb"


def test_plain_words_and_numbers_of_the_own_script_stay_bare() -> None:
    assert spans("I have had a headache for 3 days", "ltr") == ()
    assert spans("عندي صداع من 3 أيام", "rtl") == ()
    assert spans("", "rtl") == ()


def test_a_bracket_is_not_torn_from_its_pair() -> None:
    text = "الدواء (panadol 500 mg) كل يوم"
    assert [text[span.start : span.end] for span in spans(text, "rtl")] == ["panadol 500 mg"]
    text = "أخذت amlodipine (Norvasc) 5 mg أمس"
    assert [text[span.start : span.end] for span in spans(text, "rtl")] == ["amlodipine (Norvasc) 5 mg"]


def test_foreign_runs_are_isolated_in_both_directions() -> None:
    assert spans("The word صداع شديد means", "ltr") == (Span(9, 18, "rtl"),)
    assert spans("كلمة severe headache تعني", "rtl") == (Span(5, 20, "ltr"),)


def test_codes_with_digits_are_not_torn() -> None:
    assert isolate("model gemma-3-270m Q4_K_M", "rtl") == "\u2066model gemma-3-270m Q4_K_M\u2069"
    assert spans("ECG within 10 minutes", "ltr") == ()
    text = "glucose 110 mg/dL, COVID-19"
    assert [text[span.start : span.end] for span in spans(text, "ltr")] == ["glucose 110 mg/dL", "COVID-19"]


def test_a_year_is_not_drawn_into_the_sentence_after_it() -> None:
    text = "12 مايو 2024: ECG done"
    assert [text[span.start : span.end] for span in spans(text, "rtl")] == ["ECG done"]


def test_an_embedded_sentence_keeps_its_own_order() -> None:
    line = "Said: " + embed("أخذت panadol 500mg مرتين", "rtl", "ltr") + ", twice"
    shown = get_display(line, base_dir="L")
    assert shown.startswith("Said: ") and shown.endswith(", twice") and "panadol 500mg" in shown
    assert (
        shown.index(get_display("مرتين", base_dir="R"))
        < shown.index("panadol")
        < shown.index(get_display("أخذت", base_dir="R"))
    )
    assert embed("same", "ltr", "ltr") == "same"
