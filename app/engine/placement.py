"""Chooses a placement, best first: all on GPU, a mixture's experts on the CPU, some layers, CPU."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.engine.gguf import GgufInfo
from app.engine.placement_fit import Split, lay_out
from app.engine.placement_values import Device, KvType, Placement, PlacementOptions, Share
from app.engine.shape import Shape

__all__ = ["Device", "Placement", "PlacementOptions", "Share", "placements", "plan"]

_LEAST_CONTEXT = 2048
_STEP = 0.75


def plan(model: GgufInfo | Shape, devices: Sequence[Device], options: PlacementOptions) -> Placement:
    """The best placement of `model` on `devices`. `fits` is false where even the last resort is too large."""
    return placements(model, devices, options)[0]


def placements(model: GgufInfo | Shape, devices: Sequence[Device], options: PlacementOptions) -> tuple[Placement, ...]:
    """The placements to try in order: the best that fits, then ever smaller ones, the CPU last.

    The estimate may be wrong by what a driver or another program takes; so where loading fails for
    memory, the next one is tried. What a person fixed in `options` is tried first whether it seems to
    fit or not. Where nothing fits, the context is halved down to 2048 tokens.
    """
    shape = model.shape if isinstance(model, GgufInfo) else model
    context = min(options.context, shape.context) if shape.context else options.context
    found = _at_context(shape, devices, replace(options, context=context))
    smaller = context // 2
    while not found[0].fits and smaller >= _LEAST_CONTEXT and not _is_fixed(options):
        shorter = _at_context(shape, devices, replace(options, context=smaller))
        found = shorter if shorter[0].fits else found
        smaller //= 2
    return found


def _at_context(shape: Shape, devices: Sequence[Device], options: PlacementOptions) -> tuple[Placement, ...]:
    every = [lay_out(shape, split, devices, options) for split in _splits(shape, devices, options)]
    last = lay_out(shape, Split(0, 0, options.kv or "f16", options.context), devices, options)
    if _is_fixed(options):
        return (every[0], last) if every else (last,)
    on_gpu = [placement for placement in every if placement.fits]
    if not on_gpu:
        # The GPUs hold their part but the machine's memory is short: better than all of it there.
        on_gpu = [placement for placement in every if _gpus_fit(placement, options)]
    return tuple(sorted([*_thinned(on_gpu), last], key=lambda placement: not placement.fits))


def _is_fixed(options: PlacementOptions) -> bool:
    return options.gpu_layers is not None or options.cpu_experts is not None


def _gpus_fit(placement: Placement, options: PlacementOptions) -> bool:
    gpus = [share for share in placement.shares if share.device.kind == "gpu" and share.layers]
    return bool(gpus) and all(share.used + options.margin <= share.device.free for share in gpus)


def _splits(shape: Shape, devices: Sequence[Device], options: PlacementOptions) -> Iterator[Split]:
    """Every way to use the GPUs, best first."""
    if not any(device.kind == "gpu" for device in devices):
        return
    count, context = len(shape.layers), options.context
    kinds: tuple[KvType, ...] = (options.kv,) if options.kv else ("f16", "q8_0")
    if _is_fixed(options):
        layers = count + 1 if options.gpu_layers is None else max(0, min(options.gpu_layers, count + 1))
        yield Split(layers, min(options.cpu_experts or 0, count), kinds[0], context)
        return
    for kind in kinds:
        yield Split(count + 1, 0, kind, context)
    if shape.experts:
        for kind in kinds:
            yield from (Split(count + 1, kept, kind, context) for kept in range(1, count + 1))
    for kind in kinds[:1]:
        yield from (Split(layers, 0, kind, context) for layers in range(count, 0, -1))


def _thinned(every: list[Placement]) -> list[Placement]:
    """Enough to step down by: the best, then each that leaves the GPUs clearly emptier than the one before."""
    kept: list[Placement] = []
    for placement in every:
        if not kept or _on_gpu(placement) < _on_gpu(kept[-1]) * _STEP:
            kept.append(placement)
    return kept


def _on_gpu(placement: Placement) -> int:
    return sum(share.used for share in placement.shares if share.device.kind == "gpu")
