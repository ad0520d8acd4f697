"""Writes a model of a shape with random weights in Q4_K_M, tensor by tensor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf import GGML_QUANT_SIZES

from app.catalogue.files import require_room
from app.catalogue.rows import Dimensions
from models.evaluate.speed.blocks import Maker
from models.evaluate.speed.shapes import Matrix, matrices
from models.gguf.tiny import TinyShape, add_value, metadata
from models.gguf.tiny_vocabulary import byte_pairs, sentencepiece

_CONTEXT = 4096
_Q4_K_M = 15  # LLAMA_FTYPE_MOSTLY_Q4_K_M in llama.h


def size_of(shape: Dimensions) -> int:
    """Bytes of the weights."""
    return sum(_bytes(matrix) for matrix in matrices(shape))


def write_random(path: Path, shape: Dimensions, seed: int = 0) -> Path:
    """Write the model; the file appears when it is whole. Raises ModelProblem where the disk is too full."""
    require_room(path.parent, size_of(shape))
    temporary = path.with_suffix(".gguf.tmp")
    writer = gguf.GGUFWriter(temporary, shape.architecture)
    for key, value in _described(shape, path.stem).items():
        add_value(writer, key, value)
    every = list(matrices(shape))
    for matrix in every:
        writer.add_tensor_info(matrix.name, _stored(matrix), np.dtype(np.uint8), _bytes(matrix), matrix.kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    maker = Maker(seed)
    for matrix in every:
        writer.write_tensor_data(_values(matrix, maker))
    writer.close()
    return temporary.replace(path)


def _values(matrix: Matrix, maker: Maker) -> np.ndarray:
    if matrix.name.endswith("norm.weight"):
        return np.ones(matrix.shape, np.float32)
    if matrix.name.endswith(".bias"):
        return np.zeros(matrix.shape, np.float32)
    return maker.tensor(matrix.shape, matrix.kind)


def _stored(matrix: Matrix) -> tuple[int, ...]:
    """The shape in bytes, as the writer wants it of quantised tensors."""
    elements, size = GGML_QUANT_SIZES[matrix.kind]
    return (*matrix.shape[:-1], matrix.shape[-1] // elements * size)


def _bytes(matrix: Matrix) -> int:
    return int(np.prod(_stored(matrix)))


def _described(shape: Dimensions, name: str) -> dict[str, Any]:
    like = TinyShape(
        shape.architecture,
        shape.layers,
        shape.embedding,
        shape.heads,
        shape.kv_heads,
        shape.feed_forward,
        shape.experts,
        shape.used,
        _CONTEXT,
    )
    return {**metadata(like, name), "general.file_type": _Q4_K_M, **_vocabulary(shape)}


def _vocabulary(shape: Dimensions) -> dict[str, Any]:
    """A tiny tokenizer, filled up with tokens that no text holds."""
    found = byte_pairs() if shape.architecture == "jais" else sentencepiece()
    lacking = shape.vocabulary - len(found["tokenizer.ggml.tokens"])
    found["tokenizer.ggml.tokens"] += [f"<filler{number}>" for number in range(lacking)]
    found["tokenizer.ggml.token_type"] += [5] * lacking  # unused, in llama.h's enum llama_token_type
    if "tokenizer.ggml.scores" in found:
        found["tokenizer.ggml.scores"] += [-1e4] * lacking
    return found
