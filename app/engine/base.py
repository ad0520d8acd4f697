"""What every engine offers. An engine knows tokens and text, nothing of medicine or pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Literal, Protocol, Union

TurnRole = Literal["system", "user", "assistant"]
FinishReason = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue as a model is shown it. `label` names the speaker in plain-dialogue templates.

    `pinned` turns are never dropped when the context is full.
    """

    role: TurnRole
    text: str
    label: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. Temperature 0 is greedy. `grammar` is GBNF; `json_schema` JSON text.

    None leaves a value to the model's own default in the catalogue.
    """

    max_tokens: int = 256
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    grammar: str | None = None
    json_schema: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One generation. `conversation` is the key under which what was read stays read ("" keeps nothing).

    The last turn may be an assistant turn: its text is then the beginning of the reply. `summary`
    replaces turns that no longer fit. `background` work leaves the conversation's memory as it was.
    """

    conversation: str
    turns: tuple[Turn, ...]
    sampling: Sampling = Sampling()
    summary: str = ""
    background: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of generated text, always whole characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """The last event of a stream: why it ended and what it took. Times in milliseconds from the request."""

    reason: FinishReason
    prompt_tokens: int = 0
    cached_tokens: int = 0
    tokens: int = 0
    ttft_ms: float = 0.0
    total_ms: float = 0.0
    dropped_turns: int = 0


StreamEvent = Union[Piece, Usage]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Log-likelihood (natural log) of a continuation, its token count, and whether greedy decoding gives it."""

    logprob: float
    tokens: int
    greedy: bool


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What runs, for people and for records. `form` is how the model wants to be asked."""

    name: str
    description: str = ""
    context: int = 0
    form: Literal["chat", "transcript", "taught"] = "chat"
    placement: str = ""
    sha256: str = ""
    medical: bool = False
    structured: bool = False


class Engine(Protocol):
    """A source of text. Safe to call from several threads; one conversation speaks once at a time."""

    @property
    def info(self) -> EngineInfo:
        """What runs here."""

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """Yield pieces, then exactly one Usage. Setting `cancel`, or closing the iterator, stops within 300 ms."""

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """The log-likelihood of each continuation after `prompt`. Raises EngineProblem where an engine cannot."""

    def forget(self, conversation: str) -> None:
        """Drop what is kept of a conversation."""

    def close(self) -> None:
        """Free everything. Further calls raise EngineProblem."""
