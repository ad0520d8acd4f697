"""Which engine to load, and how it is placed: the choice becomes a loader that runs behind the page."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.catalogue import Catalogue, Defaults, Model
from app.config import Home
from app.engine.base import Engine, EngineInfo, Sampling
from app.engine.gguf import inspect
from app.engine.llama_options import Adapter, LlamaOptions, TensorOverride
from app.engine.placement import Device, Placement, PlacementOptions, placements
from app.engine.templates import Template, template
from app.engines import Loader, Progress
from app.errors import BadInput, ModelProblem
from app.model_files import Located, locate
from app.model_registry import load_catalogue
from app.model_server import connect

log = logging.getLogger(__name__)

LEAST_CONTEXT = 1024


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: a catalogue name, a file or a server; how much context; whether to leave the GPU alone."""

    model: str
    server: str = ""
    context: int = 0
    cpu_only: bool = False


def chosen(arguments: Namespace, home: Home) -> Choice:
    """The choice that the command line and the settings make together. Raises BadInput."""
    context = arguments.context or 0
    if context and context < LEAST_CONTEXT:
        raise BadInput("error-context", least=LEAST_CONTEXT)
    if arguments.server:
        return Choice(arguments.model or "", arguments.server, context)
    return Choice(arguments.model or home.settings().model, "", context, arguments.cpu)


def loader(choice: Choice, home: Home) -> Loader:
    """What loads the chosen engine. Raises ModelProblem at once for a name that nothing has."""
    catalogue = load_catalogue(home)
    if not choice.server and not choice.model.lower().endswith(".gguf"):
        catalogue.get(choice.model)
    elif not choice.server and not Path(choice.model).expanduser().exists():
        raise ModelProblem("models-file-missing", file=choice.model)

    def load(progress: Progress) -> Engine:
        if choice.server:
            return connect(catalogue, choice.server, choice.model)
        return _load_file(choice, home, catalogue, progress)

    return load


def machine(cpu_only: bool = False) -> Sequence[Device]:
    """This machine's devices as a placement counts them."""
    from app.engine.llama_devices import devices

    found = [
        Device("cpu" if each.kind == "cpu" else each.name, each.free, each.total, each.kind, each.description)
        for each in devices()
        if each.kind in ("cpu", "gpu")
    ]
    return [device for device in found if device.kind == "cpu" or not cpu_only]


def _load_file(choice: Choice, home: Home, catalogue: Catalogue, progress: Progress) -> Engine:
    """Load with the best placement that the machine's memory allows, stepping down where it turns out too small."""
    located = locate(home, catalogue, choice.model)
    details = inspect(located.path)
    wanted = PlacementOptions(context=choice.context or min(located.model.context, PlacementOptions().context))
    ways = placements(details, machine(choice.cpu_only), wanted)
    asked = template(located.model.template, details.chat_template, details.bos, details.eos)
    for number, way in enumerate(ways, start=1):
        try:
            return _engine(located, way, asked, len(details.shape.layers), progress)
        except ModelProblem as problem:
            if problem.key != "engine-memory" or number == len(ways):
                raise
            log.warning("engine_stepped_down model=%s from=%s", located.model.name, way.mode)
    raise ModelProblem("engine-memory", file=located.path.name)


def _engine(located: Located, way: Placement, asked: Template, layers: int, progress: Progress) -> Engine:
    from app.engine.llama import LlamaEngine

    model = located.model
    info = EngineInfo(
        name=model.name,
        description=model.title,
        form=model.form,
        placement=way.summary(layers),
        sha256=located.sha256,
        medical=model.medical,
        structured=model.structured,
    )
    defaults = _sampling(model.sampling)
    return LlamaEngine(located.path, _options(model, way), asked, info=info, defaults=defaults, progress=progress)


def _options(model: Model, way: Placement) -> LlamaOptions:
    adapter = model.adapter_path
    return LlamaOptions(
        context=way.context,
        gpu_layers=way.gpu_layers,
        overrides=tuple(TensorOverride(pattern) for pattern in way.overrides),
        tensor_split=way.tensor_split,
        kv=way.kv,
        flash_attention=way.flash_attention,
        adapters=(Adapter(adapter),) if adapter else (),
    )


def _sampling(defaults: Defaults) -> Sampling:
    return Sampling(
        temperature=defaults.temperature,
        top_k=defaults.top_k,
        top_p=defaults.top_p,
        min_p=defaults.min_p,
        repeat_penalty=defaults.repeat_penalty,
    )
