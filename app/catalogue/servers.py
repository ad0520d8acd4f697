"""Puts a model server in an engine's place: asks what it serves and how that wants to be asked."""

from __future__ import annotations

from app.catalogue.rows import Catalogue, Model
from app.engine.base import EngineInfo
from app.engine.openai import OpenAIEngine
from app.engine.openai_server import Server, address_of, ask, find_key
from app.engine.templates import template
from app.errors import EngineProblem


def connect(catalogue: Catalogue, url: str, model: str = "") -> OpenAIEngine:
    """An engine on the server at `url`, which a person must have given; `model` may be left out where it serves one.

    A model of the catalogue, known by its name or by its source repository, is asked by its own
    template; any other by the one the server knows. Raises EngineProblem.
    """
    address = address_of(url)
    server = ask(address, find_key(address.host))
    served, row = _chosen(server, catalogue, model)
    info = EngineInfo(
        name=served,
        description=row.title if row else served,
        context=server.models[served] or (row.context if row else 0),
        form=row.form if row else "chat",
        placement=f"server {address.host}",
        medical=bool(row and row.medical),
        structured=bool(row and row.structured),
    )
    return OpenAIEngine(server, served, info, template(row.template) if row else None)


def _chosen(server: Server, catalogue: Catalogue, wanted: str) -> tuple[str, Model | None]:
    rows = {name: _row(catalogue, name) for name in server.models}
    for name, row in rows.items():
        if wanted == name or (row and wanted == row.name):
            return name, row
    if not wanted and len(rows) == 1:
        return next(iter(rows.items()))
    raise EngineProblem("server-choice", host=server.address.host, choices=", ".join(rows))


def _row(catalogue: Catalogue, served: str) -> Model | None:
    name = served.lower()
    return next((row for row in catalogue.models if name in (row.name, row.source.lower())), None)
