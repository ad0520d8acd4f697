"""Texts that seem to name somebody: found with the desk's own de-identification, then counted, redacted or refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from app.export.deidentify.found import Kind
from app.export.deidentify.recognise import Known, recognise
from app.export.deidentify.redact import Redactor
from app.text.language import detect
from models.dataset.record import FORMS, Content, Form, Record

TELLING: frozenset[Kind] = frozenset({"email", "id", "passport", "record", "phone", "address", "name"})
"""What may point to a person. Dates alone are no reason to refuse a public text."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """How often each kind was found in a record."""

    found: dict[str, int]

    @property
    def telling(self) -> bool:
        """Whether something was found that may point to a person."""
        return any(kind in TELLING for kind in self.found)


NOTHING = Privacy({})
"""What is found where nobody looks."""


def scan(record: Record) -> Privacy:
    """What its texts seem to tell of people. An aid: it finds not everything, and some of it is nobody."""
    found: Counter[str] = Counter()
    for form in FORMS:
        content = record.content(form)
        for text in content.texts() if content else ():
            found.update(one.kind for one in recognise(text, Known()))
    return Privacy(dict(sorted(found.items())))


def redacted(record: Record) -> Record:
    """The record with placeholders for what was found, the same one for the same name everywhere; dates stay."""
    redactor = Redactor(Known())
    for form in FORMS:
        content = record.content(form)
        for text in content.texts() if content else ():
            redactor.learn(text)
    for form in FORMS:
        content = record.content(form)
        record = record.having(form, _clear(content, form, redactor)) if content else record
    return record


def _clear(content: Content, form: Form, redactor: Redactor) -> Content:
    def clear(text: str) -> str:
        language = detect(text, "en").language or "en" if form == "mixed" else form
        return redactor.redact(text, language).after

    return Content(
        question=clear(content.question),
        context=clear(content.context),
        options=tuple(map(clear, content.options)),
        answer=clear(content.answer),
        turns=tuple(replace(turn, text=clear(turn.text)) for turn in content.turns),
    )
