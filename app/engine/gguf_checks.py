"""What must hold for a model file to be loaded: its data whole, its kind known, its parts complete."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from app.engine.architectures import GENERATORS, OTHERS
from app.engine.gguf_metadata import Metadata
from app.engine.gguf_reader import Header, Tensor
from app.errors import ModelProblem

_MAX_LAYERS = 1000
_OLD_EXPERT = re.compile(r"blk\.\d+\.ffn_(gate|up|down)\.\d+\.weight")
_ATTENTION = ("attn_norm.weight", "attn_output.weight", "ffn_norm.weight")
_QKV = ("attn_q.weight", "attn_k.weight", "attn_v.weight")
_DENSE = ("ffn_gate.weight", "ffn_up.weight", "ffn_down.weight")
_MIXTURE = ("ffn_gate_inp.weight", "ffn_up_exps.weight", "ffn_down_exps.weight")
_GEMMA = ("attn_q_norm.weight", "attn_k_norm.weight", "post_attention_norm.weight", "post_ffw_norm.weight")
_WIDE = ("token_embd", "attn_norm", "attn_q", "ffn_norm", "ffn_up", "ffn_gate_inp", "output_norm")
_EXPERTS = ("ffn_up_exps", "ffn_down_exps", "ffn_gate_exps")
_JAIS = ("attn_norm.bias", "attn_qkv.weight", "attn_qkv.bias", "attn_output.bias", "ffn_norm.bias")


def check_data(path: Path, header: Header) -> None:
    """The file holds all the data its header describes, in the order and alignment llama.cpp demands."""
    expected = 0
    for tensor in header.tensors:
        if tensor.offset != expected:
            raise ModelProblem("models-file-damaged", file=path.name, detail=f"tensor {tensor.name}: offset")
        end = header.data_start + tensor.offset + tensor.size
        expected += tensor.size + -tensor.size % header.alignment
        lacking = end - path.stat().st_size
        if lacking > 0:
            raise ModelProblem("models-file-truncated", file=path.name, tensor=tensor.name)


def check_kind(metadata: Metadata) -> None:
    """The file is a text-generating model of an architecture the engine knows."""
    kind = metadata.text("general.type")
    if kind == "adapter":
        raise ModelProblem("models-file-adapter", file=metadata.file)
    architecture = metadata.architecture
    if not architecture:
        raise ModelProblem("models-file-metadata", file=metadata.file, entry="general.architecture")
    if architecture in OTHERS or kind not in ("", "model"):
        raise ModelProblem("models-file-not-generator", file=metadata.file, kind=kind or architecture)
    if architecture not in GENERATORS:
        raise ModelProblem("models-file-architecture", file=metadata.file, architecture=architecture)


def check_complete(metadata: Metadata, tensors: Mapping[str, Tensor]) -> None:
    """Every layer is there with its tensors, and the embedding has the size the metadata say."""
    if any(_OLD_EXPERT.fullmatch(name) for name in tensors):
        raise ModelProblem("models-file-old-experts", file=metadata.file)
    metadata.number_of("context_length")
    layers = metadata.number_of("block_count")
    if not 1 <= layers <= _MAX_LAYERS:
        raise ModelProblem("models-file-damaged", file=metadata.file, detail=f"block_count = {layers}")
    for name in _required(metadata, tensors, layers):
        if name not in tensors:
            raise ModelProblem("models-file-tensor", file=metadata.file, tensor=name)
    _check_layers(metadata, tensors, layers)
    _check_shapes(metadata, tensors)


def check_vocabulary(metadata: Metadata, tensors: Mapping[str, Tensor]) -> None:
    """A tokenizer is there, whole, and as large as the embedding."""
    tokens = metadata.strings("tokenizer.ggml.tokens")
    model = metadata.text("tokenizer.ggml.model")
    if not tokens or model in ("", "none", "no_vocab"):
        raise ModelProblem("models-file-tokenizer", file=metadata.file)
    if model == "gpt2" and not metadata.length("tokenizer.ggml.merges"):
        raise ModelProblem("models-file-tokenizer", file=metadata.file)
    lengths = {metadata.length(f"tokenizer.ggml.{each}") for each in ("scores", "token_type")} - {None}
    rows = tensors["token_embd.weight"].shape[-1]
    if lengths - {len(tokens)} or rows != len(tokens):
        raise ModelProblem("models-file-vocabulary", file=metadata.file, tokens=len(tokens), rows=rows)
    for which in ("bos", "eos", "unknown", "padding"):
        number = metadata.number(f"tokenizer.ggml.{which}_token_id", 0)
        if not 0 <= number < len(tokens) and number != 2**32 - 1:
            raise ModelProblem("models-file-damaged", file=metadata.file, detail=f"{which}_token_id = {number}")


def _required(metadata: Metadata, tensors: Mapping[str, Tensor], layers: int) -> list[str]:
    """The tensors without which llama.cpp refuses a file, for the architectures of the catalogue."""
    per_layer: tuple[str, ...] = ()
    if metadata.architecture == "llama":
        fused = "blk.0.attn_qkv.weight" in tensors
        mixture = metadata.number_of("expert_count", 0) > 0
        per_layer = _ATTENTION + (("attn_qkv.weight",) if fused else _QKV) + (_MIXTURE if mixture else _DENSE)
    elif metadata.architecture == "gemma3":
        per_layer = _ATTENTION + _QKV + _DENSE + _GEMMA
    elif metadata.architecture == "jais":
        per_layer = _ATTENTION + _DENSE + _JAIS
    blocks = [f"blk.{layer}.{name}" for layer in range(layers) for name in per_layer]
    return ["token_embd.weight", *(["output_norm.weight"] if per_layer else []), *blocks]


def _check_layers(metadata: Metadata, tensors: Mapping[str, Tensor], layers: int) -> None:
    present = {int(found[1]) for name in tensors if (found := re.match(r"blk\.(\d+)\.", name))}
    missing = sorted(set(range(layers)) - present)
    if missing:
        raise ModelProblem("models-file-tensor", file=metadata.file, tensor=f"blk.{missing[0]}.*")


def _check_shapes(metadata: Metadata, tensors: Mapping[str, Tensor]) -> None:
    width, experts = metadata.number_of("embedding_length"), metadata.number_of("expert_count", 0)
    for tensor in tensors.values():
        kind = tensor.name.removesuffix(".weight").rpartition(".")[2] if tensor.name.endswith(".weight") else ""
        wrong_width = kind in _WIDE and tensor.shape[0] != width
        wrong_count = kind in _EXPERTS and (len(tensor.shape) != 3 or tensor.shape[2] != experts)
        if wrong_width or wrong_count or (kind == "token_embd" and len(tensor.shape) != 2):
            shape = " x ".join(map(str, tensor.shape))
            raise ModelProblem("models-file-shape", file=metadata.file, tensor=tensor.name, shape=shape)
