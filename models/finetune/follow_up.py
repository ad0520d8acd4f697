"""What a model in training asks: turns of held-out interviews are answered, and the questions judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch

from app.intake.knowledge import load_knowledge
from app.text.language import detect
from app.values import Language
from models.dataset.interview.lesson import Lesson, read_lessons
from models.dataset.messages import messages
from models.dataset.record import interactions
from models.dataset.record_files import read_records
from models.finetune.examples import IGNORED, Encoder, Example
from models.finetune.judging import MARKS, Judge
from models.finetune.settings import Data, Run

MOST_TOKENS = 48
"""A follow-up question is shorter; what goes on is not waited for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A prompt in tokens, the language to ask in, and the lesson that it is of, where it is one."""

    prompt: tuple[int, ...]
    language: Language | None
    lesson: Lesson | None = None


class FollowUps:
    """Has a model answer some prompts and says what share of the replies are good questions.

    `decode` turns ids into text without special tokens; `pad` fills prompts up on the left.
    """

    def __init__(self, asking: Sequence[Asking], decode: Callable[[list[int]], str], pad: int) -> None:
        self.asking, self.decode, self.pad = asking, decode, pad
        self._judge = Judge(load_knowledge()) if any(each.lesson for each in asking) else None

    def measure(self, model: Any) -> dict[str, float]:
        """Shares from 0 to 1: right language, one question; of lessons the right slot, and what the guard refuses."""
        hits: dict[str, list[bool]] = {}
        for each, reply in zip(self.asking, self._replies(model), strict=True):
            for name, hit in self._judged(each, reply):
                hits.setdefault(f"eval_{name}", []).append(hit)
        return {name: sum(found) / len(found) for name, found in hits.items()}

    def _judged(self, each: Asking, reply: str) -> Iterator[tuple[str, bool]]:
        yield "right_language", detect(reply).language == each.language
        yield "one_question", sum(reply.count(mark) for mark in MARKS) == 1
        if each.lesson and self._judge:
            found = self._judge.judge(each.lesson, reply)
            yield "right_slot", found.right_slot
            yield "guarded", bool(found.guard)

    def _replies(self, model: Any) -> list[str]:
        """The likeliest continuation of every prompt, all in one batch; of a transcript its first line."""
        longest = max(len(each.prompt) for each in self.asking)
        missing = [longest - len(each.prompt) for each in self.asking]
        rows = [[self.pad] * left + list(each.prompt) for left, each in zip(missing, self.asking, strict=True)]
        seen = [[0] * left + [1] * (longest - left) for left in missing]
        with torch.no_grad():
            made = model.generate(
                input_ids=torch.tensor(rows, device=model.device),
                attention_mask=torch.tensor(seen, device=model.device),
                do_sample=False,
                max_new_tokens=MOST_TOKENS,
                pad_token_id=self.pad,
                use_cache=True,
            )
        return [self.decode(row[longest:].tolist()).strip().partition("\n")[0] for row in made]


def follow_ups(run: Run, writing: Encoder, tokenizer: Any) -> FollowUps | None:
    """As many held-out questions as the run wants asked, drawn by its seed. None where it wants none."""
    if not run.data.most_asked:
        return None
    found = list(_lessons(run.data, writing) if run.data.form == "lessons" else _dialogues(run.data, writing))
    chosen = Random(run.seed).sample(found, min(run.data.most_asked, len(found)))

    def decode(ids: list[int]) -> str:
        return str(tokenizer.decode(ids, skip_special_tokens=True))

    return FollowUps(chosen, decode, tokenizer.pad_token_id) if chosen else None


def prompt(example: Example) -> tuple[int, ...]:
    """What stands before the last reply of an example."""
    end = len(example.labels)
    while end and example.labels[end - 1] != IGNORED:
        end -= 1
    return example.ids[:end]


def _lessons(data: Data, writing: Encoder) -> Iterator[Asking]:
    for lesson in read_lessons(data.evaluate):
        if lesson.task == "question":
            yield Asking(prompt(writing.lesson(lesson.turns, lesson.reply)), lesson.language, lesson)


def _dialogues(data: Data, writing: Encoder) -> Iterator[Asking]:
    """Dialogues whose written reply asks something."""
    for record in read_records(data.evaluate, "test"):
        for interaction in interactions(record):
            turns = messages(interaction)
            if any(mark in turns[-1].text for mark in MARKS):
                yield Asking(prompt(writing.example(turns)), detect(turns[-1].text).language)
