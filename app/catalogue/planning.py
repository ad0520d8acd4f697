"""Plans a catalogue model on a machine, also before its file is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.catalogue.files import is_here, locate
from app.catalogue.rows import Catalogue, Dimensions, Model
from app.config import Home
from app.engine.gguf import inspect
from app.engine.placement import Device, Placement, PlacementOptions, placements
from app.engine.shape import Layer, Shape
from app.errors import ModelProblem


def plan_model(
    home: Home, catalogue: Catalogue, name: str, devices: Sequence[Device], options: PlacementOptions
) -> tuple[Shape, tuple[Placement, ...]]:
    """The model's shape and its placements on `devices`, best first. `name` may be a .gguf file's path.

    Raises ModelProblem for an unknown name or a broken file.
    """
    if name.lower().endswith(".gguf"):
        shape, adapter = inspect(locate(home, catalogue, name).path).shape, None
    else:
        model = catalogue.get(name)
        shape, adapter = shape_of(home, catalogue, model), model.adapter_path
    size = adapter.stat().st_size if adapter else options.adapter
    return shape, placements(shape, devices, replace(options, adapter=size))


def shape_of(home: Home, catalogue: Catalogue, model: Model) -> Shape:
    """From the file where it is here, else estimated from the catalogue's dimensions."""
    if is_here(home, model):
        return inspect(locate(home, catalogue, model.name).path).shape
    if model.dimensions is None:
        raise ModelProblem(f"models-not-here-{model.origin}", name=model.name)
    return estimated(model.dimensions, model.size, model.context)


def estimated(dimensions: Dimensions, size: int, context: int) -> Shape:
    """The shape of a file of `size` bytes whose every weight takes the same room.

    A quantised file gives some tensors more bits than others, so parts may be off by a few per cent.
    """
    attention = 2 * dimensions.embedding * dimensions.head * (dimensions.heads + dimensions.kv_heads)
    matrix = dimensions.embedding * dimensions.feed_forward * max(dimensions.experts, 1)
    table = dimensions.vocabulary * dimensions.embedding
    tables = 1 if dimensions.shares_embedding else 2
    weights = dimensions.layers * (attention + 3 * matrix) + tables * table
    share = size / weights
    mixture = dimensions.experts > 0
    layer = Layer(
        dense=round((attention + (0 if mixture else 3 * matrix)) * share),
        experts=round(3 * matrix * share) if mixture else 0,
        largest=round(matrix * share),
        kv=2 * dimensions.kv_heads * dimensions.head,
    )
    return Shape(
        architecture=dimensions.architecture,
        layers=(layer,) * dimensions.layers,
        input=round(table * share),
        output=0 if dimensions.shares_embedding else round(table * share),
        embedding=dimensions.embedding,
        vocabulary=dimensions.vocabulary,
        heads=dimensions.heads,
        feed_forward=dimensions.feed_forward,
        context=context,
        experts=dimensions.experts,
        used=dimensions.used,
        shares_embedding=dimensions.shares_embedding,
    )
