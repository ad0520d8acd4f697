"""The one value that every export is written from: plain, frozen, and whole without the record it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.values import Conversation, History, Language, Message, RedFlag


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages."""

    en: str
    ar: str

    def text(self, language: Language) -> str:
        """The words in `language`; in the other one where these are missing."""
        return (self.ar or self.en) if language == "ar" else (self.en or self.ar)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That `who` saw an alarm, when, and why they went on."""

    reason: str
    who: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """A red flag with the words of its rule: what it is, why it alarms, and what a clinician would do about it."""

    flag: RedFlag
    title: Bilingual
    why: Bilingual
    action: Bilingual
    acknowledged: Acknowledged | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of the note, and the ids of the messages that it rests on. A later answer may have `superseded` it."""

    label: str
    text: str
    messages: tuple[int, ...] = ()
    slot: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class NoteSection:
    """A heading of the note with its lines. `id` is the section's, as the protocols name it (`hpi`, `medicines`)."""

    id: str
    title: str
    lines: tuple[NoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftNote:
    """The note as the desk drafts it from the history, in one language. `not_asked` are labels, not slot ids."""

    language: Language
    complaint: NoteLine | None = None
    sections: tuple[NoteSection, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A version of the note that somebody saved. `signed_by` is the clinician who signed it, None for a draft."""

    language: Language
    version: int
    text: str
    created: datetime
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a slot is called, and the section of the note to which it belongs."""

    slot: str
    label: Bilingual
    section: str = "hpi"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The model that wrote the generated sentences."""

    name: str
    version: str = ""
    licence: str = ""
    medical: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A conversation with all that belongs to it, at the moment of its export.

    `drafts` hold the drafted note, a language each; `saved` every version on record, oldest first.
    `slots` name every slot that occurs in the history. `desk` is the desk's version. Times carry their zone.
    """

    conversation: Conversation
    messages: tuple[Message, ...]
    history: History
    exported: datetime
    alarms: tuple[Alarm, ...] = ()
    drafts: tuple[DraftNote, ...] = ()
    saved: tuple[SavedNote, ...] = ()
    slots: tuple[SlotName, ...] = ()
    clinician: str = ""
    model: ModelInfo | None = None
    desk: str = ""
    deidentified: bool = False

    def message(self, id: int) -> Message | None:
        """The message `id`, or None."""
        return next((message for message in self.messages if message.id == id), None)

    def draft(self, language: Language) -> DraftNote | None:
        """The drafted note in `language`, or None."""
        return next((draft for draft in self.drafts if draft.language == language), None)

    def last_saved(self, language: Language) -> SavedNote | None:
        """The version of the note that holds in `language`: the newest one, or None where none was saved."""
        return next((note for note in reversed(self.saved) if note.language == language), None)

    def slot_name(self, slot: str, language: Language) -> str:
        """What `slot` is called in `language`; its id in words where nobody named it."""
        found = next((name for name in self.slots if name.slot == slot), None)
        return found.label.text(language) if found else slot.replace("_", " ")

    def section_of(self, slot: str) -> str:
        """The section of the note to which `slot` belongs."""
        return next((name.section for name in self.slots if name.slot == slot), "hpi")

    def with_messages(self, messages: tuple[Message, ...]) -> Document:
        """The same document with other messages."""
        return replace(self, messages=messages)
