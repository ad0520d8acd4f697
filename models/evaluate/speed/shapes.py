"""The shapes that are compared: the paper's mixture, and the dense models it was faster than.

Scaling divides a model's layers and its vocabulary by one factor for all of them. Widths, experts and heads
stay as they are, so that each matrix product is the full model's own, and the bytes that one token reads are
the full model's divided by the factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gguf import GGMLQuantizationType as Kind

from app.catalogue.rows import Catalogue, Dimensions
from models.command import WorkshopError

ROWS = {"mixture": "mixtral-8x7b-instruct", "dense-70b": "med42-70b", "dense-30b": "jais-30b"}
"""What is compared, by the catalogue's rows whose dimensions it takes."""
_BLOCK = 256
_FACTORS = (1, 2, 4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class Matrix:
    """One tensor: its name in the file, its shape (slowest-running axis first) and how it is stored."""

    name: str
    shape: tuple[int, ...]
    kind: Kind


def dimensions(name: str, factor: int = 1) -> Dimensions:
    """A compared model's dimensions, scaled. Raises WorkshopError for a name or factor that does not go."""
    if name not in ROWS:
        raise WorkshopError(f"There is no shape called {name}: choose of {', '.join(ROWS)}.")
    full = Catalogue.load().get(ROWS[name]).dimensions
    if full is None or full.layers // factor < 1:
        raise WorkshopError(f"{name} cannot be divided by {factor}.")
    vocabulary = max(full.vocabulary // factor // _BLOCK * _BLOCK, 512)
    return replace(full, layers=max(1, round(full.layers / factor)), vocabulary=vocabulary)


def best_factor(full_bytes: int, room: int, bytes_a_second: float, patience_s: float = 0.5) -> int:
    """The least factor at which the largest model fits `room` bytes and a token takes no longer than `patience_s`."""
    for factor in _FACTORS:
        if full_bytes / factor <= room and full_bytes / factor / bytes_a_second <= patience_s:
            return factor
    return _FACTORS[-1]


def matrices(shape: Dimensions) -> Iterator[Matrix]:
    """Every tensor of the model as llama.cpp's Q4_K_M stores it, in the file's order."""
    yield Matrix("token_embd.weight", (shape.vocabulary, shape.embedding), Kind.Q4_K)
    yield from _norm("output_norm", shape)
    yield Matrix("output.weight", (shape.vocabulary, shape.embedding), Kind.Q6_K)
    for layer in range(shape.layers):
        block = _jais(shape, layer) if shape.architecture == "jais" else _llama(shape, layer)
        for matrix in block:
            yield replace(matrix, name=f"blk.{layer}.{matrix.name}")


def use_more_bits(layer: int, layers: int) -> bool:
    """Which layers' most sensitive matrices get six bits: llama-quant.cpp's rule of the same name."""
    return layer < layers // 8 or layer >= 7 * layers // 8 or (layer - layers // 8) % 3 == 2


def _llama(shape: Dimensions, layer: int) -> Iterator[Matrix]:
    width, keys, mixed = shape.embedding, shape.kv_heads * shape.head, shape.experts > 0
    more = use_more_bits(layer, shape.layers)
    value = Kind.Q8_0 if mixed else Kind.Q6_K if more else Kind.Q5_K
    yield from _norm("attn_norm", shape)
    yield Matrix("attn_q.weight", (shape.heads * shape.head, width), Kind.Q4_K)
    yield Matrix("attn_k.weight", (keys, width), Kind.Q8_0 if mixed else Kind.Q4_K)
    yield Matrix("attn_v.weight", (keys, width), value)
    yield Matrix("attn_output.weight", (width, shape.heads * shape.head), Kind.Q5_K if mixed else Kind.Q4_K)
    yield from _norm("ffn_norm", shape)
    if mixed:
        yield Matrix("ffn_gate_inp.weight", (shape.experts, width), Kind.F32)
    yield from _feed_forward(shape, more)


def _jais(shape: Dimensions, layer: int) -> Iterator[Matrix]:
    width, more = shape.embedding, use_more_bits(layer, shape.layers)
    yield from _norm("attn_norm", shape)
    yield Matrix("attn_qkv.weight", (3 * width, width), Kind.Q6_K if more else Kind.Q4_K)
    yield Matrix("attn_qkv.bias", (3 * width,), Kind.F32)
    yield Matrix("attn_output.weight", (width, width), Kind.Q4_K)
    yield Matrix("attn_output.bias", (width,), Kind.F32)
    yield from _norm("ffn_norm", shape)
    yield from _feed_forward(shape, more)
    for name, size in (("gate", shape.feed_forward), ("up", shape.feed_forward), ("down", width)):
        yield Matrix(f"ffn_{name}.bias", (size,), Kind.F32)


def _feed_forward(shape: Dimensions, more: bool) -> Iterator[Matrix]:
    several, ending = ((shape.experts,), "_exps") if shape.experts else ((), "")
    inner, width = shape.feed_forward, shape.embedding
    yield Matrix(f"ffn_gate{ending}.weight", (*several, inner, width), Kind.Q4_K)
    yield Matrix(f"ffn_up{ending}.weight", (*several, inner, width), Kind.Q4_K)
    down = Kind.Q6_K if more else Kind.Q4_K
    # The quantiser leaves rows that do not divide into blocks in 16 bits.
    yield Matrix(f"ffn_down{ending}.weight", (*several, width, inner), down if inner % _BLOCK == 0 else Kind.F16)


def _norm(name: str, shape: Dimensions) -> Iterator[Matrix]:
    yield Matrix(f"{name}.weight", (shape.embedding,), Kind.F32)
    if shape.architecture == "jais":
        yield Matrix(f"{name}.bias", (shape.embedding,), Kind.F32)
