"""The review page's HTML, from values, with the desk's own parts."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.text.direction import direction
from app.text.isolate import embed
from app.ui.html import Child, el
from app.ui.icons import icon
from app.ui.prose import plain
from app.ui.view import View
from app.values import Language, direction_of
from models.review.changes import changes
from models.review.sheet import Sheet
from models.review.store import DECISIONS, Standing
from models.translate.values import Finding

KEYS = {"accept": "A", "edit": "E", "reject": "R", "unsure": "U", "back": "B"}
"""What is pressed for what; the letters are those of the keyboard's Latin side in both languages."""


@dataclass(frozen=True, slots=True)
class Room:
    """Around the sheet: who reviews, who else does, and how far that is."""

    reviewer: str
    reviewers: tuple[str, ...]
    standing: Standing
    disputed: int = 0


def page(room: Room, body: Child, figures: Child, view: View, notice: str = "") -> Markup:
    """The whole page. Its language and direction stand on it, so that the script can turn the document."""
    attributes = {"class": "review", "lang": view.language, "dir": view.direction, "data-reviewer": room.reviewer}
    told = el("p", {"class": "notice", "role": "alert"}, notice) if notice else None
    return el("main", attributes, top(room, view), told, body, figures)


def top(room: Room, view: View) -> Markup:
    """Name, reviewers, progress, language."""
    swap = {"type": "button", "class": "plain", "data-language": view.other, "lang": view.other}
    return el(
        "header",
        {"class": "bar"},
        el("h1", None, view.say("review-title")),
        el("nav", {"aria-label": view.say("review-reviewers")}, [_who(name, room, view) for name in room.reviewers]),
        progress(room.standing, view),
        el("button", swap, "العربية" if view.other == "ar" else "English"),
    )


def _who(name: str, room: Room, view: View) -> Markup:
    own = name == room.reviewer
    attributes = {"type": "button", "class": "chip", "data-who": name, "aria-current": "true" if own else None}
    return el("button", attributes, el("bdi", None, name))


def progress(standing: Standing, view: View) -> Markup:
    """How many are done and left, and how fast."""
    total = standing.done + standing.left
    bar = el("progress", {"max": max(total, 1), "value": standing.done, "aria-label": view.say("review-progress")})
    words = [view.say("review-left", count=standing.left)]
    if standing.pace_s:
        words.append(view.say("review-pace", count=round(3600 / standing.pace_s)))
    return el("div", {"class": "progress"}, bar, el("span", None, " · ".join(words)))


def nothing_left(room: Room, view: View) -> Markup:
    """What stands where no item is left."""
    disputed = el("p", None, view.say("review-disputed", count=room.disputed)) if room.disputed else None
    back = _button("back", view) if room.standing.done else None
    return el("section", {"class": "empty"}, el("h2", None, view.say("review-done")), disputed, back)


def sheet(shown: Sheet, findings: tuple[Finding, ...], view: View) -> Markup:
    """One item: both texts, what changed, what was found, and what may be done."""
    return el(
        "article",
        {"class": "sheet", "data-item": shown.item.id},
        el("h2", {"class": "sr", "tabindex": "-1", "id": "item"}, view.say("review-item", name=shown.item.id)),
        el(
            "div",
            {"class": "pair"},
            _text(shown.item.source, shown.out_of, view.say("review-source"), "source"),
            _text(shown.text, shown.into, view.say("review-translation"), "target"),
        ),
        editor(shown, view),
        actions(shown, view),
        el("div", {"class": "beside"}, _score(shown, view), _findings(findings, view), _terms(shown, findings, view)),
        _since(shown, view),
    )


def _text(text: str, language: Language, title: str, name: str) -> Markup:
    flow = direction_of(language)
    body = el("div", {"class": "text", "lang": language, "dir": flow}, plain(text, flow))
    return el("section", {"class": f"card {name}", "aria-label": title}, el("h3", None, title), body)


def editor(shown: Sheet, view: View) -> Markup:
    """The translation to write in; hidden until it is asked for."""
    area = {
        "id": "edit",
        "lang": shown.into,
        "dir": direction_of(shown.into),
        "rows": 5,
        "aria-label": view.say("review-edited"),
    }
    hint = el("small", None, view.say("review-edit-keys"))
    save = el("button", {"type": "button", "class": "primary", "data-save": True}, view.say("review-save"))
    cancel = el("button", {"type": "button", "data-cancel": True}, view.say("review-cancel"))
    return el(
        "section",
        {"class": "editor", "hidden": True},
        el("textarea", area, shown.text),
        el("div", None, save, cancel, hint),
    )


def actions(shown: Sheet, view: View) -> Markup:
    """The four decisions and the way back, each with its key; the one that was taken is marked."""
    given = shown.verdict.decision if shown.verdict else ""
    buttons = [_button(name, view, on=name == given) for name in (*DECISIONS, "back")]
    comment = {"id": "comment", "type": "text", "placeholder": view.say("review-comment"), "value": _comment(shown)}
    field = el("label", None, el("span", {"class": "sr"}, view.say("review-comment")), el("input", comment))
    return el("div", {"class": "actions", "role": "group", "aria-label": view.say("review-actions")}, buttons, field)


def _comment(shown: Sheet) -> str:
    return shown.verdict.comment if shown.verdict else ""


def _button(name: str, view: View, on: bool = False) -> Markup:
    kind = "primary" if name == "accept" else None
    attributes = {
        "type": "button",
        "class": kind,
        "data-decide": name,
        "aria-pressed": "true" if on else None,
        "aria-keyshortcuts": KEYS[name],
    }
    return el("button", attributes, view.say(f"review-{name}"), " ", el("kbd", None, KEYS[name]))


def _score(shown: Sheet, view: View) -> Markup:
    """The judge's score with its reasons, and whether chance brought the item here."""
    score = view.say("review-no-score") if shown.shown.score is None else view.number(round(shown.shown.score))
    lot = el("p", {"class": "lot"}, view.say("review-lot")) if shown.item.sampled else None
    said = [one for one in (shown.shown.reasons, shown.shown.critique) if one]
    return el(
        "section",
        {"class": "card score"},
        el("h3", None, view.say("review-score")),
        el("p", {"class": "number"}, score),
        [_said(one) for one in said],
        lot,
    )


def _said(text: str) -> Markup:
    """Words of the judge, in whichever language it wrote them."""
    flow = direction(text)
    return el("p", {"dir": flow, "class": "reason"}, plain(text, flow))


def _findings(findings: tuple[Finding, ...], view: View) -> Markup:
    """What the rules found, the grave first, each in the reader's language."""
    rows = [el("li", {"class": one.weight}, told(one, view)) for one in findings if one.rule != "term"]
    shown: Child = el("ul", None, rows) if rows else el("p", None, view.say("review-no-findings"))
    return el("section", {"class": "card findings"}, el("h3", None, view.say("review-findings")), shown)


def told(finding: Finding, view: View) -> str:
    """A finding as one sentence. What it quotes stands in its own direction, whichever that of the sentence is."""
    pieces = {"source": finding.source, "target": finding.target}
    quoted = {name: embed(text, direction(text), view.direction) for name, text in pieces.items()}
    return view.say(f"review-rule-{finding.rule}", **quoted)


def _terms(shown: Sheet, findings: tuple[Finding, ...], view: View) -> Markup | None:
    """The terms of the source with their usual translations; those that are missing are marked."""
    missing = {one.source for one in findings if one.rule == "term"}
    if not shown.terms:
        return None
    rows = [
        el(
            "li",
            {"class": "missing" if term.source in missing else None},
            icon("done") if term.source not in missing else icon("alarm"),
            el("bdi", {"lang": shown.out_of}, term.source),
            el("span", {"aria-hidden": "true"}, " = "),
            el("bdi", {"lang": shown.into}, " / ".join(term.targets[:3])),
        )
        for term in shown.terms
    ]
    return el("section", {"class": "card terms"}, el("h3", None, view.say("review-terms")), el("ul", None, rows))


def _since(shown: Sheet, view: View) -> Markup | None:
    """What the last round changed."""
    if shown.before is None:
        return None
    tags = {"same": "span", "gone": "del", "new": "ins"}
    flow = direction_of(shown.into)
    told = changes(shown.before.translation, shown.shown.translation)
    pieces = [el(tags[one.kind], None, plain(one.text, flow)) for one in told]
    body = el("div", {"class": "text", "lang": shown.into, "dir": flow}, pieces)
    return el("section", {"class": "card since"}, el("h3", None, view.say("review-since")), body)
