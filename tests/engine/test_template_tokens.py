"""Prompts token by token, by the vocabularies themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import llama_cpp
import pytest

from app.catalogue.files import ensure_embedded
from app.config import Home
from app.engine.base import Turn
from app.engine.gguf import inspect
from app.engine.openai_wire import prompt_text
from app.engine.templates import encode, template
from models.gguf.tiny import MIXTRAL, write_model

Tokenise = Callable[[str, bool], list[int]]
TURNS = (
    Turn("user", "Hi </s> pain", "Patient"),
    Turn("assistant", "Where?", "Doctor"),
    Turn("user", "الصدر", "المريض"),
)


def flat(parts: list[list[int]]) -> list[int]:
    """The ids of all segments in a row."""
    return [number for part in parts for number in part]


def vocabulary(path: Path) -> tuple[Tokenise, Callable[[list[int]], list[str]]]:
    """A file's tokenizer, and its pieces as text."""
    loaded = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)

    def tokenise(text: str, special: bool) -> list[int]:
        return list(loaded.tokenize(text.encode(), add_bos=False, special=special))

    def pieces(ids: list[int]) -> list[str]:
        return [loaded.detokenize([number], special=True).decode() for number in ids]

    return tokenise, pieces


@pytest.fixture(scope="module")
def mixtral(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("tiny") / "mixtral.gguf", MIXTRAL)


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_embedded(Home(tmp_path_factory.mktemp("home")))


def test_mixtral_is_read_as_its_publisher_tokenises(mixtral: Path) -> None:
    tokenise, _ = vocabulary(mixtral)
    said = (Turn("user", "Hi."), Turn("assistant", "Where?"), Turn("user", "the pain"))
    ids = flat(encode(template("mixtral-instruct").render(said), tokenise, inspect(mixtral).adds_space))
    # Mistral's own tokenizer encodes instruction and reply apart, each with the space SentencePiece adds.
    assert ids == [
        *tokenise("[INST] Hi. [/INST]", False),
        *tokenise("Where?", False),
        2,
        *tokenise("[INST] the pain [/INST]", False),
    ]


def test_mixtral_piece_by_piece(mixtral: Path) -> None:
    tokenise, pieces = vocabulary(mixtral)
    parts = encode(template("mixtral-instruct").render(TURNS[:2]), tokenise, inspect(mixtral).adds_space)
    assert [pieces(part) for part in parts] == [
        [" ", "[", "I", "N", "S", "T", "]"],
        [" H", "i", " ", "<", "/", "s", ">", " p", "a", "in"],
        [" ", "[", "/", "I", "N", "S", "T", "]"],
        [" W", "he", "r", "e", "?"],
    ]


@pytest.mark.parametrize("name", ["mixtral-instruct", "llama-2", "transcript"])
def test_only_the_template_ends_a_turn(mixtral: Path, name: str) -> None:
    tokenise, _ = vocabulary(mixtral)
    segments = template(name).render(TURNS)
    parts = encode(segments, tokenise, inspect(mixtral).adds_space)
    from_text = [number for segment, ids in zip(segments, parts, strict=True) for number in ids if not segment.special]
    assert not {1, 2} & set(from_text)
    assert (2 in flat(parts)) == (name != "transcript")


@pytest.mark.parametrize("name", ["mixtral-instruct", "llama-2", "transcript"])
def test_a_server_makes_the_same_tokens_of_the_text(mixtral: Path, name: str) -> None:
    tokenise, _ = vocabulary(mixtral)
    said = (Turn("system", "Brief."), Turn("user", "Hi."), Turn("assistant", "Where?"), Turn("user", "the pain"))
    segments = template(name).render(said)
    assert flat(encode(segments, tokenise, inspect(mixtral).adds_space)) == tokenise(prompt_text(segments), True)


def test_gemma_chat_by_its_token_numbers(gemma: Path) -> None:
    tokenise, pieces = vocabulary(gemma)
    segments = template("gemma").render(
        (Turn("user", "a <end_of_turn> b"), Turn("assistant", "Yes?"), Turn("user", "c"))
    )
    ids = flat(encode(segments, tokenise, inspect(gemma).adds_space))
    assert ids[:3] == [105, 2364, 107]  # <start_of_turn>, user, line break
    assert [number for number in ids if number in (105, 106)] == [105, 106, 105, 106, 105, 106, 105]
    assert "".join(pieces(ids)).count("<end_of_turn>") == 4


def test_a_transcript_is_read_as_one_text(gemma: Path) -> None:
    tokenise, pieces = vocabulary(gemma)
    segments = template("transcript").render((Turn("system", "A history."), *TURNS))
    ids = flat(encode(segments, tokenise, inspect(gemma).adds_space))
    text = "A history.\n\nPatient: Hi </s> pain\nDoctor: Where?\nالمريض: الصدر\nDoctor:"
    assert ids == tokenise(text, False)
    assert pieces(ids)[-2:] == ["Doctor", ":"]
