"""A way of loading is tried in a process of its own, which may die without harm."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from app.engine.llama_options import LlamaOptions
from app.engine.llama_probe import probe
from app.errors import ModelProblem
from models.gguf.tiny import MIXTRAL, write_model

SMALL = LlamaOptions(context=512, batch=128, sequences=1, threads=1)


DEATHS = {"abort": "import os; os.abort()", "no": "import sys; sys.exit(1)", "hang": "import time; time.sleep(60)"}


def status(path: Path) -> int:
    """The exit status of the probing process itself."""
    command = [sys.executable, "-m", "app.engine.llama_probe"]
    return subprocess.run(command, input=pickle.dumps((path, SMALL)), cwd=ROOT, capture_output=True).returncode


def test_what_fits_passes(tmp_path: Path) -> None:
    path = write_model(tmp_path / "tiny.gguf", MIXTRAL)
    probe(path, SMALL)
    assert status(path) == 0


def test_a_fault_of_the_file_is_left_to_the_real_loading(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF")
    probe(tmp_path / "bad.gguf", SMALL)
    assert status(tmp_path / "bad.gguf") == 3


@pytest.mark.parametrize("kind", DEATHS)
def test_a_death_counts_as_too_little_memory(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ModelProblem) as caught:
        probe(tmp_path / "any.gguf", SMALL, timeout_s=3.0, command=(sys.executable, "-c", DEATHS[kind]))
    assert caught.value.key == "engine-memory" and caught.value.fields["file"] == "any.gguf"
