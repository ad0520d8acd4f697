"""Says what a GGUF model file is, or names its fault, without loading it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.engine.ggml_types import FILE_TYPES
from app.engine.gguf_checks import check_complete, check_data, check_kind, check_vocabulary
from app.engine.gguf_metadata import Metadata
from app.engine.gguf_reader import Tensor, read_header
from app.engine.shape import Layer, Shape
from app.errors import ModelProblem

_SPLIT = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")
_EXPERTS = re.compile(r"\.ffn_(up|down|gate|gate_up)_(ch)?exps\.")


@dataclass(frozen=True, slots=True)
class GgufInfo:
    """A model file as its header describes it. `size` is in bytes on disk, over all parts of a split file.

    `adds_bos` and `adds_space` are the vocabulary's habits (see templates.encode); `chat_template` is
    the file's own Jinja template or empty.
    """

    paths: tuple[Path, ...]
    name: str
    licence: str
    quantisation: str
    size: int
    shape: Shape
    tokenizer: str
    bos: str
    eos: str
    adds_bos: bool
    adds_space: bool
    chat_template: str

    @property
    def architecture(self) -> str:
        """llama.cpp's name for how the model is built."""
        return self.shape.architecture


def inspect(path: Path) -> GgufInfo:
    """Read and check a model file, with all its parts where it is split.

    Raises ModelProblem that names the fault: not a GGUF file, a version or architecture the engine
    does not know, cut off, damaged, tensors missing or of the wrong shape, no tokenizer, parts missing.
    """
    paths = parts_of(path)
    headers = [read_header(part) for part in paths]
    for part, header in zip(paths, headers, strict=True):
        check_data(part, header)
    metadata = Metadata(paths[0].name, headers[0].metadata)
    check_kind(metadata)
    tensors = {tensor.name: tensor for header in headers for tensor in header.tensors}
    check_complete(metadata, tensors)
    check_vocabulary(metadata, tensors)
    return _info(paths, metadata, tensors)


def parts_of(path: Path) -> tuple[Path, ...]:
    """All files of a split model in order, or the one file. Raises ModelProblem where some are missing."""
    if path.is_dir():
        raise ModelProblem("models-file-folder", file=path.name)
    if not path.exists():
        raise ModelProblem("models-file-missing", file=str(path))
    found = _SPLIT.search(path.name)
    if not found:
        return (path,)
    stem, count = path.name[: found.start()], int(found[2])
    if not 1 <= int(found[1]) <= count <= 1000:
        raise ModelProblem("models-file-damaged", file=path.name, detail=found[0])
    parts = [path.with_name(f"{stem}-{number:05d}-of-{count:05d}.gguf") for number in range(1, count + 1)]
    missing = [part.name for part in parts if not part.exists()]
    if missing:
        raise ModelProblem("models-file-parts", file=path.name, missing=", ".join(missing))
    return tuple(parts)


def _info(paths: tuple[Path, ...], metadata: Metadata, tensors: dict[str, Tensor]) -> GgufInfo:
    tokens = metadata.strings("tokenizer.ggml.tokens")
    tokenizer = metadata.text("tokenizer.ggml.model")
    sentencepiece = tokenizer == "llama"
    return GgufInfo(
        paths=paths,
        name=metadata.text("general.name") or paths[0].stem,
        licence=metadata.text("general.license"),
        quantisation=FILE_TYPES.get(metadata.number("general.file_type", -1), ""),
        size=sum(part.stat().st_size for part in paths),
        shape=_shape(metadata, tensors, len(tokens)),
        tokenizer=tokenizer,
        bos=_token(metadata, tokens, "bos"),
        eos=_token(metadata, tokens, "eos"),
        adds_bos=metadata.flag("tokenizer.ggml.add_bos_token", sentencepiece),
        adds_space=metadata.flag("tokenizer.ggml.add_space_prefix", sentencepiece),
        chat_template=metadata.text("tokenizer.chat_template"),
    )


def _token(metadata: Metadata, tokens: tuple[str, ...], which: str) -> str:
    number = metadata.number(f"tokenizer.ggml.{which}_token_id", -1)
    return tokens[number] if 0 <= number < len(tokens) else ""


def _shape(metadata: Metadata, tensors: dict[str, Tensor], vocabulary: int) -> Shape:
    count = metadata.number_of("block_count")
    by_layer: list[list[Tensor]] = [[] for _ in range(count)]
    outside = 0
    for tensor in tensors.values():
        number = layer_number(tensor.name)
        if number is not None and number < count:
            by_layer[number].append(tensor)
        elif tensor.name != "token_embd.weight":
            outside += tensor.size
    return Shape(
        architecture=metadata.architecture,
        layers=tuple(_layer(metadata, number, of_layer) for number, of_layer in enumerate(by_layer)),
        input=tensors["token_embd.weight"].size,
        output=outside,
        embedding=metadata.number_of("embedding_length"),
        vocabulary=vocabulary,
        heads=max(metadata.per_layer("attention.head_count", 0), default=0),
        feed_forward=max(metadata.per_layer("feed_forward_length", 0), default=0),
        context=metadata.number_of("context_length"),
        experts=metadata.number_of("expert_count", 0),
        used=metadata.number_of("expert_used_count", 0),
        shares_embedding="output.weight" not in tensors,
    )


def _layer(metadata: Metadata, number: int, tensors: list[Tensor]) -> Layer:
    experts = sum(tensor.size for tensor in tensors if _EXPERTS.search(tensor.name))
    return Layer(
        dense=sum(tensor.size for tensor in tensors) - experts,
        experts=experts,
        largest=max((tensor.size for tensor in tensors), default=0),
        kv=metadata.kv_width(number),
    )


def layer_number(tensor: str) -> int | None:
    """The block a tensor belongs to, from its name; None for those outside the blocks."""
    found = re.match(r"blk\.(\d{1,4})\.", tensor)
    return int(found[1]) if found else None
