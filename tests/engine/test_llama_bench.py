"""The speed benchmark: its figures, its table in both languages, and the class in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.llama_bench import run
from app.engine.llama_bench_machine import Company, bandwidth, machine, peak_memory
from app.engine.llama_bench_stock import Stock
from app.engine.llama_bench_values import Machine, Report, Row, Series, table
from app.engine.llama_devices import cores
from app.text.locale import locale
from models.gguf.tiny import MIXTRAL, write_model

ROWS = (
    Row("single", "tokens/s", Series((70.0, 80.0, 75.0)), Series((60.0, 50.0)), "at least", 1.1),
    Row("late-turn", "ms", Series((40.0,)), Series((20.0,)), "at most", 1.5),
    Row("stop-writing", "ms", Series((120.0, 20.0)), None, "at most", 300.0),
    Row("reading", "ms", Series((1000.0,)), Series((900.0,))),
)
REPORT = Report("mini", "0.3.36", Machine("a processor", 2, 8 * 2**30, 20e9), 2, 4096, 250_000_000, 0.02, ROWS)


def test_ratios_are_of_medians_and_limits_are_judged() -> None:
    single, late, stop, reading = ROWS
    assert single.ratio == pytest.approx(75 / 55) and single.met
    assert late.ratio == 2.0 and late.met is False
    assert stop.ratio is None and stop.met
    assert reading.met is None


def test_the_share_of_the_machine_counts_the_weights_read() -> None:
    assert REPORT.share == pytest.approx(75 * 250e6 / 20e9)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_has_a_line_for_every_row(language: str) -> None:
    text = table(REPORT, locale(language, False))  # type: ignore[arg-type]
    lines = text.splitlines()
    assert len(lines) == 2 + 1 + len(ROWS) + 2
    assert "75.0 [70.0 - 80.0]" in text and "55.0 [50.0 - 60.0]" in text and "1.36" in text


def test_json_holds_every_value() -> None:
    read = json.loads(json.dumps(REPORT.as_dict()))
    assert [row["key"] for row in read["rows"]] == [row.key for row in ROWS]
    assert read["rows"][0]["ours"] == [70.0, 80.0, 75.0] and read["rows"][0]["met"] is True
    assert read["active_bytes"] == 250_000_000


def test_a_busy_machine_is_told() -> None:
    say = locale("en", False)
    assert "Other programs" in table(replace(REPORT, company=0.4), say)
    assert "Other programs" not in table(REPORT, say)


def test_what_other_programs_take_is_counted() -> None:
    watch = Company()
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as spinner:
        watch.begin()
        time.sleep(0.6)
        share = watch.share()
        spinner.kill()
    assert 0.1 < share <= 1.0


def test_the_measurement_is_no_company_to_itself() -> None:
    watch = Company()
    block = np.ones(2_000_000, np.float32)
    with ThreadPoolExecutor(cores()) as pool:
        watch.begin()
        started, used = time.perf_counter(), time.process_time()
        list(pool.map(lambda _: [float(np.dot(block, block)) for _ in range(400)], range(cores())))
        own = (time.process_time() - used) / (time.perf_counter() - started) / cores()
        share = watch.share()
    assert share < 1.15 - own


def test_the_machine_is_measured() -> None:
    here = machine(1)
    assert here.cores >= 1 and here.memory > 0 and here.processor
    assert bandwidth(1) > 1e8
    assert peak_memory() > 10 * 2**20


def test_the_class_answers_from_its_own_process(tmp_path: Path) -> None:
    model = write_model(tmp_path / "tiny.gguf", MIXTRAL)
    with closing(Stock(model, 512, 1)) as stock:
        taken = stock.complete("Once upon a time", 6)
        again = stock.complete("Another one", 3)
    assert taken.tokens >= 1 and taken.total_ms >= taken.first_ms > 0 and taken.peak > 0
    assert 1 <= again.tokens <= 3


@pytest.mark.slow
def test_the_whole_benchmark_runs_on_the_embedded_model(mini: Path) -> None:
    report = run(mini, repeats=1)
    assert report.row("single").ours.median > 0
    assert report.row("stop-reading").met and report.row("follow-up").met
