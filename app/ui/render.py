"""The conversation as HTML: one bubble a message, each with its own language and direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from app.ui.html import el
from app.ui.icons import icon
from app.ui.prose import plain, rich
from app.ui.view import View
from app.values import Language, Message, direction_of

SlotLabel = Callable[[str, Language], str]
"""The name of a slot in a language."""


def messages(said: Sequence[Message], view: View, slot_label: SlotLabel, busy: bool = False) -> Markup:
    """The whole conversation, oldest first. While `busy`, the reply under way is left to `live`; nothing is redone."""
    shown = [message for message in said if message.status != "streaming"]
    if not shown and not busy:
        return welcome(view)
    last = {message.role: message.id for message in shown} if not busy else {}
    bubbles = [
        bubble(message, number, view, slot_label, redo=last.get(message.role) == message.id)
        for number, message in enumerate(shown, 1)
    ]
    return el("div", {"class": "thread"}, bubbles)


def bubble(message: Message, number: int, view: View, slot_label: SlotLabel, redo: bool = False) -> Markup:
    """One message with its number, time and language. `redo` adds what can be done to the last one of its kind."""
    asked = message.role == "assistant"
    name = slot_label(message.slot, message.language) if asked and message.slot else ""
    body = rich(message.text, message.direction) if asked else plain(message.text, message.direction)
    attributes = {
        "id": f"m{message.id}",
        "class": f"msg {'asked' if asked else 'said'}{' generated' if message.generated else ''}",
        "lang": message.language,
        "dir": message.direction,
        "data-status": message.status,
    }
    return el(
        "article",
        attributes,
        el("span", {"class": "sr", "lang": view.language}, view.say("ui-desk-says" if asked else "ui-you-wrote")),
        el("span", {"class": "slot"}, name) if name else None,
        el("div", {"class": "text"}, body),
        _footer(message, number, view, redo),
    )


def live(text: str, language: Language, view: View, slot: str = "") -> Markup:
    """The reply that is being written: its text so far, or three dots until there is some."""
    direction = direction_of(language)
    attributes = {"class": "msg asked writing", "lang": language, "dir": direction, "aria-busy": "true"}
    dots = el("span", {"class": "dots", "role": "img", "aria-label": view.say("ui-writing")}, [el("i")] * 3)
    return el(
        "article",
        attributes,
        el("span", {"class": "slot"}, slot) if slot else None,
        el("div", {"class": "text"}, rich(text, direction) if text else dots),
    )


def welcome(view: View) -> Markup:
    """What an empty conversation shows: what this is, and how to begin, in both languages."""
    languages: tuple[Language, ...] = ("en", "ar")
    examples = [(language, View(language).say("ui-welcome-example")) for language in languages]
    return el(
        "section",
        {"class": "welcome"},
        el("h2", None, view.say("ui-welcome-title")),
        el("p", None, view.say("ui-welcome-text")),
        el(
            "div",
            {"class": "examples"},
            [
                el(
                    "button",
                    {"type": "button", "data-draft": text, "lang": language, "dir": direction_of(language)},
                    text,
                )
                for language, text in examples
            ],
        ),
        el("p", {"class": "disclaimer"}, view.say("ui-disclaimer")),
    )


def _footer(message: Message, number: int, view: View, redo: bool) -> Markup:
    tags = []
    if message.generated:
        tags.append(el("span", {"class": "tag", "title": view.say("ui-generated-long")}, view.say("ui-generated")))
    if message.status in ("stopped", "interrupted", "failed"):
        tags.append(el("span", {"class": "tag cut"}, view.say(f"ui-status-{message.status}")))
    return el(
        "footer",
        {"lang": view.language},
        el("span", {"class": "number"}, view.number(number)),
        el("time", {"datetime": message.created.isoformat(timespec="seconds")}, view.clock(message.created)),
        el("span", {"class": "language"}, view.say(f"ui-language-{message.language}")),
        tags,
        _tools(message, view, redo),
    )


def _tools(message: Message, view: View, redo: bool) -> Markup:
    tools = [("copy", "ui-copy", "copy")]
    if redo:
        tools.append(("edit", "ui-edit", "edit") if message.role == "user" else ("again", "ui-again", "do"))
    return el(
        "span",
        {"class": "tools", "dir": view.direction},
        [
            el(
                "button",
                {
                    "type": "button",
                    "class": "quiet",
                    "title": view.say(key),
                    "aria-label": view.say(key),
                    f"data-{action}": f"m{message.id}" if action != "do" else name,
                },
                icon(name),
            )
            for name, key, action in tools
        ],
    )
