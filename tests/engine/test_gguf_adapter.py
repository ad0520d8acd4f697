"""A LoRA adapter says what it was made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.gguf import inspect
from app.engine.gguf_adapter import inspect_adapter
from app.errors import ModelProblem
from models.gguf.tiny import JAIS, MIXTRAL, adapter_tensors, write, write_adapter, write_model


def test_an_adapter_is_described(tmp_path: Path) -> None:
    base = inspect(write_model(tmp_path / "mixtral.gguf", MIXTRAL))
    path = write_adapter(tmp_path / "lora.gguf", MIXTRAL, rank=6)
    info = inspect_adapter(path, base)
    assert (info.architecture, info.rank, info.size) == ("llama", 6, path.stat().st_size)


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    jais = inspect(write_model(tmp_path / "jais.gguf", JAIS))
    with pytest.raises(ModelProblem, match="models-file-adapter-other"):
        inspect_adapter(write_adapter(tmp_path / "lora.gguf", MIXTRAL), jais)


def test_what_is_no_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="models-file-not-adapter"):
        inspect_adapter(write_model(tmp_path / "mixtral.gguf", MIXTRAL))
    with pytest.raises(ModelProblem, match="models-file-missing"):
        inspect_adapter(tmp_path / "none.gguf")


def test_half_an_adapter_is_named(tmp_path: Path) -> None:
    weights = adapter_tensors(MIXTRAL)
    weights.pop("blk.0.attn_q.weight.lora_b")
    described = {"general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": 8.0}
    with pytest.raises(ModelProblem) as caught:
        inspect_adapter(write(tmp_path / "half.gguf", described, weights))
    assert caught.value.fields["tensor"] == "blk.0.attn_q.weight.lora_b"
