"""The size of a model, part by part: what placement needs to know about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer block, in bytes: `experts` of a mixture apart from everything else.

    `largest` is its biggest single tensor; `kv` the elements that keys and values take per token.
    """

    dense: int
    experts: int
    largest: int
    kv: int

    @property
    def weights(self) -> int:
        """All its bytes."""
        return self.dense + self.experts


@dataclass(frozen=True, slots=True)
class Shape:
    """A model's parts in bytes and its dimensions in elements.

    `input` is the token embedding, which llama.cpp keeps on the CPU; `output` what stands behind the
    last layer. Where the output projection is the embedding (`shares_embedding`), a GPU that computes
    the output holds a copy of it. `used` of the `experts` work on one token; both are 0 for a dense
    model. `context` is the length it was trained on, in tokens.
    """

    architecture: str
    layers: tuple[Layer, ...]
    input: int
    output: int
    embedding: int
    vocabulary: int
    heads: int
    feed_forward: int
    context: int
    experts: int = 0
    used: int = 0
    shares_embedding: bool = False

    @property
    def head(self) -> int:
        """Bytes that computing the output reads."""
        return self.output + (self.input if self.shares_embedding else 0)

    @property
    def weights(self) -> int:
        """All its bytes, the shared embedding once."""
        return self.input + self.output + sum(layer.weights for layer in self.layers)

    @property
    def active(self) -> int:
        """Bytes of weights that are read for one token."""
        share = self.used / self.experts if self.experts else 0.0
        layers = sum(layer.dense + int(layer.experts * share) for layer in self.layers)
        return self.head + layers

    @property
    def kv(self) -> int:
        """Elements of the KV cache that one token takes, over all layers."""
        return sum(layer.kv for layer in self.layers)
