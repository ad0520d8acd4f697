"""Names a visit in a few of the patient's own words; a name that would say anything else is dropped."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

from app.engine.base import Engine, Piece, Request
from app.intake import taught
from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.tokens import is_content, tokenise
from app.values import History, Message

MOST_LETTERS = 60


def title(engine: Engine, message: Message, history: History, knowledge: Knowledge, cancel: Event) -> str:
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
    return "" if cancel.is_set() else accepted(said, message, history, knowledge)


def accepted(said: str, message: Message, history: History, knowledge: Knowledge) -> str:
    """The name, if it may stand for the message.

    It is shorter, holds no word that was not said and none that was denied, and alone it would have
    opened the same protocol: "cough" is no name for a cough with blood.
    """
    name = " ".join(said.split()).strip(" .،,؛;:\"'«»“”")
    if not name or len(name) > MOST_LETTERS or len(name) >= len(message.text.strip()) or "?" in name or "؟" in name:
        return ""
    told = _forms(message.text)
    denied = {form for one in history.findings if one.status == "denied" for form in _forms(one.quote)}
    words = tokenise(name).tokens
    content = [token.forms for token in words if is_content(token)]
    fitting = content and all(token.forms & told for token in words) and not any(forms & denied for forms in content)
    same = fitting and extract((replace(message, text=name),), knowledge).protocol == history.protocol
    return name if same else ""


def _forms(text: str) -> set[str]:
    return {form for token in tokenise(text).tokens for form in token.forms}
