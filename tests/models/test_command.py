"""What ends every step of the workshop: one line and an exit status, whatever went wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.command import WorkshopError, command
from models.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (WorkshopError("name a folder."), 2, "name a folder."),
        (FileNotFoundError(2, "No such file or directory", "rows.jsonl"), 2, "rows.jsonl"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_fault_is_one_line(fault: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    def step(arguments: Sequence[str]) -> int:
        raise fault

    with pytest.raises(SystemExit) as ended:
        command(step)
    told = capsys.readouterr().err
    assert ended.value.code == status and said in told and told.count("\n") == bool(said)


def test_an_unknown_key_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text("output = 'x'\nbanana = 1\n")
    with pytest.raises(WorkshopError, match="banana: no such key; remove it"):
        load_settings(tmp_path / "run.toml", Settings)


def test_a_mistake_is_told_before_torch_is_imported() -> None:
    code = "import sys, models.finetune.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0
