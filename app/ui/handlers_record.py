"""What a clinician does with a conversation: name it, keep it at hand, put it away, write and sign its note."""

from __future__ import annotations

from dataclasses import replace

from app.errors import BadInput
from app.intake.note import note_text
from app.text.isolate import strip_controls
from app.ui import handlers, parts, render_note, render_top
from app.ui.here import Here
from app.ui.parts import Changes
from app.values import Language


def rename(here: Here, title: str, patient: str) -> Changes:
    """A title of one's own, and the patient's local label. An empty title lets the complaint name it again."""
    here.desk.record.rename(here.conversation, title)
    here.desk.record.set_patient(here.conversation, patient)
    return parts.opened(here)


def pin(here: Here) -> Changes:
    """Keep it at the head of the list, or no longer."""
    here.desk.record.pin(here.conversation, not here.desk.record.get(here.conversation).pinned)
    return parts.opened(here)


def archive(here: Here) -> Changes:
    """Put it out of the list of the day, or back."""
    archived = here.desk.record.get(here.conversation).archived
    here.desk.record.archive(here.conversation, not archived)
    return parts.opened(here)


def delete(here: Here) -> Changes:
    """Put it away for good; for 30 days it can be brought back."""
    here.desk.record.delete(here.conversation)
    done = render_top.undo(here.view.say("ui-deleted"), here.view.say("ui-undo"), here.conversation, here.view)
    return {**handlers.new(here), "notice": done}


def restore(here: Here, restored: str) -> Changes:
    """Bring back what was just deleted."""
    here.desk.record.restore_deleted(restored)
    return handlers.open(replace(here, conversation=restored))


def show_note(here: Here) -> Changes:
    """The note is wanted in another language, or in both."""
    if not here.conversation:
        return {}
    return {"note": parts.owned(parts.note(here, here.desk.look(here.conversation)), here.conversation)}


def edit_note(here: Here, written: str) -> Changes:
    """Write the note: on from the last version saved in this language, else from the draft."""
    language = _language(written)
    return {"editor": render_note.editor(language, _text(here, language), here.view)}


def save_note(here: Here, written: str, text: str) -> Changes:
    """Keep what was written as the next version."""
    if not text.strip():
        raise BadInput("ui-note-nothing")
    here.desk.record.save_note(here.conversation, _language(written), strip_controls(text))
    return {"editor": "", "notice": render_top.done(here.view.say("ui-note-saved"), here.view), **show_note(here)}


def sign(here: Here, written: str, who: str) -> Changes:
    """Sign the note as it was last saved, else as it is drafted, as a new version."""
    language, name = _language(written), here.desk.record.access.owner or who
    here.desk.record.save_note(here.conversation, language, _text(here, language), signed_by=name)
    return {"notice": render_top.done(here.view.say("ui-note-signed"), here.view), **show_note(here)}


def _text(here: Here, language: Language) -> str:
    saved = [note for note in here.desk.record.notes(here.conversation) if note.language == language]
    if saved:
        return saved[-1].text
    return note_text(here.desk.note(here.conversation, language), here.desk.look(here.conversation).numbers)


def _language(written: str) -> Language:
    return "ar" if written == "ar" else "en"
