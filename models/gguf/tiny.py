"""Tiny models with random weights and the build of the real ones, to try the engine with.

    python -m models.gguf.tiny FOLDER

writes a Mixtral (architecture `llama`, 8 experts of which 2 work), a dense Llama (as Med42 and
Meditron are built), a Jais and a LoRA adapter for the Mixtral: a few megabytes in all, the same
bytes every time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy
from numpy.typing import NDArray

from models.command import command
from models.gguf.tiny_vocabulary import byte_pairs, sentencepiece

Weights = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class TinyShape:
    """The dimensions of a tiny model, in elements. `experts` 0 means a dense feed-forward part."""

    architecture: str = "llama"
    layers: int = 2
    width: int = 128
    heads: int = 4
    kv_heads: int = 2
    feed_forward: int = 256
    experts: int = 0
    used: int = 0
    context: int = 2048

    @property
    def kv_width(self) -> int:
        """Elements of the keys of one token in one layer."""
        return self.width // self.heads * self.kv_heads


MIXTRAL = TinyShape(experts=8, used=2, feed_forward=128)
LLAMA = TinyShape()
JAIS = TinyShape(architecture="jais", kv_heads=4)


def metadata(shape: TinyShape, name: str = "tiny") -> dict[str, Any]:
    """The GGUF metadata of a model of this shape, tokenizer included."""
    own: dict[str, Any] = {
        "context_length": shape.context,
        "block_count": shape.layers,
        "embedding_length": shape.width,
        "feed_forward_length": shape.feed_forward,
        "attention.head_count": shape.heads,
        "attention.head_count_kv": shape.kv_heads,
    }
    if shape.architecture == "jais":
        own |= {"attention.layer_norm_epsilon": 1e-5, "attention.max_alibi_bias": 8.0}
    else:
        own |= {"attention.layer_norm_rms_epsilon": 1e-5, "rope.dimension_count": shape.width // shape.heads}
    if shape.experts:
        own |= {"expert_count": shape.experts, "expert_used_count": shape.used}
    vocabulary = byte_pairs() if shape.architecture == "jais" else sentencepiece()
    described = {f"{shape.architecture}.{key}": value for key, value in own.items()}
    return {"general.name": name, "general.type": "model", "general.file_type": 1, **described, **vocabulary}


def tensors(shape: TinyShape, vocabulary: int, seed: int = 0) -> Weights:
    """Random weights by tensor name, matrices in float16; numpy's axes, slowest-running first."""
    make = _Maker(seed)
    weights = {
        "token_embd.weight": make.matrix(vocabulary, shape.width),
        "output_norm.weight": make.ones(shape.width),
        "output.weight": make.matrix(vocabulary, shape.width),
    }
    if shape.architecture == "jais":
        weights["output_norm.bias"] = make.bias(shape.width)
    for layer in range(shape.layers):
        block = _jais_block(shape, make) if shape.architecture == "jais" else _llama_block(shape, make)
        weights |= {f"blk.{layer}.{name}": value for name, value in block.items()}
    return weights


def adapter_tensors(shape: TinyShape, rank: int = 4, seed: int = 1) -> Weights:
    """A LoRA of every attention and expert matrix: `lora_a` (rank by input) and `lora_b` (output by rank)."""
    make = _Maker(seed)
    weights: Weights = {}
    for layer in range(shape.layers):
        for name, matrix in _llama_block(shape, make).items():
            if matrix.ndim < 2:
                continue
            *experts, out, into = matrix.shape
            weights[f"blk.{layer}.{name}.lora_a"] = make.matrix(*experts, rank, into)
            weights[f"blk.{layer}.{name}.lora_b"] = make.matrix(*experts, out, rank)
    return weights


def write(path: Path, described: Mapping[str, Any], weights: Weights, parts: int = 1) -> Path:
    """Write a GGUF file, or `parts` files of a split one; returns the (first) file."""
    per_part = -(-len(weights) // parts) if parts > 1 else 0
    architecture = next((key.split(".")[0] for key in described if key.endswith(".block_count")), "llama")
    writer = gguf.GGUFWriter(path, architecture, split_max_tensors=per_part)
    for key, value in described.items():
        add_value(writer, key, value)
    for name, value in weights.items():
        writer.add_tensor(name, value)
    writer.write_header_to_file(path)
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path if parts == 1 else path.with_name(f"{path.stem}-00001-of-{parts:05d}.gguf")


def write_model(path: Path, shape: TinyShape, seed: int = 0, parts: int = 1) -> Path:
    """A whole tiny model in one file, or split into `parts`; returns the (first) file."""
    described = metadata(shape, path.stem)
    vocabulary = len(described["tokenizer.ggml.tokens"])
    return write(path, described, tensors(shape, vocabulary, seed), parts)


def write_adapter(path: Path, shape: TinyShape, rank: int = 4, seed: int = 1) -> Path:
    """A LoRA adapter for a model of this shape (architecture `llama`)."""
    described = {"general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": float(8 * rank)}
    return write(path, described, adapter_tensors(shape, rank, seed))


class _Maker:
    """Draws weights whose products keep their size, always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self._random = numpy.random.default_rng(seed)

    def matrix(self, *shape: int) -> NDArray[Any]:
        return (self._random.standard_normal(shape) / shape[-1] ** 0.5).astype(numpy.float16)

    def ones(self, size: int) -> NDArray[Any]:
        return numpy.ones(size, dtype=numpy.float32)

    def bias(self, size: int) -> NDArray[Any]:
        return (self._random.standard_normal(size) * 0.1).astype(numpy.float32)


def _llama_block(shape: TinyShape, make: _Maker) -> Weights:
    width, inner = shape.width, shape.feed_forward
    block = {
        "attn_norm.weight": make.ones(width),
        "attn_q.weight": make.matrix(width, width),
        "attn_k.weight": make.matrix(shape.kv_width, width),
        "attn_v.weight": make.matrix(shape.kv_width, width),
        "attn_output.weight": make.matrix(width, width),
        "ffn_norm.weight": make.ones(width),
    }
    several, ending = ((shape.experts,), "_exps") if shape.experts else ((), "")
    if shape.experts:
        block["ffn_gate_inp.weight"] = make.matrix(shape.experts, width).astype(numpy.float32)
    block[f"ffn_gate{ending}.weight"] = make.matrix(*several, inner, width)
    block[f"ffn_up{ending}.weight"] = make.matrix(*several, inner, width)
    block[f"ffn_down{ending}.weight"] = make.matrix(*several, width, inner)
    return block


def _jais_block(shape: TinyShape, make: _Maker) -> Weights:
    width, inner = shape.width, shape.feed_forward
    sizes = {"attn_qkv": (3 * width, width), "attn_output": (width, width)}
    sizes |= {"ffn_gate": (inner, width), "ffn_up": (inner, width), "ffn_down": (width, inner)}
    block: Weights = {}
    for name in ("attn_norm", "ffn_norm"):
        block |= {f"{name}.weight": make.ones(width), f"{name}.bias": make.bias(width)}
    for name, (out, into) in sizes.items():
        block |= {f"{name}.weight": make.matrix(out, into), f"{name}.bias": make.bias(out)}
    return block


def add_value(writer: gguf.GGUFWriter, key: str, value: Any) -> None:
    """Add a metadata entry of the type that fits the value."""
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, int):
        writer.add_uint32(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    elif isinstance(value, str):
        writer.add_string(key, value)
    else:
        writer.add_array(key, value)


def main(arguments: Sequence[str]) -> int:
    """Write one of each into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, shape in (("mixtral", MIXTRAL), ("llama", LLAMA), ("jais", JAIS)):
        sys.stdout.write(f"{write_model(folder / f'tiny-{name}.gguf', shape)}\n")
    sys.stdout.write(f"{write_adapter(folder / 'tiny-mixtral-lora.gguf', MIXTRAL)}\n")
    return 0


if __name__ == "__main__":
    command(main)
