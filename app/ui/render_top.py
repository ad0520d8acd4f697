"""What frames the conversation: the bar at the top, the conversation's own heading, and the quick replies."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.config import Settings
from app.engines import EngineState
from app.ui.html import Attributes, Child, el
from app.ui.icons import icon
from app.ui.placed import placed
from app.ui.prose import plain
from app.ui.render_side import badge, titled
from app.ui.view import View
from app.values import Conversation, Language, direction_of

_PAGE_WORDS = (
    "ui-conversations",
    "ui-talk",
    "ui-panel",
    "ui-header",
    "ui-copied",
    "ui-skip-to-draft",
    "ui-dialog-close",
    "ui-away",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Which conversation the document shows, in which state (`stamp`), and which answer is being written in it.

    `guarded` where there is a lock: an encrypted record, or accounts.
    """

    conversation: str = ""
    title: str = ""
    stamp: str = ""
    turn: str = ""
    guarded: bool = False


def document_state(place: Place, settings: Settings, view: View) -> Markup:
    """What the whole document wears, and its words, for the script to put where only it can reach."""
    words = {key.removeprefix("ui-"): view.say(key) for key in _PAGE_WORDS}
    attributes: Attributes = {
        "id": "document-state",
        "hidden": True,
        "data-language": view.language,
        "data-direction": view.direction,
        "data-digits": view.digits,
        "data-theme": settings.theme,
        "data-size": settings.text_size,
        "data-lock": settings.lock_after_minutes,
        "data-seen": "yes" if settings.seen_disclaimer else "",
        "data-guarded": place.guarded,
        "data-since": f"{time.monotonic():.3f}",  # so that the script hears of every answer, the same one too
        "data-conversation": place.conversation,
        "data-stamp": place.stamp,
        "data-turn": place.turn,
        "data-title": f"{place.title} · {view.say('ui-app')}" if place.title else view.say("ui-app"),
        "data-words": json.dumps(words, ensure_ascii=False),
    }
    return el("div", attributes)


def stamp(conversation: str, revision: str) -> Markup:
    """In which state a conversation is now: the script asks for it anew where the page shows an older one."""
    since = f"{time.monotonic():.3f}"  # so that the script compares every time, and not only when something is new
    told = {"data-of": conversation, "data-stamp": revision, "data-since": since}
    return el("div", {"id": "stamp-state", "hidden": True, **told})


def brand(view: View) -> Markup:
    """The desk's name, and on a narrow screen the button that brings in the conversations."""
    drawer = {
        "type": "button",
        "class": "quiet drawer",
        "data-drawer": "side",
        "aria-label": view.say("ui-conversations"),
    }
    return el("div", {"class": "brand"}, el("button", drawer, icon("menu")), el("h1", None, view.say("ui-app")))


def panel_drawer(view: View) -> Markup:
    """The button that brings in the history on a narrow screen."""
    drawer = {"type": "button", "class": "quiet drawer", "data-drawer": "panel", "aria-label": view.say("ui-panel")}
    return el("button", drawer, icon("history"))


def model_chip(state: EngineState, view: View, conversation: str = "") -> Markup:
    """Which model runs and how it stands: loading with its progress, ready with its speed, or what went wrong.

    Where `conversation` waits for the model, its place among those that wait is told.
    """
    text = _model_text(state, view, conversation)
    parts = [el("i", {"class": "dot", "aria-hidden": "true"}), el("bdi", {"dir": view.direction}, text)]
    if state.phase == "loading":
        share = f"inline-size:{round(100 * state.progress)}%"
        parts.append(el("span", {"class": "load", "aria-hidden": "true"}, el("i", {"style": share})))
    attributes = {"type": "button", "class": f"chip model {state.phase}", "title": text}
    chip = {**attributes, "data-settings": "models", "data-in": view.language}
    return el("button", chip, parts)


def _model_text(state: EngineState, view: View, conversation: str) -> str:
    if state.phase == "failed":
        return view.explain(state.error) if state.error else view.say("ui-model-failed")
    if state.phase == "loading":
        return view.say("ui-model-loading", percent=round(100 * state.progress))
    parts = [state.info.name, placed(state.info.placement, view)] if state.info else []
    if state.tokens_per_second:
        parts.append(view.say("ui-model-speed", speed=round(state.tokens_per_second)))
    parts.append(_queue(state.queue, conversation, view))
    if state.info and not state.info.medical:
        parts.append(view.say("ui-model-not-medical"))
    return " · ".join(part for part in parts if part)


def _queue(queue: Sequence[str], conversation: str, view: View) -> str:
    """One's own place among those that wait; where one does not wait, how many do; "" where nobody does."""
    if conversation and conversation in queue:
        return view.say("ui-model-place", place=queue.index(conversation) + 1, count=len(queue))
    return view.say("ui-model-queue", count=len(queue)) if queue else ""


def heading(conversation: Conversation | None, view: View) -> Markup:
    """The open conversation's title, patient label and what can be done with it."""
    if conversation is None:
        return el("div", {"class": "talk-head"})
    patient = (
        el("span", {"class": "chip"}, plain(conversation.patient, view.direction)) if conversation.patient else None
    )
    actions = [
        _action(
            "pin", "ui-unpin" if conversation.pinned else "ui-pin", {"data-do": "pin"}, view, on=conversation.pinned
        ),
        _action("edit", "ui-rename", {"data-ask": "rename", **_named(conversation)}, view),
        _action("archive", "ui-unarchive" if conversation.archived else "ui-archive", {"data-do": "archive"}, view),
        _action("trash", "ui-delete", {"data-ask": "delete"}, view),
    ]
    title = el("h2", None, titled(conversation, view), badge(conversation, view))
    begun = el("time", {"datetime": conversation.created.isoformat(timespec="minutes")}, view.day(conversation.created))
    words = view.say("ui-finish")
    finish = {"type": "button", "class": "finish", "data-do": "finish", "title": words, "aria-label": words}
    end = el("button", finish, icon("done"), el("span", None, words)) if conversation.mode == "interview" else None
    return el("div", {"class": "talk-head"}, title, patient, begun, el("span", {"class": "actions"}, actions), end)


def quick(replies: Sequence[tuple[str, str]], language: Language, view: View, skippable: bool) -> Markup:
    """Answers to tap, in the conversation's language, and a way past the question."""
    words = {"lang": language, "dir": direction_of(language)}
    tap = {"type": "button", "data-do": "say", **words}
    taps = [el("button", {**tap, "data-draft": said}, shown) for shown, said in replies]
    skip = {"type": "button", "class": "skip", "data-do": "skip"}
    return el(
        "div",
        {"class": "quick", "role": "group", "aria-label": view.say("ui-quick")},
        taps,
        el("button", skip, view.say("ui-skip")) if skippable else None,
    )


def notice(text: str, view: View, kind: str = "error", back: Child = None) -> Markup:
    """One sentence over the page: an error with its remedy, or a confirmation; `back` is a way to undo it."""
    if not text:
        return Markup("")
    words = view.say("ui-dialog-close")
    attributes = {
        "class": f"notice {kind}",
        "role": "alert" if kind == "error" else "status",
        "popover": "manual",
        "data-since": f"{time.monotonic():.3f}",
    }
    hush: Attributes = {"type": "button", "class": "quiet", "data-hush": True, "aria-label": words, "title": words}
    return el("div", attributes, el("span", None, text), back, el("button", hush, icon("close")))


def done(text: str, view: View) -> Markup:
    """A confirmation, which goes away by itself."""
    return notice(text, view, "done")


def undo(text: str, words: str, conversation: str, view: View) -> Markup:
    """A confirmation with the way back."""
    restore = {"type": "button", "data-do": "restore", "data-restored": conversation}
    return notice(text, view, "done", el("button", restore, words))


def _named(conversation: Conversation) -> dict[str, str]:
    """What the dialog that renames begins with."""
    return {"data-title": conversation.title, "data-patient": conversation.patient}


def _action(name: str, key: str, attributes: Mapping[str, str], view: View, on: bool = False) -> Markup:
    words = view.say(key)
    quiet = {"type": "button", "class": "quiet on" if on else "quiet", "title": words, "aria-label": words}
    return el("button", {**quiet, **attributes}, icon(name))
