"""What is the matter with the desk as a whole: a record that cannot be written, other desks, no model."""

from __future__ import annotations

from app.catalogue.files import is_here
from app.catalogue.planning import plan_model
from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Model
from app.desk import Desk
from app.engine.placement import PlacementOptions
from app.errors import DeskError
from app.loading import machine
from app.ui.here import Here
from app.ui.render_banner import Matter, banner, choose_model, use_model
from app.ui.view import View

_TOO_LARGE = frozenset({"engine-memory"})
"""Errors that a smaller model mends."""


def matters(here: Here) -> str:
    """The banner as it stands now."""
    return banner([*_record(here), *_engine(here.desk, here.view)], here.view)


def _record(here: Here) -> list[Matter]:
    record, view = here.desk.record, here.view
    if record.read_only:
        return [Matter(view.say("ui-read-only"))]
    others = record.others()
    return [Matter(view.say("ui-other-desks", count=others), "note")] if others else []


def _engine(desk: Desk, view: View) -> list[Matter]:
    state = desk.engines.state
    if state.phase != "failed" or state.error is None:
        return []
    fitting = _fitting(desk) if state.error.key in _TOO_LARGE else None
    said = [view.explain(state.error), view.say("ui-no-model")]
    if fitting is None:
        return [Matter(" ".join(said), action=choose_model(view))]
    said.insert(1, view.say("ui-model-fits", name=fitting.title))
    return [Matter(" ".join(said), action=use_model(fitting.name, fitting.title, view))]


def _fitting(desk: Desk) -> Model | None:
    """The largest model on this machine for which its memory suffices, but not the one that failed."""
    catalogue, failed = load_catalogue(desk.home), desk.settings().model
    there = [model for model in catalogue.list() if is_here(desk.home, model) and model.name != failed]
    for model in sorted(there, key=lambda one: one.size, reverse=True):
        try:
            _, ways = plan_model(desk.home, catalogue, model.name, machine(), PlacementOptions())
        except DeskError:
            continue
        if any(way.fits for way in ways):
            return model
    return None
