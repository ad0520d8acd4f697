"""Reads the header of a GGUF file: metadata and tensor descriptions, without trusting a byte of it.

Format: docs/gguf.md in ggml-org/ggml. Every fault is a ModelProblem that names it; nothing is
allocated by what a file merely claims.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO, Union

from app.engine.ggml_types import TENSOR_TYPES
from app.errors import ModelProblem

Scalar = Union[int, float, bool, str]
Value = Union[Scalar, tuple[Scalar, ...]]

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_MAX_NAME = 64
_MAX_DIMENSIONS = 4
_VERSIONS = (2, 3)


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor as the file describes it. `shape` in elements, fastest-running dimension first."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int

    @property
    def size(self) -> int:
        """Bytes of its data."""
        kind = TENSOR_TYPES[self.type]
        return prod(self.shape) // kind.elements * kind.size


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the tensor data. `data_start` is the data's place in the file, in bytes."""

    version: int
    metadata: dict[str, Value]
    tensors: tuple[Tensor, ...]
    alignment: int
    data_start: int


def read_header(path: Path) -> Header:
    """Read a file's header. Raises ModelProblem that names what is wrong with the file."""
    try:
        with path.open("rb") as file:
            return _Reader(file, path).header()
    except OSError as error:
        raise ModelProblem("models-file-unreadable", file=path.name, reason=error.strerror or str(error)) from error


class _Reader:
    """A cursor over one file that knows how many bytes are left."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._name = path.name
        self._left = path.stat().st_size

    def header(self) -> Header:
        _check_magic(self._take(min(4, self._left)), self._name)
        version = self._number("I")
        self._check_version(version)
        tensor_count, pair_count = self._number("q"), self._number("q")
        metadata = self._metadata(pair_count)
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1):
            raise self._damaged(f"general.alignment = {alignment}")
        tensors = self._tensors(tensor_count)
        here = self._file.tell()
        return Header(version, metadata, tensors, alignment, here + -here % alignment)

    def _check_version(self, version: int) -> None:
        if version & 0xFFFF == 0:
            raise ModelProblem("models-file-endian", file=self._name)
        if version not in _VERSIONS:
            raise ModelProblem("models-file-version", file=self._name, version=version)

    def _metadata(self, count: int) -> dict[str, Value]:
        self._check_count("metadata", count, least=13)
        metadata: dict[str, Value] = {}
        for _ in range(count):
            key = self._string()
            if not key or key in metadata:
                raise self._damaged(f"metadata key {key!r}")
            metadata[key] = self._value(self._number("I"), key)
        return metadata

    def _value(self, kind: int, key: str) -> Value:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array(key)
        if kind not in _SCALARS:
            raise self._damaged(f"{key}: type {kind}")
        return self._number(_SCALARS[kind])

    def _array(self, key: str) -> tuple[Scalar, ...]:
        kind, count = self._number("I"), self._number("Q")
        if kind == _STRING:
            self._check_count(key, count, least=8)
            return tuple(self._string() for _ in range(count))
        if kind not in _SCALARS:
            raise self._damaged(f"{key}: array of type {kind}")
        width = struct.calcsize("<" + _SCALARS[kind])
        self._check_count(key, count, least=width)
        return struct.unpack(f"<{count}{_SCALARS[kind]}", self._take(count * width))

    def _tensors(self, count: int) -> tuple[Tensor, ...]:
        self._check_count("tensors", count, least=32)
        tensors: dict[str, Tensor] = {}
        for _ in range(count):
            tensor = self._tensor()
            if tensor.name in tensors:
                raise self._damaged(f"tensor {tensor.name} twice")
            tensors[tensor.name] = tensor
        return tuple(tensors.values())

    def _tensor(self) -> Tensor:
        name = self._string()
        if not name or len(name.encode()) >= _MAX_NAME:
            raise self._damaged(f"tensor name {name[:80]!r}")
        dimensions = self._number("I")
        if not 1 <= dimensions <= _MAX_DIMENSIONS:
            raise self._damaged(f"tensor {name}: {dimensions} dimensions")
        shape = tuple(self._number("q") for _ in range(dimensions))
        kind, offset = self._number("I"), self._number("Q")
        if min(shape) < 1 or prod(shape) >= 2**62:
            raise self._damaged(f"tensor {name}: shape {shape}")
        if kind not in TENSOR_TYPES or shape[0] % TENSOR_TYPES[kind].elements:
            raise self._damaged(f"tensor {name}: type {kind}, row of {shape[0]}")
        return Tensor(name, shape, kind, offset)

    def _check_count(self, what: str, count: int, least: int) -> None:
        """`count` things of at least `least` bytes must fit into what is left of the file."""
        if count < 0 or count * least > self._left:
            raise self._damaged(f"{what}: {count} entries")

    def _string(self) -> str:
        length = self._number("Q")
        if length > self._left:
            raise ModelProblem("models-file-header-cut", file=self._name)
        return self._take(length).decode("utf-8", errors="replace")

    def _number(self, code: str) -> int:
        return struct.unpack("<" + code, self._take(struct.calcsize("<" + code)))[0]

    def _take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise ModelProblem("models-file-header-cut", file=self._name)
        self._left -= count
        return data

    def _damaged(self, detail: str) -> ModelProblem:
        return ModelProblem("models-file-damaged", file=self._name, detail=detail)


_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"vers", "models-file-pointer"),
    (b"<!DO", "models-file-webpage"),
    (b"<!do", "models-file-webpage"),
    (b"<htm", "models-file-webpage"),
    (b"lmgg", "models-file-old-format"),
    (b"fmgg", "models-file-old-format"),
    (b"tjgg", "models-file-old-format"),
    (b"algg", "models-file-old-format"),
    (b"PK\x03\x04", "models-file-not-converted"),
    (b"\x80\x02", "models-file-not-converted"),
)
"""First bytes of files that people take for a model: a Git LFS pointer, a saved web page, GGML's
formats before GGUF (their magic numbers are stored little-endian), PyTorch checkpoints."""


def _check_magic(magic: bytes, name: str) -> None:
    if magic == b"GGUF":
        return
    if not magic:
        raise ModelProblem("models-file-empty", file=name)
    for beginning, key in _STRANGERS:
        if magic.startswith(beginning):
            raise ModelProblem(key, file=name)
    raise ModelProblem("models-file-magic", file=name)
