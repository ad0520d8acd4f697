"""Names a visit in a few of the patient's own words; a name that would say anything else is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from app.engine.base import Engine, Piece, Request
from app.intake import taught
from app.intake.tokens import is_content, tokenise
from app.values import Finding, Message

MOST_LETTERS = 60


def title(engine: Engine, message: Message, findings: Sequence[Finding], cancel: Event) -> str:
    """What the engine's model calls a visit that begins with `message`; "" where it says nothing that may stand.

    Raises EngineProblem.
    """
    request = Request(
        conversation=message.conversation,
        turns=taught.title_turns(message.text, message.language),
        sampling=taught.title_sampling(),
        background=True,
    )
    said = "".join(event.text for event in engine.stream(request, cancel) if isinstance(event, Piece))
    return "" if cancel.is_set() else accepted(said, message.text, findings)


def accepted(said: str, heard: str, findings: Sequence[Finding]) -> str:
    """The name, if it is shorter than what was heard, holds no word that was not said, and none that was denied."""
    name = " ".join(said.split()).strip(" .،,؛;:\"'«»“”")
    if not name or len(name) > MOST_LETTERS or len(name) >= len(heard.strip()) or "?" in name or "؟" in name:
        return ""
    told = _forms(heard)
    denied = {form for one in findings if one.status == "denied" for form in _forms(one.quote)}
    words = [token.forms for token in tokenise(name).tokens]
    content = [token.forms for token in tokenise(name).tokens if is_content(token)]
    fitting = content and all(forms & told for forms in words) and not any(forms & denied for forms in content)
    return name if fitting else ""


def _forms(text: str) -> set[str]:
    return {form for token in tokenise(text).tokens for form in token.forms}
