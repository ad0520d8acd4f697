"""Prompt templates: how turns become the text a model was trained on, mark by mark.

A rendering is a tuple of segments. What people and models wrote stands in segments of its own that
are not special, so that nothing they write is ever read as a control token. Rendering is stable
under appending: what a dialogue rendered to is, segment by segment, the beginning of what it
renders to two turns later, so that the engine's memory of it stays of use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.engine.base import Turn


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a prompt that is tokenised on its own.

    `special` segments are a template's own marks, in which control tokens are recognised; all others
    are plain text. A leading space is written where the model was trained on a word that begins with
    one and left out where it was not, whatever the vocabulary adds of itself: see `encode`.
    """

    text: str
    special: bool = False


class Template(ABC):
    """How one family of models is asked. Renderings leave out the beginning-of-sequence token.

    The engine puts that token first where the vocabulary asks for it.
    """

    name: str

    @abstractmethod
    def render(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """The prompt after which the model's reply comes.

        A last turn of the assistant is left open: its text is the beginning of the reply. Otherwise
        the marks that open a reply come last.
        """

    def stops(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Texts that end a reply beside the vocabulary's own end-of-generation tokens."""
        return ()


def text_of(segments: Sequence[Segment]) -> str:
    """A rendering as one text, for people to look at."""
    return "".join(segment.text for segment in segments)


def encode(
    segments: Sequence[Segment], tokenise: Callable[[str, bool], list[int]], adds_space: bool
) -> list[list[int]]:
    """The token ids of each segment.

    `tokenise(text, special)` is the vocabulary's own, without a beginning-of-sequence token.
    `adds_space` says that it puts a space before every text (`tokenizer.ggml.add_space_prefix` of
    SentencePiece vocabularies: Llama 2 and Mixtral do, Gemma does not). Such a vocabulary supplies
    the leading space itself, at the start of the prompt always, as in its training. Text that has
    none is read behind a line break, which is cut off again.
    """
    if not adds_space:
        return [tokenise(segment.text, segment.special) for segment in segments]
    guard = tokenise("\n", False)
    return [_encode_spaced(segment, tokenise, guard if index else None) for index, segment in enumerate(segments)]


def _encode_spaced(segment: Segment, tokenise: Callable[[str, bool], list[int]], guard: list[int] | None) -> list[int]:
    if guard is None or segment.text.startswith(" "):
        return tokenise(segment.text.removeprefix(" "), segment.special)
    guarded = tokenise("\n" + segment.text, segment.special)
    if guarded[: len(guard)] == guard:
        return guarded[len(guard) :]
    return tokenise(segment.text, segment.special)
