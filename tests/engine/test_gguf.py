"""A good file is described; a broken one is named with its fault, and nothing ever crashes on it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gguf as reference
import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.engine.ggml_types import TENSOR_TYPES
from app.engine.gguf import inspect
from app.errors import ModelProblem
from app.text.locale import Locale
from models.gguf.tiny import JAIS, LLAMA, MIXTRAL, TinyShape, metadata, tensors, write, write_adapter, write_model

VERSION, TENSORS, PAIRS = 4, 8, 16
"""Where the header's numbers stand in a file, in bytes."""


@dataclass
class Draft:
    """A tiny model before it is written, to be spoilt."""

    described: dict[str, Any]
    weights: dict[str, Any]


def draft(shape: TinyShape = MIXTRAL) -> Draft:
    described = metadata(shape)
    return Draft(described, tensors(shape, len(described["tokenizer.ggml.tokens"])))


def fault(path: Path) -> ModelProblem:
    with pytest.raises(ModelProblem) as caught:
        inspect(path)
    for language in ("en", "ar"):
        assert Locale(language, ROOT / "locales").explain(caught.value)
    return caught.value


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_model(tmp_path_factory.mktemp("good") / "mixtral.gguf", MIXTRAL).read_bytes()


@pytest.mark.parametrize("shape", [MIXTRAL, LLAMA, JAIS], ids=["mixtral", "llama", "jais"])
def test_a_good_file_is_described(tmp_path: Path, shape: TinyShape) -> None:
    path = write_model(tmp_path / "tiny.gguf", shape)
    info = inspect(path)
    assert (info.architecture, len(info.shape.layers)) == (shape.architecture, shape.layers)
    assert (info.shape.experts, info.shape.used, info.shape.embedding) == (shape.experts, shape.used, shape.width)
    assert info.size == path.stat().st_size and info.quantisation == "F16"
    assert info.shape.kv == shape.layers * 2 * shape.kv_width
    assert info.adds_space == (shape.architecture == "llama")


def test_bytes_add_up_to_the_reference_readers(tmp_path: Path) -> None:
    path = write_model(tmp_path / "tiny.gguf", MIXTRAL)
    known = {tensor.name: int(tensor.n_bytes) for tensor in reference.GGUFReader(path).tensors}
    shape = inspect(path).shape
    assert shape.weights == sum(known.values())
    assert shape.layers[0].experts == sum(size for name, size in known.items() if "_exps" in name) // 2
    assert shape.input == known["token_embd.weight"]


def test_tensor_types_are_those_of_the_format() -> None:
    known = {kind.value: (kind.name, *size) for kind, size in reference.GGML_QUANT_SIZES.items()}
    never_in_files = {9, 15}  # Q8_1 and Q8_K exist only while computing
    ours = {number: tuple(kind) for number, kind in TENSOR_TYPES.items() if number in known}
    assert ours == {number: kind for number, kind in known.items() if number not in never_in_files}


def test_active_bytes_are_two_experts_of_eight(tmp_path: Path) -> None:
    shape = inspect(write_model(tmp_path / "tiny.gguf", MIXTRAL)).shape
    layer = shape.layers[0]
    assert shape.active == shape.output + 2 * (layer.dense + layer.experts // 4)


@pytest.mark.parametrize("given_part", [1, 2, 3])
def test_a_split_file_is_found_whole_from_any_part(tmp_path: Path, given_part: int) -> None:
    write_model(tmp_path / "tiny.gguf", MIXTRAL, parts=3)
    whole = inspect(write_model(tmp_path / "one.gguf", MIXTRAL))
    info = inspect(tmp_path / f"tiny-0000{given_part}-of-00003.gguf")
    assert len(info.paths) == 3 and info.shape == whole.shape


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    write_model(tmp_path / "tiny.gguf", MIXTRAL, parts=3)
    (tmp_path / "tiny-00002-of-00003.gguf").unlink()
    problem = fault(tmp_path / "tiny-00001-of-00003.gguf")
    assert problem.key == "models-file-parts" and problem.fields["missing"] == "tiny-00002-of-00003.gguf"


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    assert fault(tmp_path).key == "models-file-folder"
    assert fault(tmp_path / "none.gguf").key == "models-file-missing"
    assert fault(write_adapter(tmp_path / "lora.gguf", MIXTRAL)).key == "models-file-adapter"


def number(data: bytes, at: int, value: int, code: str = "<I") -> bytes:
    """The file with one number changed."""
    return data[:at] + struct.pack(code, value) + data[at + struct.calcsize(code) :]


def after(data: bytes, text: bytes, value: int, code: str) -> bytes:
    """The file with the number behind the first `text` changed."""
    return number(data, data.index(text) + len(text), value, code)


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "models-file-empty"),
    "three bytes": (lambda data: b"GGU", "models-file-magic"),
    "other magic": (lambda data: b"GGUX" + data[4:], "models-file-magic"),
    "pointer": (lambda data: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "models-file-pointer"),
    "web page": (lambda data: b"<!DOCTYPE html><html></html>", "models-file-webpage"),
    "old format": (lambda data: struct.pack("<I", 0x67676A74) + data[4:], "models-file-old-format"),
    "zip": (lambda data: b"PK\x03\x04" + data[4:], "models-file-not-converted"),
    "only magic": (lambda data: b"GGUF", "models-file-header-cut"),
    "version 1": (lambda data: number(data, VERSION, 1), "models-file-version"),
    "version 9": (lambda data: number(data, VERSION, 9), "models-file-version"),
    "big endian": (lambda data: number(data, VERSION, 3, ">I"), "models-file-endian"),
    "negative tensors": (lambda data: number(data, TENSORS, -1, "<q"), "models-file-damaged"),
    "countless tensors": (lambda data: number(data, TENSORS, 2**62, "<q"), "models-file-damaged"),
    "countless metadata": (lambda data: number(data, PAIRS, 2**62, "<q"), "models-file-damaged"),
    "endless key": (lambda data: number(data, 24, 2**63, "<Q"), "models-file-header-cut"),
    "endless list": (
        lambda data: after(data, b"tokenizer.ggml.tokens" + struct.pack("<II", 9, 8), 2**60, "<Q"),
        "models-file-damaged",
    ),
    "unknown value type": (lambda data: after(data, b"general.architecture", 99, "<I"), "models-file-damaged"),
    "list of lists": (lambda data: after(data, b"tokenizer.ggml.scores\x09\0\0\0", 9, "<I"), "models-file-damaged"),
    "unknown tensor type": (
        lambda data: after(data, b"output_norm.weight" + struct.pack("<IQ", 1, 128), 77, "<I"),
        "models-file-damaged",
    ),
    "five dimensions": (lambda data: after(data, b"output_norm.weight", 5, "<I"), "models-file-damaged"),
    "negative shape": (
        lambda data: after(data, b"output_norm.weight" + struct.pack("<I", 1), -8, "<q"),
        "models-file-damaged",
    ),
    "wild offset": (
        lambda data: after(data, b"output_norm.weight" + struct.pack("<IQI", 1, 128, 0), 2**40, "<Q"),
        "models-file-damaged",
    ),
    "same tensor twice": (
        lambda data: data.replace(b"blk.1.attn_q.weight", b"blk.0.attn_q.weight"),
        "models-file-damaged",
    ),
    "cut in the metadata": (lambda data: data[:2000], "models-file-damaged"),
    "cut in the tensor list": (lambda data: data[: data.index(b"blk.1.ffn_norm")], "models-file-header-cut"),
    "cut in the data": (lambda data: data[: len(data) // 2], "models-file-truncated"),
    "last byte missing": (lambda data: data[:-1], "models-file-truncated"),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_is_named(tmp_path: Path, good: bytes, kind: str) -> None:
    damage, key = DAMAGES[kind]
    (tmp_path / "bad.gguf").write_bytes(damage(good))
    assert fault(tmp_path / "bad.gguf").key == key


def spoil_metadata(key: str, value: Any) -> Callable[[Draft], None]:
    return lambda spoilt: spoilt.described.update({key: value})


def drop_metadata(key: str) -> Callable[[Draft], None]:
    return lambda spoilt: spoilt.described.pop(key)


def drop_tensor(name: str) -> Callable[[Draft], None]:
    return lambda spoilt: spoilt.weights.pop(name)


def old_experts(spoilt: Draft) -> None:
    """Mixtral as it was converted before the experts of a layer were merged into one tensor."""
    for name in [name for name in spoilt.weights if "_exps" in name]:
        merged = spoilt.weights.pop(name)
        for index, expert in enumerate(merged):
            spoilt.weights[name.replace("_exps", f".{index}")] = expert


def fewer_experts(spoilt: Draft) -> None:
    spoilt.weights["blk.0.ffn_up_exps.weight"] = spoilt.weights["blk.0.ffn_up_exps.weight"][:4]


def without_layer(spoilt: Draft) -> None:
    for name in [name for name in spoilt.weights if name.startswith("blk.1.")]:
        spoilt.weights.pop(name)


def other_width(spoilt: Draft) -> None:
    spoilt.weights["token_embd.weight"] = numpy.zeros((398, 64), dtype=numpy.float16)


SPOILS: dict[str, tuple[Callable[[Draft], object], str]] = {
    "unknown build": (spoil_metadata("general.architecture", "hyena"), "models-file-architecture"),
    "diffusion model": (spoil_metadata("general.architecture", "dream"), "models-file-not-generator"),
    "vision part": (spoil_metadata("general.type", "mmproj"), "models-file-not-generator"),
    "no context length": (drop_metadata("llama.context_length"), "models-file-metadata"),
    "no layers": (spoil_metadata("llama.block_count", 0), "models-file-damaged"),
    "a million layers": (spoil_metadata("llama.block_count", 10**6), "models-file-damaged"),
    "layers as text": (spoil_metadata("llama.block_count", "two"), "models-file-damaged"),
    "odd alignment": (spoil_metadata("general.alignment", 24), "models-file-damaged"),
    "old Mixtral": (old_experts, "models-file-old-experts"),
    "expert missing": (fewer_experts, "models-file-shape"),
    "router missing": (drop_tensor("blk.1.ffn_gate_inp.weight"), "models-file-tensor"),
    "attention missing": (drop_tensor("blk.0.attn_k.weight"), "models-file-tensor"),
    "norm missing": (drop_tensor("output_norm.weight"), "models-file-tensor"),
    "embedding missing": (drop_tensor("token_embd.weight"), "models-file-tensor"),
    "layer missing": (without_layer, "models-file-tensor"),
    "width of another model": (other_width, "models-file-shape"),
    "no tokenizer": (drop_metadata("tokenizer.ggml.tokens"), "models-file-tokenizer"),
    "nameless tokenizer": (drop_metadata("tokenizer.ggml.model"), "models-file-tokenizer"),
    "no merges": (spoil_metadata("tokenizer.ggml.model", "gpt2"), "models-file-tokenizer"),
    "few tokens": (spoil_metadata("tokenizer.ggml.tokens", ["a", "b", "c"]), "models-file-vocabulary"),
    "few scores": (spoil_metadata("tokenizer.ggml.scores", [0.0]), "models-file-vocabulary"),
    "end beyond the vocabulary": (spoil_metadata("tokenizer.ggml.eos_token_id", 10**6), "models-file-damaged"),
}


@pytest.mark.parametrize("kind", SPOILS)
def test_a_file_that_cannot_work_is_named(tmp_path: Path, kind: str) -> None:
    spoil, key = SPOILS[kind]
    spoilt = draft()
    spoil(spoilt)
    architecture = spoilt.described.pop("general.architecture", "llama")
    path = write(tmp_path / "bad.gguf", spoilt.described, spoilt.weights)
    path.write_bytes(path.read_bytes().replace(b"llama", architecture.encode(), 1))
    assert fault(path).key == key


def test_every_tensor_that_is_asked_for_is_needed(tmp_path: Path) -> None:
    """What inspect demands, llama.cpp demands too: a file without it does not load."""
    import llama_cpp

    for name in ("blk.1.ffn_gate_inp.weight", "blk.0.attn_k.weight", "output_norm.weight"):
        spoilt = draft()
        spoilt.weights.pop(name)
        path = write(tmp_path / "bad.gguf", spoilt.described, spoilt.weights)
        with pytest.raises(ValueError, match="Failed to load"):
            llama_cpp.Llama(str(path), verbose=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(at=st.integers(0, 14_000), value=st.binary(min_size=1, max_size=9))
def test_no_bytes_can_crash_it(tmp_path: Path, good: bytes, at: int, value: bytes) -> None:
    path = tmp_path / "noise.gguf"
    path.write_bytes(good[:at] + value + good[at + len(value) :])
    try:
        info = inspect(path)
    except ModelProblem as problem:
        assert problem.key.startswith("models-file-")
    else:
        assert info.size == path.stat().st_size


def test_a_shape_knows_its_memory(tmp_path: Path) -> None:
    shape = inspect(write_model(tmp_path / "tiny.gguf", LLAMA)).shape
    shared = replace(shape, shares_embedding=True)
    assert shared.weights == shape.weights and shared.head == shape.output + shape.input
