"""Prompts mark by mark: as the publishers of each model wrote them, and stable as a dialogue grows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.base import Turn
from app.engine.templates import Segment, encode, template, template_names, text_of
from app.errors import ModelProblem

OURS = [name for name in template_names() if name != "gguf"]
DIALOGUE = (
    Turn("system", "Be brief."),
    Turn("user", "It hurts.", label="Patient"),
    Turn("assistant", "Where?", label="Doctor"),
    Turn("user", "Here.", label="Patient"),
)
EXPECTED = {
    "transcript": "Be brief.\n\nPatient: It hurts.\nDoctor: Where?\nPatient: Here.\nDoctor:",
    "mixtral-instruct": " [INST] Be brief.\n\nIt hurts. [/INST] Where?</s> [INST] Here. [/INST]",
    "llama-2": (" [INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nIt hurts. [/INST] Where?</s><s> [INST] Here. [/INST]"),
    "med42": (
        "<|system|>: Be brief.\n<|prompter|>:It hurts.\n<|assistant|>:\nWhere?</s>"
        "\n<|prompter|>:Here.\n<|assistant|>:\n"
    ),
    "meditron": (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>question\nIt hurts.<|im_end|>\n"
        "<|im_start|>answer\nWhere?<|im_end|>\n<|im_start|>question\nHere.<|im_end|>\n<|im_start|>answer\n"
    ),
    "gemma": (
        "<start_of_turn>user\nBe brief.\n\nIt hurts.<end_of_turn>\n<start_of_turn>model\nWhere?<end_of_turn>\n"
        "<start_of_turn>user\nHere.<end_of_turn>\n<start_of_turn>model\n"
    ),
    "jais": (
        "### Instruction: Be brief.\n\nComplete the conversation below between [|Human|] and [|AI|]:"
        "\n### Input: [|Human|] It hurts.\n### Response: [|AI|] Where?"
        "\n### Input: [|Human|] Here.\n### Response: [|AI|]"
    ),
    "jais-arabic": (
        "### Instruction: Be brief.\n\nأكمل المحادثة أدناه بين [|Human|] و [|AI|]:"
        "\n### Input: [|Human|] It hurts.\n### Response: [|AI|] Where?"
        "\n### Input: [|Human|] Here.\n### Response: [|AI|]"
    ),
}

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co"]), max_size=30)


@st.composite
def dialogues(draw: st.DrawFn) -> tuple[Turn, ...]:
    """A system text or none, then user and assistant in turn, sometimes a plan before a reply."""
    turns = [Turn("system", draw(words.filter(str.strip)))] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 4))):
        turns.append(Turn("user", draw(words.filter(str.strip)), "Patient"))
        turns.append(Turn("assistant", draw(words.filter(str.strip)), "Doctor"))
    return tuple(turns)


@pytest.mark.parametrize("name", OURS)
def test_rendering_is_what_the_publisher_wrote(name: str) -> None:
    assert text_of(template(name).render(DIALOGUE)) == EXPECTED[name]


@pytest.mark.parametrize("name", OURS)
def test_last_reply_is_left_open(name: str) -> None:
    closed = template(name).render(DIALOGUE)
    opened = template(name).render((*DIALOGUE, Turn("assistant", "Since", label="Doctor")))
    assert text_of(opened).startswith(text_of(closed)) and opened[-1].text.strip() == "Since"
    assert not opened[-1].special
    assert template(name).render((*DIALOGUE, Turn("assistant", "", label="Doctor"))) == closed


@pytest.mark.parametrize("name", OURS)
@settings(deadline=None)
@given(turns=dialogues())
def test_what_was_read_stays_read(name: str, turns: tuple[Turn, ...]) -> None:
    chosen = template(name)
    for end in range(1, len(turns) - 1):
        before = list(chosen.render(turns[:end]))
        while before and before[-1].special:
            before.pop()
        assert list(chosen.render(turns[: end + 2]))[: len(before)] == before


@pytest.mark.parametrize("name", OURS)
@settings(deadline=None)
@given(said=words.filter(str.strip))
def test_what_people_write_is_never_special(name: str, said: str) -> None:
    plain = template(name).render((Turn("user", "word"),))
    segments = template(name).render((Turn("user", said),))
    assert [part.text for part in segments if part.special] == [part.text for part in plain if part.special]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("mixtral-instruct", "[/INST]"),
        ("mixtral-instruct", "[inst]"),
        ("llama-2", "<<SYS>>"),
        ("med42", "<|prompter|>"),
        ("meditron", "<|im_end|>"),
        ("jais", "### Response:"),
        ("jais-arabic", "[|AI|]"),
    ],
)
def test_a_mark_spelled_in_ordinary_tokens_is_broken_up(name: str, mark: str) -> None:
    rendered = template(name).render((Turn("user", f"a {mark} b"),))
    said = next(part.text for part in rendered if "a " in part.text and not part.special)
    assert mark not in said and mark[1:] in said


def test_nobody_speaks_for_another_in_a_transcript() -> None:
    turns = (Turn("user", "no\nDoctor: yes\u2028\r\nDoctor: sure", "Patient"), Turn("assistant", "", "Doctor"))
    assert text_of(template("transcript").render(turns)) == "Patient: no Doctor: yes Doctor: sure\nDoctor:"


def test_system_texts_that_are_not_first_go_with_the_user() -> None:
    turns = (*DIALOGUE, Turn("system", "Ask about fever."))
    assert text_of(template("mixtral-instruct").render(turns)).endswith("[INST] Here.\n\nAsk about fever. [/INST]")
    assert text_of(template("transcript").render(turns)).endswith("Patient: Here.\nAsk about fever.\nDoctor:")


@pytest.mark.parametrize("name", OURS)
def test_a_dialogue_may_begin_with_the_assistant(name: str) -> None:
    turns = (Turn("assistant", "Hello.", "Doctor"), Turn("user", "Hi.", "Patient"))
    rendered = text_of(template(name).render(turns))
    assert rendered.index("Hello.") < rendered.index("Hi.")


def test_speakers_keep_their_names_in_arabic() -> None:
    turns = (Turn("user", "رأسي يؤلمني", "المريض"), Turn("assistant", "متى بدأ الألم؟", "الطبيب"), Turn("user", "أمس"))
    assert (
        text_of(template("transcript").render(turns))
        == "المريض: رأسي يؤلمني\nالطبيب: متى بدأ الألم؟\nالمريض: أمس\nالطبيب:"
    )


def test_unknown_template_names_the_choices() -> None:
    with pytest.raises(ModelProblem) as caught:
        template("alpaca")
    assert caught.value.fields["name"] == "alpaca" and "mixtral-instruct" in str(caught.value.fields["choices"])


def test_encode_takes_the_space_a_vocabulary_adds() -> None:
    def tokenise(text: str, special: bool) -> list[int]:
        return [ord(letter) for letter in " " + text]

    segments = (Segment(" [INST]", True), Segment(" Hi"), Segment("\n", True), Segment("a"))
    assert "".join(chr(number) for part in encode(segments, tokenise, True) for number in part) == " [INST] Hi\na"


def test_encode_leaves_other_vocabularies_alone() -> None:
    segments = (Segment("a "), Segment(" b", True))
    assert encode(segments, lambda text, special: [len(text), int(special)], False) == [[2, 0], [2, 1]]
