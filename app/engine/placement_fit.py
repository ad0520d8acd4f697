"""The arithmetic of placement: what a given split of a model costs on each device."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.engine.placement_values import Device, KvType, Mode, Placement, PlacementOptions, Share
from app.engine.shape import Shape

_KV_BYTES = {"f16": 2.0, "q8_0": 34 / 32}


@dataclass(frozen=True, slots=True)
class Split:
    """A way to cut a model: the last `gpu_layers` layers (the output counts as one) go to GPUs.

    The experts of the first `cpu_experts` layers stay on the CPU all the same.
    """

    gpu_layers: int
    cpu_experts: int
    kv: KvType
    context: int

    @property
    def flash_attention(self) -> bool:
        """Wanted on GPUs, and what a quantised cache needs anywhere."""
        return self.gpu_layers > 0 or self.kv != "f16"


def kv_bytes(elements: int, kv: KvType, tokens: int) -> int:
    """Bytes of a KV cache of `tokens` cells: f16 takes 2 bytes an element, q8_0 34 bytes for 32."""
    return round(elements * _KV_BYTES[kv] * tokens)


def compute_bytes(shape: Shape, split: Split, batch: int) -> int:
    """A bound for llama.cpp's compute buffer in prefill.

    Either the logits of a whole batch (float32 by vocabulary) or one layer's activations are the
    largest thing alive, beside the attention mask and two hidden states. Measured against it:
    Gemma 3 270M reserves 514.5 MiB for a batch of 512, of which 512 MiB are logits.
    """
    width = shape.feed_forward * max(shape.used, 1) * 3 + shape.embedding * 4
    scores = 0 if split.flash_attention else shape.heads * split.context
    logits = shape.vocabulary
    mask = split.context * 2
    return batch * (4 * max(logits, width + scores) + mask + 8 * shape.embedding)


def lay_out(shape: Shape, split: Split, devices: Sequence[Device], options: PlacementOptions) -> Placement:
    """The memory each device needs for `split`, and whether it has it."""
    gpus = [device for device in devices if device.kind == "gpu"] if split.gpu_layers else []
    pieces = _pieces(shape, split)[len(shape.layers) + 1 - split.gpu_layers :] if gpus else []
    compute = compute_bytes(shape, split, options.batch)
    on_cpu = _cpu_weights(shape, split if gpus else Split(0, 0, split.kv, split.context))
    staging = 2 * max((layer.largest for layer in shape.layers), default=0) if on_cpu > shape.input else 0
    counts = _counts(pieces, gpus, compute + staging + options.margin, options)
    shares = _gpu_shares(pieces, counts, gpus, compute + staging, options)
    shares.append(_cpu_share(shape, split, devices, on_cpu, compute, bool(gpus), options))
    return Placement(
        mode=_mode(shape, split, bool(gpus)),
        context=split.context,
        kv=split.kv,
        flash_attention=split.flash_attention,
        gpu_layers=split.gpu_layers if gpus else 0,
        cpu_experts=split.cpu_experts if gpus else 0,
        tensor_split=_tensor_split(counts, gpus, options),
        shares=tuple(shares),
        fits=all(_has_room(share, options) for share in shares),
    )


def _pieces(shape: Shape, split: Split) -> list[tuple[int, int]]:
    """Bytes of weights and of KV that each layer, and last the output, takes where it is put."""
    pieces = []
    for number, layer in enumerate(shape.layers):
        weights = layer.dense if number < split.cpu_experts else layer.weights
        pieces.append((weights, kv_bytes(layer.kv, split.kv, split.context)))
    return [*pieces, (shape.head, 0)]


def _cpu_weights(shape: Shape, split: Split) -> int:
    kept = len(shape.layers) + 1 - split.gpu_layers
    whole = sum(layer.weights for layer in shape.layers[: max(kept, 0)])
    experts = sum(layer.experts for layer in shape.layers[max(kept, 0) : split.cpu_experts])
    return shape.input + whole + experts + (shape.output if split.gpu_layers == 0 else 0)


def _counts(pieces: list[tuple[int, int]], gpus: list[Device], fixed: int, options: PlacementOptions) -> list[int]:
    """How many layers each GPU takes: as a person said, else so that the fullest is as empty as can be."""
    if len(gpus) < 2:
        return [len(pieces)] * len(gpus)
    if options.tensor_split and len(options.tensor_split) == len(gpus):
        return _counts_by_share(len(pieces), options.tensor_split)
    room = [max(gpu.free - fixed, 1) for gpu in gpus]
    sizes = [weights + kv for weights, kv in pieces]
    low, high = 0.0, max(sum(sizes) / min(room), 1.0)
    for _ in range(30):
        middle = (low + high) / 2
        if sum(_filled(sizes, room, middle)) == len(sizes):
            high = middle
        else:
            low = middle
    return _all_placed(_filled(sizes, room, high), len(sizes))


def _filled(sizes: list[int], room: list[int], ratio: float) -> list[int]:
    """Layers in order into GPUs in order, each filled up to `ratio` of its room."""
    counts, start = [], 0
    totals = [0, *accumulate(sizes)]
    for space in room:
        end = bisect_right(totals, totals[start] + space * ratio) - 1
        counts.append(max(end - start, 0))
        start = max(end, start)
    return counts


def _all_placed(counts: list[int], layers: int) -> list[int]:
    """What found no room goes to the last GPU, which then does not fit; nothing is left out of the count."""
    return [*counts[:-1], counts[-1] + layers - sum(counts)]


def _counts_by_share(layers: int, shares: Sequence[float]) -> list[int]:
    """llama.cpp's own rule: layer k of n goes to the first GPU whose cumulative share exceeds k/n."""
    ends = [end / sum(shares) for end in accumulate(shares)]
    owners = [min(bisect_right(ends, layer / layers), len(shares) - 1) for layer in range(layers)]
    return [owners.count(gpu) for gpu in range(len(shares))]


def _gpu_shares(
    pieces: list[tuple[int, int]], counts: list[int], gpus: list[Device], compute: int, options: PlacementOptions
) -> list[Share]:
    shares, start = [], 0
    for gpu, count in zip(gpus, counts, strict=True):
        own = pieces[start : start + count]
        weights = sum(weights for weights, _ in own) + options.adapter * count // max(len(pieces), 1)
        shares.append(Share(gpu, count, weights, sum(kv for _, kv in own), compute if count else 0))
        start += count
    return shares


def _cpu_share(
    shape: Shape,
    split: Split,
    devices: Sequence[Device],
    weights: int,
    compute: int,
    has_gpu: bool,
    options: PlacementOptions,
) -> Share:
    cpu = next((device for device in devices if device.kind == "cpu"), Device("CPU", 0, kind="cpu"))
    kept = max(len(shape.layers) + 1 - split.gpu_layers, 0) if has_gpu else len(shape.layers)
    kept = min(kept, len(shape.layers))
    elements = sum(layer.kv for layer in shape.layers[:kept])
    everything = kept == len(shape.layers)
    return Share(
        device=cpu,
        layers=kept,
        weights=weights + (options.adapter if everything else 0),
        kv=kv_bytes(elements, split.kv, split.context),
        compute=compute if kept or split.cpu_experts else 0,
    )


def _has_room(share: Share, options: PlacementOptions) -> bool:
    if share.device.kind == "cpu":
        return share.device.free == 0 or share.used <= share.device.free
    return share.layers == 0 or share.used + options.margin <= share.device.free


def _tensor_split(counts: list[int], gpus: list[Device], options: PlacementOptions) -> tuple[float, ...]:
    if len(gpus) < 2:
        return ()
    if options.tensor_split and len(options.tensor_split) == len(gpus):
        return options.tensor_split
    return tuple(float(count) for count in counts)


def _mode(shape: Shape, split: Split, has_gpu: bool) -> Mode:
    if not has_gpu:
        return "cpu"
    if split.gpu_layers <= len(shape.layers):
        return "layers"
    return "experts" if split.cpu_experts else "gpu"
