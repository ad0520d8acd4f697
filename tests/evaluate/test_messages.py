"""Lone messages: what is counted of them, on a file of three."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.command import WorkshopError
from models.evaluate.interview.messages import main

ROWS = (
    {"text": "I vomited a lot of blood", "language": "en", "alarm": True, "rules": ["upper_gi_bleed"]},
    {"text": "صباح الخير", "language": "ar", "alarm": True, "rules": ["stroke"]},
    {"text": "good morning", "language": "en", "alarm": False},
)


def test_counts_what_alarmed_and_shows_what_did_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "three.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    assert main([str(file), "--show"]) == 0
    told = capsys.readouterr().out
    assert "sensitivity 0.500 (1 of 2), English 1.000 (1 of 1), Arabic 0.000 (0 of 1)" in told
    assert "specificity 1.000 (1 of 1), first alarm right 1.000 (1 of 1)" in told
    assert "missed: صباح الخير" in told


def test_a_file_of_something_else_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text('{"text": "hello"}', encoding="utf-8")
    with pytest.raises(WorkshopError, match="no labelled messages"):
        main([str(file)])
