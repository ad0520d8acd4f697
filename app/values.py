"""The desk's vocabulary: frozen values without I/O, shared by every room of the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Union

Language = Literal["ar", "en"]
Direction = Literal["rtl", "ltr"]
Mode = Literal["interview", "ask"]
Role = Literal["user", "assistant"]
MessageStatus = Literal["streaming", "complete", "stopped", "interrupted", "failed"]
FindingStatus = Literal["present", "denied", "unknown"]
FindingOrigin = Literal["answer", "mention", "model"]
Severity = Literal["emergency", "urgent"]
Step = Literal["ask", "answer", "summarise"]

SLOTS: tuple[str, ...] = (
    "age", "sex", "chief_complaint", "site", "onset", "duration", "character", "radiation",
    "associated", "timing", "exacerbating", "relieving", "severity", "past_history",
    "surgical_history", "medications", "allergies", "family_history", "social_history",
    "pregnancy", "concerns", "review_of_systems",
)  # fmt: skip
"""The slots every protocol shares, by their fixed ids. Protocols add discriminators of their own."""


def direction_of(language: Language) -> Direction:
    """The base direction in which a language is written."""
    return "rtl" if language == "ar" else "ltr"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said, by the user or by the desk, exactly as it was written.

    `text` is clean: isolates and markup are added where it is shown. `slot` is what a question of
    the desk asks for. `generated` is true for text that came from a model, false for a protocol's
    own sentence and for what a person typed.
    """

    id: int
    conversation: str
    role: Role
    text: str
    language: Language
    direction: Direction
    created: datetime
    status: MessageStatus = "complete"
    slot: str | None = None
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact of the history: what is known of a slot, and where that was said.

    `quote` is a literal part of the text of message number `message`. `superseded` marks a fact
    that a later correction replaced; both stay visible.
    """

    slot: str
    status: FindingStatus
    value: str
    quote: str
    message: int
    origin: FindingOrigin = "mention"
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RedFlag:
    """An alarm: the rule that fired, how bad it is, and the words that set it off.

    `quote` is literal text of message number `message`, the latest of those that together fired
    the rule; `message` is 0 where a lone text was judged outside any conversation.
    """

    rule: str
    severity: Severity
    quote: str
    message: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What a conversation has told so far, in the order in which it was said.

    `asked` are the slots the desk has asked for, oldest first; `missing` the must-ask slots that
    are neither answered nor asked and skipped; `settled` the slots that need no question any more.
    """

    complaint: str | None
    protocol: str
    findings: tuple[Finding, ...] = ()
    asked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    def current(self, slot: str) -> Finding | None:
        """The finding that holds for `slot` now, or None where nothing is known."""
        for finding in reversed(self.findings):
            if finding.slot == slot and not finding.superseded:
                return finding
        return None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the desk does next. For `ask`, `slot` is what is asked and `question` the protocol's own wording.

    `wordings` are all wordings that the protocol has for it in that language, `question` among them;
    `acknowledgements` what may stand before it.
    """

    step: Step
    language: Language
    slot: str | None = None
    question: str = ""
    wordings: tuple[str, ...] = ()
    acknowledgements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flags:
    """Event: the alarms that hold after a user's message. Always sent before any text of the reply."""

    flags: tuple[RedFlag, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """Event: the next piece of the reply's text. The pieces of a turn join up to `Done.text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """Event: the turn is over and the reply is on record with `status`.

    `ttft_ms` counts from the user's message to the first piece of text. `cached_tokens` of the
    `prompt_tokens` had been read in an earlier turn. `guarded` says that the protocol's own
    sentence stands in place of the model's; `dropped_turns` counts the oldest turns that no longer
    fitted into the model's context. `generated` marks words that a model wrote.
    """

    text: str
    language: Language
    direction: Direction
    asks: str | None
    finished: bool
    status: MessageStatus
    ttft_ms: float = 0.0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    tokens: int = 0
    guarded: bool = False
    dropped_turns: int = 0
    message: int = 0
    generated: bool = False


Event = Union[Flags, Delta, Done]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as the list shows it. Times are UTC. `held` marks a legal hold: nothing deletes it."""

    id: str
    title: str
    created: datetime
    updated: datetime
    mode: Mode = "interview"
    language: Language = "en"
    complaint: str | None = None
    patient: str = ""
    flag: Severity | None = None
    pinned: bool = False
    archived: bool = False
    deleted: datetime | None = None
    messages: int = 0
    owner: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: where the words were found, with the matched parts of the snippet as (start, end) offsets."""

    conversation: Conversation
    message: int | None
    snippet: str
    marks: tuple[tuple[int, int], ...] = field(default=())
