"""Chat templates that set marks around each turn: Mixtral, Llama 2, Med42, Meditron, Jais, Gemma."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from app.engine.base import Turn
from app.engine.template_base import Segment, Template

Pair = tuple[str, str]
SystemPlace = Literal["folded", "own"]


@dataclass(frozen=True, slots=True)
class Marked(Template):
    """Marks before and after the text of each role.

    `system_place`: the first system text stands inside the first user turn ("folded") or in a block
    of its own. Later system texts, and several user turns in a row, share one user turn, set apart
    by `joint`. `lead` is what stands before a user's or assistant's text. `textual` are the marks that
    the vocabulary spells in ordinary tokens; where a person writes one of them, a space goes into it,
    so that it is no longer that mark.
    """

    name: str
    user: Pair
    assistant: Pair
    system: Pair = ("", "")
    system_place: SystemPlace = "folded"
    lead: str = ""
    reply_lead: str = ""
    joint: str = "\n\n"
    textual: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()

    def render(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """See Template. A dialogue that begins with the assistant gets an empty user turn before it."""
        segments: list[Segment] = []
        groups = [(said, list(group)) for said, group in groupby(turns, key=lambda turn: turn.role == "assistant")]
        if groups and groups[0][0]:
            groups.insert(0, (False, []))
        for index, (is_reply, group) in enumerate(groups):
            if is_reply:
                segments += self._reply(group, is_open=index == len(groups) - 1)
            else:
                segments += self._question(group, first=index == 0)
        if not groups or not groups[-1][0]:
            segments += _mark(self.assistant[0])
        return _trim_start(segments)

    def stops(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """The marks with which the next turn would begin, where they are no control tokens."""
        return self.stop

    def _question(self, group: list[Turn], first: bool) -> list[Segment]:
        texts = [turn.text.strip() for turn in group]
        heading: list[Segment] = []
        if first and group and group[0].role == "system":
            heading = self._heading(texts.pop(0))
        own = self.system_place == "own"
        if own and heading and not texts:
            return heading
        body: list[Segment] = []
        for text in texts:
            joined = body or (heading and not own)
            body += self._joined(text, bool(joined), wrapped=not body and bool(self.system[1]))
        inside = body if own else heading + body
        block = _mark(self.user[0]) + inside + _mark(self.user[1])
        return heading + block if own else block

    def _heading(self, text: str) -> list[Segment]:
        before = self.system[0]
        lead = "" if before else self.lead
        return [*_mark(before), *_plain(lead + self._defused(text)), *_mark(self.system[1])]

    def _joined(self, text: str, joined: bool, wrapped: bool) -> list[Segment]:
        if not joined:
            return _plain(self.lead + self._defused(text))
        joint = [] if wrapped else _mark(self.joint)
        return [*joint, *_plain(self._defused(text))]

    def _reply(self, group: list[Turn], is_open: bool) -> list[Segment]:
        segments: list[Segment] = []
        for index, turn in enumerate(group):
            text = self._defused(turn.text.lstrip())
            still_open = is_open and index == len(group) - 1
            segments += _mark(self.assistant[0])
            segments += _plain(self.reply_lead + text) if text else []
            segments += [] if still_open else _mark(self.assistant[1])
        return segments

    def _defused(self, text: str) -> str:
        for mark in self.textual:
            text = re.sub(re.escape(mark), lambda found: found[0][0] + " " + found[0][1:], text, flags=re.IGNORECASE)
        return text


def _mark(text: str) -> list[Segment]:
    return [Segment(text, special=True)] if text else []


def _plain(text: str) -> list[Segment]:
    return [Segment(text)] if text else []


def _trim_start(segments: list[Segment]) -> tuple[Segment, ...]:
    if segments and segments[0].special and segments[0].text.startswith("\n"):
        segments[0] = Segment(segments[0].text.lstrip("\n"), special=True)
    return tuple(segments)


MIXTRAL = Marked(
    name="mixtral-instruct",
    user=(" [INST]", " [/INST]"),
    assistant=("", "</s>"),
    lead=" ",
    reply_lead=" ",
    textual=("[INST]", "[/INST]"),
    stop=("[INST]",),
)
"""Mistral's instruct format: model card of mistralai/Mixtral-8x7B-Instruct-v0.1, "Instruction format".
The format knows no system role; the text is folded into the first instruction, a blank line between."""

LLAMA2 = Marked(
    name="llama-2",
    user=(" [INST]", " [/INST]"),
    assistant=("", "</s><s>"),
    system=(" <<SYS>>\n", "\n<</SYS>>\n\n"),
    lead=" ",
    reply_lead=" ",
    textual=("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>"),
    stop=("[INST]",),
)
"""Llama 2 Chat: `chat_completion` in meta-llama/llama (llama/generation.py)."""

MED42 = Marked(
    name="med42",
    user=("\n<|prompter|>:", ""),
    assistant=("\n<|assistant|>:\n", "</s>"),
    system=("<|system|>: ", ""),
    system_place="own",
    textual=("<|prompter|>", "<|assistant|>", "<|system|>"),
    stop=("<|prompter|>", "<|system|>"),
)
"""Med42: model card of m42-health/med42-70b, "How to use". The card shows a single exchange; that a
reply ends with the end-of-sequence token before the next prompter is taken from Llama 2's habit."""

MEDITRON = Marked(
    name="meditron",
    user=("<|im_start|>question\n", "<|im_end|>\n"),
    assistant=("<|im_start|>answer\n", "<|im_end|>\n"),
    system=("<|im_start|>system\n", "<|im_end|>\n"),
    system_place="own",
    textual=("<|im_start|>", "<|im_end|>"),
    stop=("<|im_end|>", "<|im_start|>"),
)
"""Fine-tuned Meditron: README of epfLLM/meditron and model card of epfl-llm/meditron-70b, "Downstream
use": ChatML marks with the roles system, question and answer. The published weights are the base
model, for which the card asks for no format."""

GEMMA = Marked(
    name="gemma",
    user=("<start_of_turn>user\n", "<end_of_turn>\n"),
    assistant=("<start_of_turn>model\n", "<end_of_turn>\n"),
    stop=("<end_of_turn>",),
)
"""Gemma's instruction-tuned format: Google's "Gemma formatting and system instructions" page: no
system role, the text goes first in the first user turn."""

JAIS = Marked(
    name="jais",
    user=("\n### Input: [|Human|]", ""),
    assistant=("\n### Response: [|AI|]", ""),
    system=("### Instruction: ", "\n\nComplete the conversation below between [|Human|] and [|AI|]:"),
    system_place="own",
    lead=" ",
    reply_lead=" ",
    textual=("### Instruction:", "### Input:", "### Response:", "[|Human|]", "[|AI|]"),
    stop=("### Input:", "[|Human|]"),
)
"""Jais chat, English frame: model card of core42/jais-30b-chat-v3 (`prompt_eng`)."""

JAIS_ARABIC = replace(
    JAIS,
    name="jais-arabic",
    system=("### Instruction: ", "\n\nأكمل المحادثة أدناه بين [|Human|] و [|AI|]:"),
)
"""Jais chat, Arabic frame: the same card's `prompt_ar`."""

MARKED: tuple[Marked, ...] = (MIXTRAL, LLAMA2, MED42, MEDITRON, GEMMA, JAIS, JAIS_ARABIC)
