"""Plain dialogue for base models: a transcript with the speakers' names, which the model continues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.base import Turn, TurnRole
from app.engine.template_base import Segment, Template


@dataclass(frozen=True, slots=True)
class Transcript(Template):
    """A dialogue as it is printed: one line a turn, `Speaker: words`; the system text above it.

    The speakers' names come from `Turn.label`. A turn is one line, so line breaks in what people
    wrote become spaces: nobody can put words into another speaker's mouth by writing a new line.
    """

    name: str = "transcript"
    user: str = "User"
    assistant: str = "Assistant"

    def render(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """See Template. A system turn that is not the first stands on lines of its own."""
        segments: list[Segment] = []
        last = len(turns) - 1
        for index, turn in enumerate(turns):
            if turn.role == "system":
                segments += _heading(turn.text, first=index == 0)
            else:
                label = turn.label or self._label(turn.role, turns[:index])
                segments += _line(label, turn.text, is_open=index == last and turn.role == "assistant")
        if not turns or turns[-1].role != "assistant":
            segments.append(Segment(self._label("assistant", turns) + ":", special=True))
        return tuple(segments)

    def stops(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """The end of the line."""
        return ("\n",)

    def _label(self, role: TurnRole, before: Sequence[Turn]) -> str:
        spoken = [turn.label for turn in before if turn.role == role and turn.label]
        return spoken[-1] if spoken else (self.user if role == "user" else self.assistant)


def _line(label: str, text: str, is_open: bool) -> list[Segment]:
    segments = [Segment(label + ":", special=True)]
    words = " ".join(text.split())
    if words:
        segments.append(Segment(" " + words))
    if not is_open:
        segments.append(Segment("\n", special=True))
    return segments


def _heading(text: str, first: bool) -> list[Segment]:
    words = text.strip()
    if not words:
        return []
    return [Segment(words), Segment("\n\n" if first else "\n", special=True)]
