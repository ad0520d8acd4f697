"""The makers of tiny models: the same bytes every time, and what llama.cpp makes of them."""

from __future__ import annotations

from pathlib import Path

import llama_cpp
import pytest

from models.gguf.tiny import JAIS, LLAMA, MIXTRAL, TinyShape, main, write_adapter, write_model


@pytest.mark.parametrize("shape", [MIXTRAL, LLAMA, JAIS], ids=["mixtral", "llama", "jais"])
def test_the_same_bytes_every_time(tmp_path: Path, shape: TinyShape) -> None:
    one = write_model(tmp_path / "a.gguf", shape).read_bytes()
    (tmp_path / "a.gguf").unlink()
    assert write_model(tmp_path / "a.gguf", shape).read_bytes() == one and len(one) < 3_000_000
    assert write_model(tmp_path / "a.gguf", shape, seed=7).read_bytes() != one


def test_an_adapter_changes_what_the_mixtral_says(tmp_path: Path) -> None:
    model = str(write_model(tmp_path / "mixtral.gguf", MIXTRAL))
    adapter = str(write_adapter(tmp_path / "lora.gguf", MIXTRAL))
    said = [
        llama_cpp.Llama(model, n_ctx=64, verbose=False, lora_path=lora)("the pain", max_tokens=12, temperature=0.0)
        for lora in (None, adapter)
    ]
    assert said[0]["choices"][0]["text"] != said[1]["choices"][0]["text"]  # type: ignore[index]


def test_a_split_mixtral_says_the_same(tmp_path: Path) -> None:
    whole = write_model(tmp_path / "whole.gguf", MIXTRAL)
    first = write_model(tmp_path / "split.gguf", MIXTRAL, parts=3)
    said = [
        llama_cpp.Llama(str(path), n_ctx=64, verbose=False)("the pain", max_tokens=8, temperature=0.0)
        for path in (whole, first)
    ]
    assert said[0]["choices"][0]["text"] == said[1]["choices"][0]["text"]  # type: ignore[index]


def test_asking_for_help_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert list(tmp_path.iterdir()) == []
