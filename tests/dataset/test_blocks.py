"""Work in blocks: nothing twice, nothing lost, and the same bytes from one process and from Ray."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from models.dataset.blocks import run_blocks
from models.dataset.contamination import Index
from models.dataset.examine import Examine
from models.dataset.importers.registry import read_source
from models.dataset.record import Record
from models.dataset.record_json import to_line
from models.dataset.settings import DuplicateSettings, SourceSettings, WorkSettings


def contents(files: list[Path]) -> bytes:
    return b"".join(path.read_bytes() for path in files)


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def step(line: str) -> str:
        asked.append(line)
        return line.upper()

    lines, work = [f"line {number}" for number in range(25)], WorkSettings(block=10)
    files = run_blocks(lines, step, tmp_path / "work", work)
    assert contents(files).decode().splitlines() == [line.upper() for line in lines]
    files[1].unlink()
    assert run_blocks(lines, step, tmp_path / "work", work) == files
    assert asked == lines + lines[10:20]


def test_a_step_that_fails_leaves_the_finished_blocks(tmp_path: Path) -> None:
    def failing(line: str) -> str:
        if line == "7":
            raise RuntimeError(line)
        return line

    lines = [str(number) for number in range(10)]
    with pytest.raises(RuntimeError):
        run_blocks(lines, failing, tmp_path / "work", WorkSettings(block=3))
    assert [path.name for path in sorted((tmp_path / "work").iterdir())] == ["000000.jsonl", "000001.jsonl"]
    assert contents(run_blocks(lines, str, tmp_path / "work", WorkSettings(block=3))).split() == [
        str(number).encode() for number in range(10)
    ]


@pytest.fixture
def examined(questions: Path) -> tuple[list[str], Callable[[str], str]]:
    settings = SourceSettings(name="own", importer="medqa", path="train.jsonl", licence="MIT")
    lines = [to_line(record) for record in read_source(settings, questions) if isinstance(record, Record)]
    return lines, Examine("words", DuplicateSettings(), Index(0.5), {"own": "report"})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ray_gives_the_same_bytes(tmp_path: Path, examined: tuple[list[str], Callable[[str], str]]) -> None:
    pytest.importorskip("ray", reason="needs ray (models/requirements.txt), an optional extra for clusters")
    lines, step = examined
    alone = run_blocks(lines, step, tmp_path / "process", WorkSettings(block=16))
    spread = run_blocks(lines, step, tmp_path / "ray", WorkSettings(block=16, runner="ray", cpus=1))
    assert len(alone) == 4 and [path.name for path in spread] == [path.name for path in alone]
    assert contents(spread) == contents(alone) != b""
