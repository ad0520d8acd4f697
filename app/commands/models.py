"""`models`: list, get, import, remove, plan."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.catalogue.files import gigabytes, is_here, remove
from app.catalogue.hub import get_model
from app.catalogue.importing import import_model
from app.catalogue.planning import plan_model
from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Catalogue, Model
from app.commands.printing import print_json
from app.config import Home, edge_language, find_home
from app.engine.placement import PlacementOptions
from app.engine.placement_table import placement_json, placement_table
from app.loading import machine, placement_options
from app.text.locale import Locale, locale
from app.text.terminal import for_terminal

Action = Callable[[Home, Catalogue, Namespace, Locale], None]


def models(arguments: Namespace) -> int:
    """The catalogue and the files that belong to it."""
    actions: dict[str, Action] = {
        "list": _list,
        "get": _get,
        "import": _import,
        "remove": _remove,
        "plan": _plan,
    }
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    actions[arguments.action](home, load_catalogue(home), arguments, say)
    return 0


def _list(home: Home, catalogue: Catalogue, arguments: Namespace, say: Locale) -> None:
    if arguments.json:
        for model in catalogue.list():
            print_json(_row(home, model))
        return
    for model in catalogue.list():
        state = say("models-here") if is_here(home, model) else say(f"models-away-{model.origin}")
        head = f"{model.name}  ({model.title}, {gigabytes(model.size)}, {state})"
        lines = [head, model.about.text(say.language), f"{model.licence}: {model.consequence.text(say.language)}"]
        print(for_terminal("\n    ".join(line for line in lines if line.strip(": "))) + "\n")


def _row(home: Home, model: Model) -> dict[str, object]:
    return {
        "name": model.name,
        "title": model.title,
        "here": is_here(home, model),
        "origin": model.origin,
        "source": model.source,
        "licence": model.licence,
        "consequence": {"en": model.consequence.en, "ar": model.consequence.ar},
        "medical": model.medical,
        "template": model.template,
        "context": model.context,
        "size": model.size,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in model.files],
    }


def _get(home: Home, catalogue: Catalogue, arguments: Namespace, say: Locale) -> None:
    model = get_model(home, catalogue, arguments.name, accepted=arguments.accept_licence, progress=_bytes_shown())
    _told(model, arguments, say)


def _import(home: Home, catalogue: Catalogue, arguments: Namespace, say: Locale) -> None:
    model = import_model(
        home,
        catalogue,
        Path(arguments.file).expanduser(),
        name=arguments.name or "",
        template=arguments.template or "",
        accepted=arguments.accept_licence,
    )
    _told(model, arguments, say)


def _told(model: Model, arguments: Namespace, say: Locale) -> None:
    if arguments.json:
        print_json({"name": model.name, "title": model.title, "licence": model.licence, "size": model.size})
    else:
        print(say("models-arrived", name=shlex.quote(model.name)))


def _remove(home: Home, catalogue: Catalogue, arguments: Namespace, say: Locale) -> None:
    freed = remove(home, catalogue, arguments.name)
    if arguments.json:
        print_json({"name": arguments.name, "freed": freed})
    else:
        print(say("models-removed", name=arguments.name, size=gigabytes(freed)))


def _plan(home: Home, catalogue: Catalogue, arguments: Namespace, say: Locale) -> None:
    fixed = placement_options(arguments)
    options = replace(fixed, context=fixed.context or PlacementOptions().context)
    shape, ways = plan_model(home, catalogue, arguments.name, machine(arguments.cpu), options)
    if arguments.json:
        print_json(placement_json(arguments.name, ways[0]))
    else:
        print(for_terminal(placement_table(ways[0], say, len(shape.layers))))


def _bytes_shown() -> Callable[[int, int], object] | None:
    """One line that grows on a terminal; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        share = f"{done / total:4.0%} " if total else ""
        print(f"\r{share}{gigabytes(done)} / {gigabytes(total)} ", end="", file=sys.stderr, flush=True)

    return show
