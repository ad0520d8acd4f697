"""Typed access to a GGUF file's metadata. A value of the wrong type is a fault of the file."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.gguf_reader import Value
from app.errors import ModelProblem


class Metadata:
    """The key-value pairs of one file. Methods ending in `_of` look under the architecture's own name."""

    def __init__(self, file: str, pairs: Mapping[str, Value]) -> None:
        self.file = file
        self._pairs = pairs

    def __contains__(self, key: str) -> bool:
        return key in self._pairs

    @property
    def architecture(self) -> str:
        """llama.cpp's name for how the model is built."""
        return self.text("general.architecture")

    def text(self, key: str) -> str:
        """A text, or "" where the key is missing."""
        value = self._pairs.get(key, "")
        if not isinstance(value, str):
            raise self._wrong(key)
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number. Raises ModelProblem where it is missing and has no default."""
        value = self._pairs.get(key, default)
        if value is None:
            raise ModelProblem("models-file-metadata", file=self.file, entry=key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key)
        return value

    def number_of(self, key: str, default: int | None = None) -> int:
        """A whole number under the architecture's name, not negative."""
        full = f"{self.architecture}.{key}"
        value = self.number(full, default)
        if value < 0:
            raise self._wrong(full)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """A truth value."""
        value = self._pairs.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key)
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        value = self._pairs.get(key, ())
        if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
            raise self._wrong(key)
        return tuple(str(each) for each in value)

    def length(self, key: str) -> int | None:
        """How many entries a list has, or None where there is no such list."""
        value = self._pairs.get(key)
        if value is None:
            return None
        if not isinstance(value, tuple):
            raise self._wrong(key)
        return len(value)

    def per_layer(self, key: str, default: int | None = None) -> tuple[int, ...]:
        """A number for each layer; one number in the file stands for all of them."""
        full, count = f"{self.architecture}.{key}", self.number_of("block_count")
        value = self._pairs.get(full)
        if not isinstance(value, tuple):
            return (self.number_of(key, default),) * count
        numbers = tuple(each for each in value if isinstance(each, int) and each >= 0)
        if len(numbers) != len(value) or len(numbers) < count:
            raise self._wrong(full)
        return numbers[:count]

    def kv_width(self, layer: int) -> int:
        """Elements of keys and values that one token takes in one layer."""
        heads = self.per_layer("attention.head_count", 0)[layer]
        shared = self.per_layer("attention.head_count_kv", heads)[layer]
        width = self.number_of("embedding_length") // heads if heads else 0
        keys = self.number_of("attention.key_length", width)
        values = self.number_of("attention.value_length", width)
        return shared * (keys + values)

    def _wrong(self, key: str) -> ModelProblem:
        return ModelProblem("models-file-damaged", file=self.file, detail=key)
