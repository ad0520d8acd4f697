"""A reply's own tokens come back where its text comes back, whole or cut off."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.llama_replies import Dialogue, Dialogues, Reply

PARTS = st.lists(st.binary(min_size=1, max_size=3), min_size=1, max_size=12)
WORDS = st.lists(st.text(alphabet="ab ؟ألم🫀", min_size=1, max_size=3), min_size=1, max_size=12)


def reply(parts: list[bytes]) -> Reply:
    """A reply whose token number i is spelled `parts[i]`."""
    return Reply.of(range(len(parts)), parts.__getitem__)


@given(WORDS, st.integers(0, 40))
def test_a_reply_cut_anywhere_keeps_the_tokens_that_fit_and_whole_characters_remain(words: list[str], at: int) -> None:
    text = "".join(words)[:at]
    assume(text)
    data = "".join(words).encode()
    split = [data[i : i + 2] for i in range(0, len(data), 2)]  # tokens that end inside characters
    ids, rest = Dialogue([reply(split)]).find(text)
    assert b"".join(split[token] for token in ids) + rest.encode() == text.encode()
    assert ids == tuple(range(len(ids)))
    if text == "".join(words):
        assert len(ids) == len(split) and rest == ""


@given(PARTS, st.binary(min_size=1, max_size=20))
def test_another_text_matches_nothing(parts: list[bytes], other: bytes) -> None:
    known = reply(parts)
    assume(not known.data.startswith(other))
    assert known.match(other) == 0


def test_the_reply_that_explains_most_wins() -> None:
    dialogue = Dialogue()
    dialogue.add(Reply((1, 2), b"Since when?", (5, 11)))
    dialogue.add(Reply((3, 4, 5), b"Since when? Days?", (2, 11, 17)))
    assert dialogue.find("Since when? Days?") == ((3, 4, 5), "")
    assert dialogue.find("Since w") == ((1,), " w")
    assert dialogue.find("No.") == ((), "No.")


def test_dialogues_forget_the_oldest_and_keep_nothing_without_a_name() -> None:
    dialogues = Dialogues()
    first = dialogues.get("first")
    assert dialogues.get("first") is first
    for number in range(1024):
        dialogues.get(str(number))
    assert dialogues.get("first") is not first
    assert dialogues.get("") is not dialogues.get("")
