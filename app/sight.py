"""What a conversation shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.store.record import Record
from app.values import Conversation, History, Message, RedFlag


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything said in a conversation, what it told, and what alarms."""

    about: Conversation
    messages: tuple[Message, ...]
    history: History
    flags: tuple[RedFlag, ...]

    @property
    def numbers(self) -> dict[int, int]:
        """The number under which each message is shown, from 1, by its id."""
        return {message.id: number for number, message in enumerate(self.messages, 1)}


def look(record: Record, knowledge: Knowledge, conversation: str) -> Sight:
    """See a conversation as it is now. Raises NotFound."""
    about, messages = record.get(conversation), record.messages(conversation)
    history = extract(messages, knowledge, record.skipped(conversation), record.suggestions.all(conversation))
    return Sight(about, tuple(messages), history, red_flags(messages, history, knowledge))
