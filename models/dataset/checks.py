"""What a record must be beyond its types: the faults that a schema cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from models.dataset.record import LETTERS, Content, Interaction, Record, interactions

FEWEST_OPTIONS = 2


def faults(record: Record) -> tuple[str, ...]:
    """What is wrong with it, one short phrase each; empty for a good record."""
    return tuple(_faults(record))


def _faults(record: Record) -> Iterator[str]:
    if not record.id or not record.item:
        yield "no id"
    if not record.forms:
        yield "no content"
    if record.paired and record.translation is None:
        yield "translation of unknown origin"
    for each in interactions(record):
        yield from (f"{each.form}: {fault}" for fault in _CHECKS[record.task](each))
    if record.en and record.ar:
        yield from _pair_faults(record.en, record.ar)


def _multiple_choice(each: Interaction) -> Iterator[str]:
    options, correct = each.content.options, each.record.correct
    if not each.content.question.strip():
        yield "no question"
    if not FEWEST_OPTIONS <= len(options) <= len(LETTERS["en"]):
        yield f"{len(options)} options"
    elif correct is None or not 0 <= correct < len(options):
        yield "no right option"
    if not all(option.strip() for option in options):
        yield "an empty option"
    elif len({" ".join(option.split()) for option in options}) < len(options):
        yield "the same option twice"
    if each.content.turns:
        yield "turns in a question"


def _open_question(each: Interaction) -> Iterator[str]:
    if not each.content.question.strip():
        yield "no question"
    if not each.content.answer.strip():
        yield "no answer"
    if each.content.options or each.content.turns:
        yield "options or turns in an open question"


def _chat(each: Interaction) -> Iterator[str]:
    turns = each.content.turns
    if len(turns) < 2:
        yield "fewer than two turns"
        return
    if turns[0].role != "user":
        yield "the assistant speaks first"
    if turns[-1].role != "assistant":
        yield "the assistant does not speak last"
    if any(one.role == other.role for one, other in pairwise(turns)):
        yield "one side speaks twice"
    if not all(turn.text.strip() for turn in turns):
        yield "an empty turn"
    if each.form != "mixed" and any(turn.language != each.form for turn in turns):
        yield "a turn of the other language"


def _pair_faults(en: Content, ar: Content) -> Iterator[str]:
    if len(en.options) != len(ar.options):
        yield "the languages differ in their options"
    if len(en.turns) != len(ar.turns):
        yield "the languages differ in their turns"


_CHECKS = {"multiple_choice": _multiple_choice, "open_question": _open_question, "chat": _chat}
