"""The model manager: every model the desk knows, what its licence means, whether it is here, and how to get it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.files import gigabytes
from app.catalogue.rows import Model
from app.ui.downloads import Job
from app.ui.forms import button, field, switch
from app.ui.html import Child, el
from app.ui.prose import plain, rich
from app.ui.view import View


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models with what is known of them here: which is in use, which are on this machine, what is under way."""

    models: Sequence[Model]
    here: frozenset[str]
    used: str
    jobs: Mapping[str, Job]
    plan: tuple[str, str] = ("", "")


def models(shelf: Shelf, view: View, manages: bool) -> Child:
    """Every model as a card; for whoever may, the ways to get one."""
    cards = [_card(model, shelf, view, manages) for model in shelf.models]
    return [el("ul", {"class": "models"}, cards), _importing(shelf, view) if manages else None]


def _card(model: Model, shelf: Shelf, view: View, manages: bool) -> Markup:
    here, used = model.name in shelf.here, model.name == shelf.used
    state = "used" if used else "here" if here else f"away-{model.origin}"
    head = el(
        "p",
        {"class": "card-head"},
        el("b", None, el("bdi", {"dir": "ltr"}, model.title)),
        el("small", None, el("bdi", {"dir": "ltr"}, gigabytes(model.size))),
        el("span", {"class": f"tag {'on' if used else ''}"}, view.say(f"ui-model-{state}")),
        el("span", {"class": "tag cut"}, view.say("ui-model-not-medical")) if not model.medical else None,
    )
    return el(
        "li",
        {"class": "card used" if used else "card", "data-model": model.name},
        head,
        el("div", {"class": "about"}, rich(model.about.text(view.language), view.direction)),
        el("p", {"class": "licence"}, el("bdi", None, model.licence), ": ", _consequence(model, view)),
        _job(model.name, shelf, view),
        _actions(model, here, used, _under_way(model.name, shelf), view) if manages else None,
        _plan(shelf.plan[1]) if shelf.plan[0] == model.name else None,
    )


def _plan(text: str) -> Markup:
    """The engine's own table of a placement, set as one: sentences, a line for each device, the verdict."""
    first, lines, verdict = text.split("\n\n")
    head, *rows = [re.split(r"\s{2,}", line.strip()) for line in lines.splitlines()]
    table = el(
        "table",
        None,
        el("thead", None, el("tr", None, [el("th", {"scope": "col"}, cell) for cell in head])),
        el("tbody", None, [el("tr", None, [el("td", None, el("bdi", None, cell)) for cell in row]) for row in rows]),
    )
    sentences = [el("p", None, sentence) for sentence in first.splitlines()]
    return el("div", {"class": "plan", "tabindex": "0"}, sentences, table, el("p", None, el("b", None, verdict)))


def _consequence(model: Model, view: View) -> Markup:
    return plain(model.consequence.text(view.language), view.direction)


def _actions(model: Model, here: bool, used: bool, busy: bool, view: View) -> Markup:
    actions: list[Child] = []
    if here and not used:
        actions.append(button(view.say("ui-model-use"), "use_model", "primary", model=model.name))
    if not here and model.origin == "hub" and not busy:
        actions.append(_getting(model, view))
    actions.append(button(view.say("ui-model-plan"), "plan_model", model=model.name))
    if here and not used and model.origin != "package":
        actions.append(button(view.say("ui-model-remove"), "remove_model", model=model.name))
    return el("div", {"class": "buttons"}, actions)


def _getting(model: Model, view: View) -> Markup:
    consent = switch("accepted", view.say("ui-model-accept"), False) if model.consent else None
    hidden = el("input", {"type": "hidden", "name": "model", "value": model.name})
    get = el("button", {"type": "submit"}, view.say("ui-model-get"))
    return el("form", {"data-submit": "get_model", "data-stay": True, "class": "getting"}, hidden, consent, get)


def _under_way(name: str, shelf: Shelf) -> bool:
    return name in shelf.jobs and not shelf.jobs[name].over


def _job(name: str, shelf: Shelf, view: View) -> Markup | None:
    job = shelf.jobs.get(name)
    if job is None or (job.over and job.error is None):
        return None
    if job.error:
        return el("p", {"class": "wrong", "role": "alert"}, view.explain(job.error))
    share = round(100 * job.share)
    bar = {
        "class": "bar",
        "role": "progressbar",
        "aria-valuenow": str(share),
        "aria-label": view.say("ui-model-getting"),
    }
    words = view.say("ui-model-share", percent=share)
    stop = el("div", {"class": "buttons"}, button(view.say("ui-model-stop"), "stop_model", model=name))
    told = el("div", bar, el("i", {"style": f"inline-size:{share}%"}))
    return el("div", {"class": "job"}, el("small", None, words), told, stop if name else None)


def _importing(shelf: Shelf, view: View) -> Markup:
    names = el("datalist", {"id": "model-names"}, [el("option", {"value": one.name}) for one in shelf.models])
    return el(
        "form",
        {"data-submit": "import_model", "data-stay": True, "class": "import"},
        el("h3", None, view.say("ui-model-import")),
        el("p", {"class": "hint"}, view.say("ui-model-import-hint")),
        field("file", view.say("ui-model-path"), required=True, dir="ltr"),
        field("model", view.say("ui-model-name"), list="model-names", dir="ltr"),
        names,
        switch("accepted", view.say("ui-model-accept"), False),
        _job("", shelf, view),
        el("div", {"class": "buttons"}, el("button", {"type": "submit"}, view.say("ui-model-import-do"))),
    )
