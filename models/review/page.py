"""The review page: one part that shows everything, one handler for each thing a reviewer does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
from markupsafe import Markup

from app.errors import DeskError
from app.ui.view import View
from models.review import render, render_figures, store
from models.review.sheet import Sheet, decide, findings_now, sheet
from models.translate.glossary import Glossary, check_terms
from models.translate.state import State, open_state
from models.translate.values import Finding, Pair

ACTIONS = ("arrive", "decide", "back")
_BRIDGE = (
    f"window.reviewTrigger = trigger; window.reviewActions = {json.dumps(ACTIONS)}; window.reviewConnect?.(trigger);"
)


@dataclass(frozen=True, slots=True)
class Office:
    """What is reviewed and by whom. The truth is in the file: every call opens it and closes it again.

    `prompted` are the texts of the run's prompts.
    """

    path: Path
    reviewers: tuple[str, ...]
    glossary: Glossary
    double: float = 0.1
    seed: int = 0
    prompted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What the page sent: who sits there, in which language, on which item, and what was decided."""

    reviewer: str
    language: str
    item: str = ""
    decision: str = ""
    text: str = ""
    comment: str = ""
    seconds: str = ""

    @property
    def view(self) -> View:
        """How the reviewer sees the page."""
        return View("ar" if self.language == "ar" else "en")


Handler = Callable[[Office, State, Call], Markup]


def build(office: Office) -> gr.Blocks:
    """The page of `office`. Nothing runs until it is served."""
    with gr.Blocks(analytics_enabled=False, title="BiMediX Desk", fill_width=True) as blocks:
        shown = gr.HTML(elem_id="sheet", apply_default_css=False, js_on_load=None)
        bridge = gr.HTML(elem_id="bridge", apply_default_css=False, js_on_load=_BRIDGE)
        for name, handler in HANDLERS.items():
            getattr(bridge, name)(
                _listener(office, handler),
                None,
                [shown],
                show_progress="hidden",
                api_visibility="private",
                concurrency_limit=None,
                trigger_mode="multiple",
            )
    return blocks


def _listener(office: Office, handler: Handler) -> Callable[[gr.EventData], str]:
    def run(event: gr.EventData) -> str:
        call = call_of(event._data, office)
        state = open_state(office.path)
        try:
            store.assign(state, office.reviewers, office.double, office.seed)
            return str(handler(office, state, call))
        finally:
            state.close()

    return run


def call_of(data: object, office: Office) -> Call:
    """What the page sent, with an unknown reviewer replaced by the first one."""
    told = data if isinstance(data, dict) else {}
    fields = {name: str(told.get(name) or "") for name in Call.__dataclass_fields__}
    if fields["reviewer"] not in office.reviewers:
        fields["reviewer"] = office.reviewers[0]
    return Call(**fields)


def arrive(office: Office, state: State, call: Call) -> Markup:
    """Show the item that the page names, if it is this reviewer's; else the next one."""
    own = call.item if call.item and store.is_given(state, call.item, call.reviewer) else ""
    return show(office, state, call, own or store.next_item(state, call.reviewer))


def back(office: Office, state: State, call: Call) -> Markup:
    """Show what was decided before."""
    return show(office, state, call, store.last_item(state, call.reviewer, call.item) or call.item or None)


def take(office: Office, state: State, call: Call) -> Markup:
    """Keep a decision and show the next item; where it cannot be kept, say why and stay."""
    page = sheet(state, call.item, call.reviewer, office.glossary, office.prompted)
    known = next((one for one in store.DECISIONS if one == call.decision), None)
    if page is None or known is None or not store.is_given(state, call.item, call.reviewer):
        return arrive(office, state, call)
    verdict = store.Verdict(
        call.item,
        call.reviewer,
        known,
        call.text.strip() if known == "edit" else "",
        call.comment[:2000],
        _seconds(call),
    )
    try:
        decide(state, page, verdict)
    except DeskError as problem:
        rule = str(problem.fields.get("rule", ""))
        reason = next(
            (one for one in findings_now(page, verdict.text or page.shown.translation) if one.rule == rule), None
        )
        words = call.view.say("review-refused", reason=render.told(reason, call.view) if reason else "")
        return show(office, state, call, call.item, words)
    return show(office, state, call, store.next_item(state, call.reviewer))


def _seconds(call: Call) -> float:
    """Seconds spent on the item; a page left open over lunch counts ten minutes at most."""
    try:
        return round(min(max(float(call.seconds), 0.0), 600.0), 1)
    except ValueError:
        return 0.0


def show(office: Office, state: State, call: Call, name: str | None, notice: str = "") -> Markup:
    """The page with one item, or with the news that none is left."""
    view = call.view
    room = render.Room(call.reviewer, office.reviewers, store.standing(state, call.reviewer), store.disputed(state))
    page: Sheet | None = sheet(state, name, call.reviewer, office.glossary, office.prompted) if name else None
    body = (
        render.sheet(page, (*findings_now(page, page.text), *_missing(page, office)), view)
        if page
        else render.nothing_left(room, view)
    )
    return render.page(
        room, body, render_figures.figures(store.doubled(state), store.judged(state), view), view, notice
    )


def _missing(page: Sheet, office: Office) -> tuple[Finding, ...]:
    """The glossary's hints for the text as it stands."""
    return tuple(check_terms(Pair(page.item.source, page.text, page.out_of, page.into), office.glossary))


HANDLERS: dict[str, Handler] = {"arrive": arrive, "decide": take, "back": back}
