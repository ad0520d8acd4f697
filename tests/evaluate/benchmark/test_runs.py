"""A whole run: asked once, kept, gone on with after a kill, reported and compared."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.config import ROOT
from app.engine.base import Likelihood
from models.command import WorkshopError
from models.evaluate.benchmark import kept
from models.evaluate.benchmark import run as benchmark
from models.evaluate.benchmark.asking import ask_all, batches
from models.evaluate.benchmark.compare import compared, find, listed
from models.evaluate.benchmark.options import parse
from models.evaluate.benchmark.report import as_json, report, write_report
from models.evaluate.benchmark.store import Results
from models.evaluate.benchmark.summary import Summary, summarise
from models.evaluate.judges.judge import Identity, Opened

SUBJECTS = ("anatomy", "virology")
ROWS = 12


class Clock:
    """A judge that prefers what a checksum of the prompt says, and can die after so many questions."""

    def __init__(self, lives: int | None = None) -> None:
        self.asked, self.lives = 0, lives

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        self.asked += 1
        if self.lives is not None and self.asked > self.lives:
            os.kill(os.getpid(), signal.SIGKILL)
        return [Likelihood(-float(sum(map(ord, prompt + text)) % 17), 1, False) for text in continuations]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two aligned subjects in both languages, one row of them faulty."""
    folder = tmp_path / "data" / "mmlu_med_en_ar"
    folder.mkdir(parents=True)
    rows = [_row(subject, number) for subject in SUBJECTS for number in range(ROWS)]
    rows[3] = {**rows[3], "answer": "G"}
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "data.jsonl").write_text(lines, encoding="utf-8")
    (folder / "SOURCE.txt").write_text("Made for a test, CC0.")
    return tmp_path / "data"


def _row(subject: str, number: int) -> dict[str, object]:
    return {
        "id": f"{subject}-{number}",
        "subject": subject,
        "question_en": f"Question {subject} {number}?",
        "options_en": [f"one {number}", f"two {number}", f"three {number}", f"four {number}"],
        "question_ar": f"سؤال {number} في {subject[:1]}؟",
        "options_ar": [f"واحد {number}", f"اثنان {number}", f"ثلاثة {number}", f"أربعة {number}"],
        "answer": "ABCD"[number % 4],
    }


def _summary(judge: Clock, data: Path, results: Results, *more: str, name: str = "clock") -> Summary:
    wanted = parse(["--model", name, "--tasks", "every", "--data", str(data), *more], "")
    work = batches(benchmark.question_sets(wanted), wanted)
    run = results.open_run(wanted.way.key(Identity(name, "test")), name, _about(name))
    ask_all(judge, work, wanted, results, run)
    questions = [question for batch in work for question in batch.questions]
    return summarise(run, results.answers(run, questions), results.sets(run), 0)


def _about(name: str) -> dict[str, object]:
    identity = {"kind": "test", "versions": {}, "way": "log-likelihood", "sha256": "", "adapter": "", "name": name}
    return {"identity": identity, "way": {"shots": 0, "seed": 0, "shuffle": None}}


def test_a_run_killed_half_way_goes_on_and_gives_the_same_table(tmp_path: Path, data: Path) -> None:
    whole = Results(tmp_path / "whole.sqlite")
    expected = _summary(Clock(), data, whole)
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[4]]\n"
        "from pathlib import Path\n"
        "from test_runs import Clock, Results, _summary\n"
        "_summary(Clock(lives=21), Path(sys.argv[2]), Results(Path(sys.argv[3])))\n"
    )
    here = str(Path(__file__).parent)
    arguments = [sys.executable, "-c", script, here, str(data), str(tmp_path / "cut.sqlite"), str(ROOT)]
    died = subprocess.run(arguments, check=False, capture_output=True, timeout=120)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    with sqlite3.connect(tmp_path / "cut.sqlite") as connection:
        assert connection.execute("SELECT COUNT(*) FROM answers").fetchone() == (10,)
    judge = Clock()
    resumed = _summary(judge, data, Results(tmp_path / "cut.sqlite"))
    assert judge.asked == 2 * (46 - 10)
    assert as_json(resumed)["cells"] == as_json(expected)["cells"]
    assert as_json(resumed)["averages"] == as_json(expected)["averages"]
    assert report(resumed).partition("Accuracy")[2] == report(expected).partition("Accuracy")[2]


def test_what_is_answered_is_not_asked_again_unless_it_changed(tmp_path: Path, data: Path) -> None:
    results = Results(tmp_path / "results.sqlite")
    _summary(Clock(), data, results)
    again = Clock()
    _summary(again, data, results)
    assert again.asked == 0
    file = data / "mmlu_med_en_ar" / "data.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("one 5", "first 5", 1), encoding="utf-8")
    changed = Clock()
    _summary(changed, data, results)
    assert changed.asked == 2


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path, data: Path) -> None:
    results = Results(tmp_path / "results.sqlite")
    expected = as_json(_summary(Clock(), data, results, name="one"))
    file = data / "mmlu_med_en_ar" / "data.jsonl"
    file.write_text("\n".join(reversed(file.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
    found = as_json(_summary(Clock(), data, results, name="two"))
    assert (found["cells"], found["averages"]) == (expected["cells"], expected["averages"])


def test_examples_and_limits_are_drawn_alike_in_both_languages(data: Path) -> None:
    wanted = parse(["--model", "m", "--tasks", "anatomy", "--data", str(data), "--shots", "2", "--limit", "5"], "")
    arabic, english = batches(benchmark.question_sets(wanted), wanted)
    assert [each.id for each in arabic.shots] == [each.id for each in english.shots]
    assert [each.id for each in arabic.questions] == [each.id for each in english.questions]
    assert len(english.shots) == 2 and len(english.questions) == 5
    assert not {each.id for each in english.shots} & {each.id for each in english.questions}


def test_the_report_says_what_was_run_what_is_quoted_and_what_was_left_out(tmp_path: Path, data: Path) -> None:
    summary = _summary(Clock(), data, Results(tmp_path / "results.sqlite"))
    text = report(summary)
    assert "| **clock** (run here) |" in text
    assert text.count("(quoted)") == 11
    assert "57.3 (printed 56.5)" in text
    assert "Ana en: rows not scored: wrong letter 1" in text
    assert "licence CC0" in text.replace("Licence", "licence")
    assert "MMLU-Redux" in text
    write_report(summary, tmp_path / "out")
    assert (tmp_path / "out" / "scores.png").read_bytes()[:4] == b"\x89PNG"
    figures = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert {cell["scores"]["letter"]["items"] for cell in figures["cells"]} == {11, 12}
    assert all(sum(cell["given"]) == cell["scores"]["letter"]["items"] for cell in figures["cells"])


def test_two_runs_are_compared_on_the_questions_they_share(tmp_path: Path, data: Path) -> None:
    class Perfect(Clock):
        def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
            right = int(prompt.rpartition("Question anatomy ")[2].split("?")[0]) % 4
            return [Likelihood(0.0 if place == right else -1.0, 1, False) for place in range(len(continuations))]

    results = Results(tmp_path / "results.sqlite")
    narrow = ["--tasks", "anatomy", "--language", "en"]
    _summary(Clock(), data, results, name="clock")
    _summary(Perfect(), data, results, *narrow, name="perfect")
    table = compared(results, find(results, "clock"), find(results, "perfect"), "letter")
    last = [cell.strip() for cell in table.splitlines()[-1].split("|")[1:-1]]
    assert last[:3] == ["all", "both", "11"]
    assert last[4] == "100.0" and last[5] == "0" and int(last[6]) > 0
    assert "| perfect | 11 | 100.0 | - |" in listed(results)
    with pytest.raises(WorkshopError, match="nobody"):
        find(results, "nobody")


def test_the_command_runs_from_end_to_end(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judge = Clock()
    opened = Opened(Identity("clock", "test", versions={"pytest": "1"}), judge.score, lambda: None)
    monkeypatch.setattr(benchmark, "open_model", lambda *_: opened)
    arguments = ["--model", "clock", "--data", str(data), "--tasks", "anatomy", "--language", "en"]
    place = ["--results", str(tmp_path / "r.sqlite"), "--output", str(tmp_path / "out")]
    assert benchmark.main([*arguments, *place]) == 0
    told = capsys.readouterr().out
    assert "# clock" in told
    assert kept.main(["clock", "--results", str(tmp_path / "r.sqlite")]) == 0
    assert capsys.readouterr().out == told
    assert judge.asked == 22
    with pytest.raises(WorkshopError, match="pubmedqa"):
        benchmark.main(["--model", "clock", "--data", str(data), "--tasks", "pubmedqa", *place])
