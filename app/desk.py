"""The desk, put together: the record, the clinical content, the engine, and the turns under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Model
from app.chat import AS_IT_COMES, Chat, Wish
from app.config import Home, Settings
from app.documents import arrival, document
from app.engines import Engines
from app.export.document import Document
from app.export.formats import write, write_many
from app.export.json_format import read_json
from app.export.options import ExportOptions
from app.intake.knowledge import Knowledge
from app.intake.note import Note, draft
from app.kept_knowledge import quick_knowledge
from app.live import Live, LiveTurn
from app.sight import Sight
from app.store.arrivals import take_in
from app.store.record import Record, open_record
from app.values import Conversation, History, Language, Mode, RedFlag

if TYPE_CHECKING:
    from app.export.deidentify.redact import Replaced


@dataclass(frozen=True, slots=True)
class Export:
    """What an export wrote, and what was replaced in it where people were taken out."""

    path: Path
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a page or a command works with."""

    home: Home
    record: Record
    knowledge: Knowledge
    engines: Engines = field(default_factory=Engines)
    live: Live = field(default_factory=Live)

    @property
    def chat(self) -> Chat:
        """Runs turns on this desk's record and engine."""
        return Chat(self.record, self.knowledge, self.engines.ready)

    def settings(self) -> Settings:
        """What this desk's people chose."""
        return self.home.settings()

    def save(self, settings: Settings) -> None:
        """Keep what this desk's people chose."""
        self.home.save(settings)

    def begin(self, language: Language, mode: Mode = "interview", patient: str = "") -> Conversation:
        """A new conversation."""
        return self.record.create(mode, language, patient=patient)

    def say(self, conversation: str, text: str, wish: Wish = AS_IT_COMES) -> LiveTurn:
        """Begin a turn that goes on by itself. Raises BadInput while the last one still runs."""
        self.record.get(conversation)
        return self.live.start(conversation, lambda cancel: self.chat.reply(conversation, text, cancel, wish))

    def go_on(self, conversation: str, wish: Wish = AS_IT_COMES) -> LiveTurn:
        """Begin a turn without a new message: after a skip, or to jump to a section."""
        self.record.get(conversation)
        return self.live.start(conversation, lambda cancel: self.chat.resume(conversation, cancel, wish))

    def look(self, conversation: str) -> Sight:
        """What a conversation shows now. Raises NotFound."""
        return self.chat.see(conversation)

    def history(self, conversation: str) -> History:
        """What a conversation has told so far."""
        return self.look(conversation).history

    def flags(self, conversation: str) -> tuple[RedFlag, ...]:
        """The alarms that hold in a conversation."""
        return self.look(conversation).flags

    def note(self, conversation: str, language: Language) -> Note:
        """The draft of a conversation's note."""
        sight = self.look(conversation)
        return draft(sight.history, sight.flags, sight.messages, self.knowledge, language)

    def export(
        self, wanted: Sequence[str], format: str, path: Path, options: ExportOptions, plain: bool = True
    ) -> Export:
        """Write conversations to a file, whole or not at all, and note that in the audit log. Raises DeskError.

        Several go into one zip, or into one table, each once. Without `plain` people are taken out first: an aid, not
        a guarantee; the result lists what was replaced.
        """
        from app.export.deidentify.whole import deidentify  # its patterns are long, and few exports need them

        replaced: list[Replaced] = []

        def ready(conversation: str) -> Document:
            whole = self.document(conversation)
            if plain:
                return whole
            redacted, found = deidentify(whole)
            replaced.extend(found)
            return redacted

        wanted = tuple(dict.fromkeys(wanted))
        if len(wanted) == 1:
            write(ready(wanted[0]), format, path, options)
        else:
            write_many((ready(conversation) for conversation in wanted), format, path, options)
        for conversation in wanted:
            self.record.audit.note("export", conversation, {"format": format, "deidentified": not plain})
        return Export(path, tuple(replaced))

    def take_in(self, text: str) -> Conversation:
        """Bring back a JSON export as a new conversation. Raises DeskError for a text that is none."""
        return take_in(self.record.access, arrival(read_json(text)))

    def document(self, conversation: str) -> Document:
        """Everything about a conversation, as exports take it."""
        sight = self.look(conversation)
        return document(
            sight,
            self.knowledge,
            self.record.acknowledgements(conversation),
            self.record.notes(conversation),
            self._wrote(sight),
        )

    def _wrote(self, sight: Sight) -> Model | None:
        """The model that wrote the last generated sentence, as the catalogue knows it."""
        last = next((message for message in reversed(sight.messages) if message.generated), None)
        name = str(self.record.said.usage(last.id).get("model", "")) if last else ""
        known = {model.name: model for model in load_catalogue(self.home).list()}
        return known.get(name)

    def close(self) -> None:
        """Stop what runs, and close the record."""
        self.live.stop_all()
        self.engines.close()
        self.record.close()


def open_desk(home: Home) -> Desk:
    """A desk on `home`, its engine not loaded yet. Raises DeskError where home, content or record are of no use."""
    home.ready()
    return Desk(home, open_record(home.record), quick_knowledge(home))
