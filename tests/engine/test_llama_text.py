"""Text lets whole characters through, and nothing of a stop text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.engine.llama_text import TextStream

TEXTS = st.text(alphabet="ab\n؟ألم🫀 \u0301", max_size=40)
CUTS = st.lists(st.integers(0, 160), max_size=12)


def streamed(data: bytes, cuts: list[int], stops: tuple[str, ...] = ()) -> tuple[str, list[str], TextStream]:
    """What comes out of `data` pushed in parts."""
    stream = TextStream(stops)
    shown = []
    marks = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    for start, end in pairwise(marks):
        if stream.stopped:
            break
        shown.append(stream.push(data[start:end]))
    shown.append(stream.finish())
    return "".join(shown), shown, stream


@given(TEXTS, CUTS)
def test_bytes_in_any_parts_become_the_same_whole_characters(text: str, cuts: list[int]) -> None:
    joined, pieces, _ = streamed(text.encode(), cuts)
    assert joined == text
    assert all("\ufffd" not in piece for piece in pieces)


@given(TEXTS, CUTS, st.sampled_from([("\n",), ("ab",), ("ألم", "a"), ("aab", "ab\n")]))
def test_nothing_of_a_stop_text_is_ever_shown(text: str, cuts: list[int], stops: tuple[str, ...]) -> None:
    joined, pieces, stream = streamed(text.encode(), cuts, stops)
    first = min((text.find(stop) for stop in stops if stop in text), default=len(text))
    assert stream.stopped == any(stop in text for stop in stops)
    assert joined == text[:first] if not stream.stopped else text.startswith(joined) and len(joined) <= first
    shown = ""
    for piece in pieces:
        shown += piece
        assert text.startswith(shown)


def test_a_stop_text_over_several_tokens_is_cut_off_exactly() -> None:
    stream = TextStream(("[INST]",))
    assert [stream.push(part) for part in (b"Since when? ", b"[IN", b"ST] more")] == ["Since when? ", "", ""]
    assert stream.stopped and stream.finish() == ""


def test_what_only_looked_like_a_stop_text_is_shown_in_the_end() -> None:
    stream = TextStream(("[INST]",))
    assert stream.push(b"see [IN") == "see "
    assert stream.finish() == "[IN"


def test_half_a_character_at_the_end_is_dropped() -> None:
    stream = TextStream()
    assert stream.push("ا".encode() + "ل".encode()[:1]) == "ا"
    assert stream.finish() == ""
