"""Texts become token ids with a mark at every token that is to be learned: the replies, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.engine.base import Turn
from app.engine.templates import Segment, Template, encode

Tokenise = Callable[[str, bool], list[int]]
IGNORED = -100
"""The label of a token that is not learned; cross entropy leaves it out."""


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of one dialogue and, alike in length, what is learned: the id itself, or IGNORED.

    `group` is what it is counted under.
    """

    ids: tuple[int, ...]
    labels: tuple[int, ...]
    group: str = ""

    @property
    def learned(self) -> int:
        """How many tokens are learned."""
        return sum(label != IGNORED for label in self.labels)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A vocabulary and a template: how dialogues are written in tokens, in training as in the engine.

    `bos` begins every dialogue where the vocabulary asks for it.
    """

    template: Template
    tokenise: Tokenise
    adds_space: bool
    bos: int | None

    def example(self, turns: Sequence[Turn], group: str = "") -> Example:
        """All replies of a dialogue, each learned where it is given, with the mark that ends it.

        What stands behind the last reply is left out. Raises ValueError where the template does not
        keep a reply as a part of its own.
        """
        segments = self.template.render([*turns, Turn("user", "")])
        parts = encode(segments, self.tokenise, self.adds_space)
        learned = [[False] * len(part) for part in parts]
        last = 0
        for place, turn in enumerate(turns):
            if turn.role != "assistant" or not turn.text.strip():
                continue
            last = len(self.template.render(turns[:place]))
            if segments[last].text.strip() != turn.text.strip():
                raise ValueError(f"the template {self.template.name} does not show a reply as it was written")
            learned[last] = [True] * len(parts[last])
            learned[last + 1][:1] = [True]
        return self._joined(parts[: last + 2], learned[: last + 2], group)

    def lesson(self, turns: Sequence[Turn], reply: str, group: str = "") -> Example:
        """A prompt whose last turn is open, and the reply on one line of a transcript."""
        segments = [*self.template.render(turns), Segment(" " + reply), Segment("\n", special=True)]
        parts = encode(segments, self.tokenise, self.adds_space)
        said = len(parts) - 2
        return self._joined(parts, [[place >= said] * len(part) for place, part in enumerate(parts)], group)

    def _joined(self, parts: Sequence[list[int]], learned: Sequence[list[bool]], group: str) -> Example:
        """One row of ids and labels, begun as the vocabulary asks and cut behind what is learned last."""
        ids = [token for part in parts for token in part]
        marks = [mark for part in learned for mark in part]
        most = max((place + 1 for place, mark in enumerate(marks) if mark), default=0)
        labels = [token if mark else IGNORED for token, mark in zip(ids, marks, strict=True)][:most]
        if self.bos is None:
            return Example(tuple(ids[:most]), tuple(labels), group)
        return Example((self.bos, *ids[:most]), (IGNORED, *labels), group)
