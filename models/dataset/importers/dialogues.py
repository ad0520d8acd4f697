"""Recorded visits as chats (the doctor is the assistant): MTS-Dialog, ACI-Bench, and chats of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from app.text.language import detect
from app.values import Language, Role
from models.dataset.importers.rows import Row, RowFault
from models.dataset.record import Content, Form, Record, Source, Spoken, Translation

_MTS_TURN = re.compile(r"^\s*([A-Za-z][A-Za-z_ 0-9]{0,20}):\s*", re.MULTILINE)
_ACI_TURN = re.compile(r"^\s*\[(\w+)\]\s*", re.MULTILINE)
_ASSISTANTS = ("assistant", "doctor", "docotr", "clinician", "guest_clinician", "desk", "bot", "gpt", "nurse")
"""How the assistant's turns begin; "docotr" is a spelling in MTS-Dialog."""

SUMMARISE = "Write the section {section} of the visit note from this conversation."


def mts_dialog(row: Row, source: Source) -> Iterator[Record]:
    """`MTS-Dialog-TrainingSet.csv`: ID, section_header, section_text, dialogue. A chat, and its summary to write."""
    name = f"{source.name}:{row.local_id('ID')}"
    spoken = _turns(row.text("dialogue"), _MTS_TURN)
    yield from _visit(name, source, spoken)
    summary = Content(
        SUMMARISE.format(section=row.text("section_header")), _transcript(spoken), answer=row.text("section_text")
    )
    yield Record(f"{name}:note", name, "open_question", source, "en", en=summary)


def aci_bench(row: Row, source: Source) -> Iterator[Record]:
    """`train.csv`: dataset, encounter_id, dialogue, note. A chat, and its note to be written."""
    name = f"{source.name}:{row.local_id('encounter_id')}"
    spoken = _turns(row.text("dialogue"), _ACI_TURN)
    yield from _visit(name, source, spoken)
    whole = Content("Write the note of this visit.", _transcript(spoken), answer=row.text("note"))
    yield Record(f"{name}:note", name, "open_question", source, "en", en=whole)


def own_chats(row: Row, source: Source) -> Iterator[Record]:
    """Lines with `messages` (or `turns`): role and content (or text), or the desk's own JSON exports.

    A pair has `messages_en` and `messages_ar`.
    """
    name = f"{source.name}:{row.local_id('id', 'conversation')}"
    if "messages_en" in row.values:
        en = Content(turns=_in(_messages(row, "messages_en"), "en"))
        ar = Content(turns=_in(_messages(row, "messages_ar"), "ar"))
        yield Record(name, name, "chat", source, "en", en=en, ar=ar, translation=Translation("written"))
        return
    turns = _messages(row, "messages" if "messages" in row.values else "turns")
    languages = {turn.language for turn in turns}
    form: Form = turns[0].language if len(languages) == 1 else "mixed"
    record = Record(name, name, "chat", source, turns[0].language)
    yield record.having(form, _from_first_user(turns))


def _messages(row: Row, field: str) -> tuple[Spoken, ...]:
    values = row.values.get(field)
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise RowFault(f"no list {field}")
    pairs = [(str(each.get("role", "")), str(each.get("content", each.get("text", "")))) for each in values]
    spoken = _merged([(_role(role), text) for role, text in pairs if role != "system"])
    if not spoken:
        raise RowFault("nothing is said")
    return spoken


def _in(turns: Sequence[Spoken], language: Language) -> tuple[Spoken, ...]:
    return tuple(replace(turn, language=language) for turn in turns)


def _role(label: str) -> Role:
    return "assistant" if label.strip().lower().startswith(_ASSISTANTS) else "user"


def _turns(dialogue: str, mark: re.Pattern[str]) -> tuple[Spoken, ...]:
    """What is said, one turn where one side goes on. Text before the first mark is left out."""
    _, *parts = mark.split(dialogue)
    return _merged([(_role(label), text) for label, text in zip(parts[::2], parts[1::2], strict=True)])


def _merged(said: Sequence[tuple[Role, str]]) -> tuple[Spoken, ...]:
    clean = [(role, " ".join(text.split())) for role, text in said]
    sides = groupby(((role, text) for role, text in clean if text), key=lambda one: one[0])
    merged = [(role, " ".join(text for _, text in group)) for role, group in sides]
    return tuple(Spoken(role, detect(text, "en").language or "en", text) for role, text in merged)


def _visit(name: str, source: Source, spoken: tuple[Spoken, ...]) -> Iterator[Record]:
    """The visit as a chat; none where not both of them speak."""
    content = _from_first_user(_in(spoken, "en"))
    if len(content.turns) > 1:
        yield Record(name, name, "chat", source, "en", en=content)


def _from_first_user(spoken: tuple[Spoken, ...]) -> Content:
    """The chat from the user's first word to the assistant's last; what the assistant said before is its context."""
    users = [at for at, turn in enumerate(spoken) if turn.role == "user"]
    replies = [at for at, turn in enumerate(spoken) if turn.role == "assistant"]
    if not users or not replies:
        return Content(turns=spoken)
    return Content(context=_transcript(spoken[: users[0]]), turns=spoken[users[0] : replies[-1] + 1])


def _transcript(turns: Sequence[Spoken]) -> str:
    return "\n".join(f"{'Doctor' if turn.role == 'assistant' else 'Patient'}: {turn.text}" for turn in turns)
