"""A whole document without the people in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from app.export.deidentify.name_lists import name_lists
from app.export.deidentify.recognise import Known
from app.export.deidentify.redact import Redacted, Redactor, Replaced
from app.export.document import Alarm, Document, DraftNote, NoteLine, SavedNote
from app.text.language import detect
from app.text.words import words
from app.values import Conversation, Finding, Language

NEAREST, FARTHEST = 30, 365
"""Days by which all dates of a document move into the past: at least, and less than."""


def deidentify(document: Document, days: int | None = None) -> tuple[Document, tuple[Replaced, ...]]:
    """The document without names, numbers and addresses, all dates moved alike; and the list of what was replaced.

    `days` fixes how far dates move; without it, it is drawn anew each time and told to nobody. This is an
    aid: it does not find everything, and somebody has to read what it leaves.
    """
    moved = -(NEAREST + secrets.randbelow(FARTHEST - NEAREST)) if days is None else days
    about = document.conversation
    known = Known(_labels(about.patient), _labels(document.clinician), moved, about.created.year)
    run = _Run(document, Redactor(known), timedelta(days=moved))
    for text in run.texts():
        run.redactor.learn(text)
    return run.document_without_people(), run.redactor.report()


def _labels(label: str) -> tuple[str, ...]:
    """A label as a whole, and those of its words that no language uses otherwise."""
    label = label.strip()
    known, english = name_lists(), words().english
    parts = [part for part in label.split() if len(part) > 2 and part.isalpha() and part.lower() not in english]
    parts = [part for part in parts if not known.stops(part)]
    return tuple(dict.fromkeys([label, *parts])) if label else ()


@dataclass(frozen=True, slots=True)
class _Run:
    document: Document
    redactor: Redactor
    shift: timedelta

    def texts(self) -> Iterator[str]:
        """Every text in which a person may be named for the first time."""
        document = self.document
        yield document.conversation.title
        yield from (message.text for message in document.messages)
        yield from (saved.text for saved in document.saved)
        yield from (alarm.acknowledged.reason for alarm in document.alarms if alarm.acknowledged)

    def document_without_people(self) -> Document:
        """The document rebuilt, part by part."""
        document, clear = self.document, self._clear
        messages = {message.id: self.redactor.redact(message.text, message.language) for message in document.messages}
        return replace(
            document,
            conversation=self._conversation(document.conversation),
            messages=tuple(
                replace(message, text=messages[message.id].after, created=message.created + self.shift)
                for message in document.messages
            ),
            history=replace(
                document.history, findings=tuple(self._finding(one, messages) for one in document.history.findings)
            ),
            exported=document.exported + self.shift,
            alarms=tuple(self._alarm(alarm, messages) for alarm in document.alarms),
            drafts=tuple(self._draft(draft) for draft in document.drafts),
            saved=tuple(self._saved(saved) for saved in document.saved),
            clinician=clear(document.clinician, document.conversation.language),
            deidentified=True,
        )

    def _clear(self, text: str, language: Language) -> str:
        return self.redactor.redact(text, detect(text, language).language or language).after

    def _conversation(self, about: Conversation) -> Conversation:
        return replace(
            about,
            title=self._clear(about.title, about.language),
            patient=self._clear(about.patient, about.language),
            owner="",
            created=about.created + self.shift,
            updated=about.updated + self.shift,
            deleted=about.deleted + self.shift if about.deleted else None,
        )

    def _quote(self, quote: str, message: int, messages: dict[int, Redacted]) -> str:
        """A quote stays a literal part of its message."""
        part = messages[message].part(quote) if message in messages else None
        return self._clear(quote, self.document.conversation.language) if part is None else part

    def _finding(self, finding: Finding, messages: dict[int, Redacted]) -> Finding:
        quote = self._quote(finding.quote, finding.message, messages)
        part = messages[finding.message].part(finding.value) if finding.message in messages else None
        value = self._clear(finding.value, self.document.conversation.language) if part is None else part
        return replace(finding, quote=quote, value=value)

    def _alarm(self, alarm: Alarm, messages: dict[int, Redacted]) -> Alarm:
        flag = replace(alarm.flag, quote=self._quote(alarm.flag.quote, alarm.flag.message, messages))
        seen, language = alarm.acknowledged, self.document.conversation.language
        if seen:
            who, reason = self._clear(seen.who, language), self._clear(seen.reason, language)
            seen = replace(seen, who=who, reason=reason, created=seen.created + self.shift)
        return replace(alarm, flag=flag, acknowledged=seen)

    def _draft(self, draft: DraftNote) -> DraftNote:
        def line(one: NoteLine) -> NoteLine:
            return replace(one, text=self._clear(one.text, draft.language))

        sections = tuple(replace(part, lines=tuple(map(line, part.lines))) for part in draft.sections)
        return replace(draft, complaint=line(draft.complaint) if draft.complaint else None, sections=sections)

    def _saved(self, saved: SavedNote) -> SavedNote:
        signer = self._clear(saved.signed_by, saved.language) if saved.signed_by else saved.signed_by
        text = self._clear(saved.text, saved.language)
        return replace(saved, text=text, signed_by=signer, created=saved.created + self.shift)
