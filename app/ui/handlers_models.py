"""Using, getting, planning and removing models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.catalogue.files import gigabytes, remove
from app.catalogue.hub import get_model as fetch
from app.catalogue.importing import import_model as take_in
from app.catalogue.planning import plan_model as plan
from app.catalogue.registry import load_catalogue
from app.engine.placement import PlacementOptions
from app.engine.placement_table import placement_table
from app.loading import Choice, loader, machine
from app.text.locale import locale
from app.ui.downloads import Downloads, Report
from app.ui.handlers_settings import require_administrator, said, settings
from app.ui.here import Here
from app.ui.parts import Changes


def use_model(downloads: Downloads, here: Here, model: str) -> Changes:
    """Load another model in place of the one in use, and begin with it from now on."""
    require_administrator(here)
    here.desk.engines.load(loader(Choice(model), here.desk.home))
    here.desk.save(replace(here.desk.settings(), model=model))
    return {"settings": settings(downloads, here), **said(here, "ui-model-loading-now", name=model)}


def get_model(downloads: Downloads, here: Here, model: str, accepted: str) -> Changes:
    """Download a model behind the page."""
    require_administrator(here)
    home = here.desk.home

    def work(report: Report) -> None:
        fetch(home, load_catalogue(home), model, accepted=bool(accepted), progress=lambda d, t: report(d / max(t, 1)))

    downloads.start(model, work)
    return {"settings": settings(downloads, here)}


def stop_model(downloads: Downloads, here: Here, model: str) -> Changes:
    """Break a download off; what has come is kept, and the next attempt goes on from it."""
    require_administrator(here)
    downloads.stop(model)
    return {"settings": settings(downloads, here), **said(here, "ui-model-stopped", name=model)}


def import_model(downloads: Downloads, here: Here, file: str, model: str, accepted: str) -> Changes:
    """Take in a GGUF file from this machine behind the page."""
    require_administrator(here)
    home, path = here.desk.home, Path(file).expanduser()

    def work(report: Report) -> None:
        take_in(home, load_catalogue(home), path, name=model, accepted=bool(accepted), progress=report)

    downloads.start("", work)
    return {"settings": settings(downloads, here)}


def plan_model(downloads: Downloads, here: Here, model: str) -> Changes:
    """How a model would be placed on this machine."""
    home = here.desk.home
    shape, ways = plan(home, load_catalogue(home), model, machine(), PlacementOptions())
    table = placement_table(ways[0], locale(here.view.language, False), len(shape.layers))
    return {"settings": settings(downloads, here, (model, table))}


def remove_model(downloads: Downloads, here: Here, model: str) -> Changes:
    """Delete a model's files."""
    require_administrator(here)
    freed = remove(here.desk.home, load_catalogue(here.desk.home), model)
    return {"settings": settings(downloads, here), **said(here, "ui-model-removed", name=model, size=gigabytes(freed))}
