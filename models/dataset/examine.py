"""The per-item step: everything about one record that needs no other record. It runs anywhere, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from app.text.language import detect
from models.dataset.checks import faults
from models.dataset.contamination import Index
from models.dataset.duplicates import Print, fingerprint
from models.dataset.privacy import NOTHING, redacted, scan
from models.dataset.record import Form, Interaction, Record, interactions
from models.dataset.record_json import from_line
from models.dataset.settings import DuplicateSettings, Privacy
from models.dataset.tokens import Count, count, counter

FEW_WORDS = 4
"""Shorter texts (a drug's name, "BP 120/80") say little about their language."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A record and what was found in it. `pii` counts what seems to name people, `leaks` are evaluation items."""

    record: Record
    faults: tuple[str, ...]
    tokens: dict[Form, Count]
    pii: dict[str, int]
    prints: tuple[Print, ...]
    leaks: tuple[str, ...]


_EXAMINED = TypeAdapter(Examined)


@dataclass(frozen=True, slots=True)
class Examine:
    """What the step needs beside the record; it travels to other machines as it is."""

    tokenizer: str
    duplicates: DuplicateSettings
    index: Index
    privacy: dict[str, Privacy]

    def __call__(self, line: str) -> str:
        """A record's line becomes the line of what was found in it."""
        return _EXAMINED.dump_json(self.examine(from_line(line))).decode()

    def examine(self, record: Record) -> Examined:
        """Check, scan, count and fingerprint one record."""
        policy = self.privacy.get(record.source.name, "reject")
        private = NOTHING if policy == "trust" else scan(record)
        found = [*faults(record), *language_faults(record)]
        if private.telling and policy == "reject":
            found.append("may name somebody")
        if private.telling and policy == "redact":
            record = redacted(record)
        tokens, forms = counter(self.tokenizer), interactions(record)
        return Examined(
            record=record,
            faults=tuple(found),
            tokens={each.form: count(each, tokens) for each in forms},
            pii=private.found,
            prints=tuple(fingerprint(each.form, each.content, self.duplicates) for each in forms),
            leaks=tuple(sorted({leak for each in forms for leak in self.index.leaks(each)})),
        )


def from_examined(line: str | bytes) -> Examined:
    """What a line of this step says."""
    return _EXAMINED.validate_json(line)


def language_faults(record: Record) -> tuple[str, ...]:
    """Texts that are not in the language they are said to be in."""
    return tuple(fault for each in interactions(record) for fault in _language_faults(each))


def _language_faults(each: Interaction) -> Iterator[str]:
    content = each.content
    if each.form == "mixed":
        languages = {detect(line).language for text in content.texts() for line in text.splitlines()}
        if not {"en", "ar"} <= languages:
            yield "mixed: one language only"
        return
    said = (turn.text for turn in content.turns)
    for text in (content.question, content.context, content.answer, *said):
        if len(text.split()) >= FEW_WORDS and detect(text, each.form).language != each.form:
            yield f"{each.form}: a text in another language"
            return
