"""From turns to token ids: the template's rendering, fitted into the model's context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.engine.base import Request, Turn
from app.engine.llama_replies import Dialogue, Reply
from app.engine.llama_vocabulary import Vocabulary
from app.engine.templates import Segment, Template, encode
from app.errors import EngineProblem

_ROOM_AFTER_DROPPING = 0.75
"""When turns give way, as many go that the prompt fills three quarters of its room. So several turns
can follow before the next ones must go, and between these times all that was read stays of use."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Token ids; of the last ones, `opening` begin the reply. `dropped` turns gave way; `stops` end a reply."""

    ids: tuple[int, ...]
    opening: tuple[int, ...]
    reply_room: int
    stops: tuple[str, ...]
    dropped: int = 0


class Prompter:
    """Makes prompts for one model and template. `context` in tokens."""

    def __init__(self, vocabulary: Vocabulary, template: Template, context: int) -> None:
        self._vocabulary = vocabulary
        self._template = template
        self.context = context

    def prompt(self, request: Request, dialogue: Dialogue) -> Prompt:
        """The prompt of a request, with the oldest turns replaced by the request's summary where it is too long.

        Raises EngineProblem where even what may never be dropped is too long.
        """
        reply = min(request.sampling.max_tokens, self.context // 2)
        room = self.context - reply
        parts, dropped = self._fitted(request, dialogue, room)
        is_open = bool(request.turns) and request.turns[-1].role == "assistant" and len(parts) > 0
        opening = tuple(parts[-1]) if is_open and request.turns[-1].text.strip() else ()
        # JSON has line breaks of its own, which end a transcript's reply; its grammar knows where it ends.
        ends = () if request.sampling.json_schema else self._template.stops(request.turns)
        stops = (*request.sampling.stop, *ends)
        start = () if self._vocabulary.bos is None else (self._vocabulary.bos,)
        ids = (*start, *(token for part in parts for token in part))
        if not ids:
            raise EngineProblem("engine-prompt-empty")
        return Prompt(ids, opening, min(request.sampling.max_tokens, self.context - len(ids)), stops, dropped)

    def _fitted(self, request: Request, dialogue: Dialogue, room: int) -> tuple[list[list[int]], int]:
        parts = self._parts(request.turns, dialogue)
        if _length(parts) < room:
            dialogue.dropped = 0
            return parts, 0
        order = _droppable(request.turns)
        if 0 < dialogue.dropped <= len(order):
            parts = self._parts(_without(request.turns, order[: dialogue.dropped], dialogue.summary), dialogue)
            if _length(parts) < room:
                return parts, dialogue.dropped
        for count in range(max(dialogue.dropped, 0) + 1, len(order) + 1):
            if count < len(order) and request.turns[order[count]].role == "assistant":
                continue  # a reply goes together with what it answers
            parts = self._parts(_without(request.turns, order[:count], request.summary), dialogue)
            if _length(parts) < room * (_ROOM_AFTER_DROPPING if count < len(order) else 1.0):
                dialogue.dropped, dialogue.summary = count, request.summary
                return parts, count
        raise EngineProblem("engine-prompt-too-long", tokens=_length(parts), context=self.context)

    def _parts(self, turns: Sequence[Turn], dialogue: Dialogue) -> list[list[int]]:
        """The token ids of each segment; replies keep the tokens they were made of."""
        known: list[tuple[int, ...]] = []
        rest: list[Segment] = []
        for segment in self._template.render(turns):
            ids, left = ((), segment.text) if segment.special else dialogue.find(segment.text)
            known.append(ids)
            rest.append(replace(segment, text=left))
        encoded = encode(rest, self._vocabulary.tokenise, self._vocabulary.adds_space)
        return [[*ids, *more] for ids, more in zip(known, encoded, strict=True)]


def reply_of(prompt: Prompt, generated: Sequence[int], vocabulary: Vocabulary) -> Reply:
    """A whole reply: what the request began and what the model went on with."""
    return Reply.of((*prompt.opening, *generated), vocabulary.spell)


def _length(parts: Sequence[Sequence[int]]) -> int:
    return sum(map(len, parts)) + 1


def _droppable(turns: Sequence[Turn]) -> list[int]:
    """The turns that may give way, oldest first: not the system's, not pinned ones, not the last exchange."""
    last = max((index for index, turn in enumerate(turns) if turn.role == "user"), default=len(turns))
    return [i for i, turn in enumerate(turns[:last]) if turn.role != "system" and not turn.pinned]


def _without(turns: Sequence[Turn], gone: Sequence[int], summary: str) -> list[Turn]:
    """The turns that stay. The summary follows the leading system text, which every template has a place for."""
    missing = set(gone)
    kept = [turn for index, turn in enumerate(turns) if index not in missing]
    if not summary:
        return kept
    if kept and kept[0].role == "system":
        return [replace(kept[0], text=f"{kept[0].text}\n\n{summary}"), *kept[1:]]
    return [Turn("system", summary), *kept]
