"""The command line of the GGUF steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.gguf import inspect
from models.command import WorkshopError
from models.gguf.__main__ import main
from models.gguf.tiny import MIXTRAL, write_model
from models.manifest import read_manifest


def test_quantising_from_the_command_line_is_done_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_model(tmp_path / "tiny-F16.gguf", MIXTRAL)
    arguments = ["quantise", str(source), "--quant", "Q6_K", "--output", str(tmp_path / "q6")]
    assert main(arguments) == 0
    made = tmp_path / "q6" / "tiny-Q6_K.gguf"
    manifest = read_manifest(tmp_path / "q6")
    assert inspect(made).quantisation == "Q6_K" and manifest.changed(tmp_path / "q6") == []
    assert set(manifest.inputs) == {"tiny-F16.gguf"} and manifest.versions["llama-cpp-python"]
    assert main(arguments) == 0
    assert "done already" in capsys.readouterr().out


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    source = write_model(tmp_path / "tiny-F16.gguf", MIXTRAL)
    with pytest.raises(WorkshopError, match="holds other files"):
        main(["quantise", str(source), "--output", str(tmp_path)])
    assert source.is_file()


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match=r"none\.gguf is not there"):
        main(["quantise", str(tmp_path / "none.gguf"), "--output", str(tmp_path / "out")])


@pytest.mark.parametrize("step", ["merge", "adapter", "convert", "imatrix", "quantise", "check", "card", "build"])
def test_every_step_explains_itself(step: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([step, "--help"])
    assert ended.value.code == 0 and "--cache" in capsys.readouterr().out
