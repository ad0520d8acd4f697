"""Which engine to load, and how it is placed: the choice becomes a loader that runs behind the page."""

from __future__ import annotations

import logging
import math
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.catalogue.files import Located, locate
from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Catalogue, Defaults, Model
from app.catalogue.servers import connect
from app.config import Home
from app.engine.base import Engine, EngineInfo, Sampling
from app.engine.gguf import GgufInfo, inspect
from app.engine.gguf_adapter import AdapterInfo, inspect_adapter
from app.engine.llama_options import Adapter, LlamaOptions, TensorOverride
from app.engine.placement import Device, Placement, PlacementOptions, placements
from app.engine.templates import template
from app.engines import Loader, Progress
from app.errors import BadInput, ModelProblem

log = logging.getLogger(__name__)

LEAST_CONTEXT = 1024
AS_THE_MODEL_LIKES = PlacementOptions(context=0)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: a catalogue name, a file or a server; what of the placement; whether to leave the GPU alone.

    A `context` of 0 in `placement` means the model's own, as far as the usual one allows.
    """

    model: str
    server: str = ""
    placement: PlacementOptions = AS_THE_MODEL_LIKES
    cpu_only: bool = False


def chosen(arguments: Namespace, home: Home) -> Choice:
    """The choice that the command line and the settings make together. Raises BadInput."""
    if arguments.server:
        return Choice(arguments.model or "", arguments.server)
    return Choice(arguments.model or home.settings().model, "", placement_options(arguments), arguments.cpu)


def placement_options(arguments: Namespace) -> PlacementOptions:
    """What the command line fixes of a placement. Raises BadInput."""
    if arguments.context is not None and arguments.context < LEAST_CONTEXT:
        raise BadInput("error-context", least=LEAST_CONTEXT)
    return PlacementOptions(
        context=arguments.context or 0,
        kv=arguments.kv,
        gpu_layers=arguments.gpu_layers,
        cpu_experts=arguments.cpu_experts,
        tensor_split=_shares(arguments.tensor_split),
    )


def _shares(words: str | None) -> tuple[float, ...] | None:
    if not words:
        return None
    try:
        shares = tuple(float(word) for word in words.split(","))
    except ValueError as error:
        raise BadInput("error-tensor-split", given=words) from error
    if not all(0 <= share < math.inf for share in shares) or not any(shares):
        raise BadInput("error-tensor-split", given=words)
    return shares


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
    adapter = _adapter(located.model, details)
    context = choice.placement.context or min(located.model.context, PlacementOptions().context)
    wanted = replace(choice.placement, context=context, adapter=adapter.size if adapter else 0)
    ways = placements(details, machine(choice.cpu_only), wanted)
    for number, way in enumerate(ways, start=1):
        try:
            return _engine(located, details, way, adapter, progress)
        except ModelProblem as problem:
            if problem.key != "engine-memory" or number == len(ways):
                raise
            log.warning("engine_stepped_down model=%s from=%s", located.model.name, way.mode)
    raise ModelProblem("engine-memory", file=located.path.name)


def _adapter(model: Model, details: GgufInfo) -> AdapterInfo | None:
    """The adapter that belongs to a catalogue model, where it is there. Raises ModelProblem if it does not fit."""
    return inspect_adapter(model.adapter_path, details) if model.adapter_path else None


def _engine(
    located: Located, details: GgufInfo, way: Placement, adapter: AdapterInfo | None, progress: Progress
) -> Engine:
    from app.engine.llama import LlamaEngine
    from app.engine.llama_probe import probe

    model = located.model
    options = LlamaOptions(
        context=way.context,
        gpu_layers=way.gpu_layers,
        overrides=tuple(TensorOverride(pattern) for pattern in way.overrides),
        tensor_split=way.tensor_split,
        kv=way.kv,
        flash_attention=way.flash_attention,
        adapters=(Adapter(adapter.path),) if adapter else (),
    )
    if way.gpu_layers:  # a driver may abort the whole process where its memory runs out
        probe(located.path, options)
    info = EngineInfo(
        name=model.name,
        description=model.title,
        form=(adapter and model.adapter_form) or model.form,
        placement=way.summary(len(details.shape.layers)),
        sha256=located.sha256,
        medical=model.medical,
        structured=model.structured,
    )
    asked = template(model.template, details.chat_template, details.bos, details.eos)
    return LlamaEngine(located.path, options, asked, info=info, defaults=_sampling(model.sampling), progress=progress)


def _sampling(defaults: Defaults) -> Sampling:
    return Sampling(
        temperature=defaults.temperature,
        top_k=defaults.top_k,
        top_p=defaults.top_p,
        min_p=defaults.min_p,
        repeat_penalty=defaults.repeat_penalty,
    )
