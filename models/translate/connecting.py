"""The models that a run's file names: served somewhere, or loaded here."""

from __future__ import annotations

from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Catalogue
from app.catalogue.servers import connect
from app.config import Home
from app.engine.openai_call import Link
from app.engine.openai_server import address_of, ask, find_key
from app.engine.templates import template
from app.loading import Choice, loader
from models.translate.asking import Asker, EngineAsker, ServerAsker, form_of
from models.translate.settings import LimitSettings, ModelSettings


def open_asker(chosen: ModelSettings, limits: LimitSettings, home: Home) -> Asker:
    """The model that `chosen` names. Raises EngineProblem or ModelProblem, naming the remedy."""
    if not chosen.server:
        return EngineAsker(loader(Choice(chosen.model), home)(lambda _: None), chosen.patience_s)
    return _served(chosen, limits, load_catalogue(home))


def _served(chosen: ModelSettings, limits: LimitSettings, catalogue: Catalogue) -> Asker:
    """A served model; one that the catalogue knows is asked by its own template."""
    engine = connect(catalogue, chosen.server, chosen.model)  # finds the model, or says what is served
    info = engine.info
    engine.close()
    address = address_of(chosen.server)
    server = ask(address, find_key(address.host))
    row = next((one for one in catalogue.models if info.name.lower() in (one.name, one.source.lower())), None)
    link = Link(server, info.name, template(row.template) if row else None, None)  # type: ignore[arg-type]
    return ServerAsker(link, form_of(info), limits, chosen.patience_s)
