"""Alarms, at the top where nobody can miss them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.store.notes import Acknowledgement
from app.text.direction import direction
from app.ui.html import el
from app.ui.icons import icon
from app.ui.prose import plain
from app.ui.view import View
from app.values import Direction, Language, Message, RedFlag, Severity

_ORDER: tuple[Severity, ...] = ("emergency", "urgent")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule says to the clinician, in the page's language."""

    title: str
    why: str
    action: str
    sources: tuple[str, ...] = ()


def alarms(
    flags: Sequence[RedFlag],
    wordings: Mapping[str, Wording],
    said: Mapping[int, Message],
    acknowledged: Mapping[str, Acknowledgement],
    view: View,
) -> Markup:
    """The gravest alarm whole; the others by their titles, one line that opens; the acknowledged below, quiet.

    However many there are, none is out of sight and the conversation stays in sight with them.
    """
    ordered = sorted(flags, key=lambda flag: _ORDER.index(flag.severity))
    loud = [_alarm(f, wordings[f.rule], said.get(f.message), view) for f in ordered if f.rule not in acknowledged]
    titles = [wordings[f.rule].title for f in ordered if f.rule not in acknowledged]
    seen = [_acknowledged(acknowledged[f.rule], wordings[f.rule], view) for f in ordered if f.rule in acknowledged]
    return el("div", {"class": "alarms"}, loud[:1], _others(loud[1:], titles[1:], ordered, view), _seen(seen, view))


def _others(loud: Sequence[Markup], titles: Sequence[str], ordered: Sequence[RedFlag], view: View) -> Markup | None:
    """The alarms beside the gravest: how many, and their titles; whole when it is opened."""
    if not loud:
        return None
    summary = el(
        "summary",
        None,
        icon("alarm"),
        el("b", None, view.say("ui-alarms-more", count=len(loud))),
        el("span", {"class": "titles"}, " · ".join(titles)),
    )
    kind = f"more-alarms {ordered[0].severity}"
    return el("details", {"class": kind, "data-keep": "alarms"}, summary, el("div", {"class": "inside"}, loud))


def _seen(rows: Sequence[Markup], view: View) -> Markup | None:
    """What was acknowledged: one as a line, several behind their number."""
    if not rows:
        return None
    listed = el("ul", {"class": "seen"}, rows)
    if len(rows) == 1:
        return listed
    summary = el("summary", None, view.say("ui-alarms-seen", count=len(rows)))
    return el("details", {"class": "seen-alarms", "data-keep": "seen"}, summary, listed)


def _alarm(flag: RedFlag, wording: Wording, message: Message | None, view: View) -> Markup:
    heading = view.say(f"ui-alarm-{flag.severity}", title=wording.title)
    more = f"why-{flag.rule}"
    ask = {"type": "button", "data-ask": "acknowledge", "data-rule": flag.rule}
    toggle = {"type": "button", "data-toggle": more, "aria-expanded": "false", "aria-controls": more}
    return el(
        "section",
        {"class": f"alarm {flag.severity}", "role": "alert", "data-rule": flag.rule},
        el("p", {"class": "alarm-title"}, icon("alarm"), el("b", None, heading)),
        el("p", {"class": "alarm-why"}, plain(wording.why, view.direction), " ", _quote(flag, message, view)),
        el(
            "div",
            {"class": "alarm-actions"},
            el("button", ask, view.say("ui-acknowledge")),
            el("button", toggle, view.say("ui-why")),
        ),
        el("div", {"class": "alarm-more", "id": more, "hidden": True}, _more(wording, view)),
    )


def _more(wording: Wording, view: View) -> list[Markup]:
    """What a clinician would do about it, and who says so."""
    sources = ", ".join(source.upper().replace("-", " ") for source in wording.sources)
    said = view.say("ui-alarm-sources", sources=sources)
    return [el("p", None, plain(wording.action, view.direction)), el("p", {"class": "source"}, said)]


def _acknowledged(one: Acknowledgement, wording: Wording, view: View) -> Markup:
    """That it was seen, by whom, when and why."""
    text = view.say("ui-acknowledged", title=wording.title)
    runs = direction(one.reason, view.language)
    reason = el("bdi", {"dir": runs, "class": "reason"}, plain(one.reason, runs))
    by = el("small", None, el("bdi", None, one.who), " · ", el("bdi", None, view.clock(one.created)))
    return el("li", {"data-rule": one.rule}, el("span", {"aria-hidden": "true"}, "✓ "), text, " — ", reason, " ", by)


def _quote(flag: RedFlag, message: Message | None, view: View) -> Markup:
    """The patient's own words, in their own direction, leading to where they were said."""
    language: Language = message.language if message else view.language
    runs: Direction = message.direction if message else view.direction
    quote = el("q", {"lang": language, "dir": runs}, plain(flag.quote, runs))
    if message is None:
        return quote
    return el("button", {"type": "button", "class": "quote", "data-jump": f"m{flag.message}"}, quote)
