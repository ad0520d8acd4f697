"""The speed report: weights as llama.cpp would store them, limits by hand, and a tiny run of it all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest
from gguf import GGMLQuantizationType as Kind

from app.catalogue.rows import Catalogue, Dimensions
from app.engine.gguf import inspect
from app.engine.shape import Layer, Shape
from models.command import WorkshopError
from models.evaluate.speed import __main__ as command
from models.evaluate.speed.bench import parse
from models.evaluate.speed.blocks import LAYOUTS, Maker
from models.evaluate.speed.energy import Energy, per_token
from models.evaluate.speed.one import Measured, Task, measure_apart, options_for
from models.evaluate.speed.shapes import ROWS, best_factor, dimensions
from models.evaluate.speed.values import Bandwidth, Report, Row, bytes_read, ratios, table
from models.evaluate.speed.weights import size_of, write_random
from models.gguf.quantise import quantise
from models.gguf.tiny import JAIS, MIXTRAL, write_model

SMALL = Dimensions(
    architecture="llama", layers=3, embedding=256, heads=4, kv_heads=2, head=64, feed_forward=512, vocabulary=1024,
    experts=8, used=2,
)  # fmt: skip
DENSE = replace(SMALL, experts=0, used=0, feed_forward=1024)


def kinds(path: Path) -> dict[str, str]:
    return {tensor.name: tensor.tensor_type.name for tensor in gguf.GGUFReader(path).tensors}


@pytest.mark.parametrize("name", ROWS)
def test_full_shapes_have_the_size_the_catalogue_states(name: str) -> None:
    assert size_of(dimensions(name)) == pytest.approx(Catalogue.load().get(ROWS[name]).size, rel=0.06)


def test_random_weights_are_stored_as_the_quantiser_stores_them(tmp_path: Path) -> None:
    for shape, tiny in ((SMALL, MIXTRAL), (replace(DENSE, architecture="jais", kv_heads=4, feed_forward=500), JAIS)):
        sizes = {"layers": 3, "width": 256, "heads": 4, "feed_forward": shape.feed_forward}
        source = write_model(tmp_path / f"{shape.architecture}.gguf", replace(tiny, **sizes))  # type: ignore[arg-type]
        theirs = kinds(quantise(source, tmp_path / f"{shape.architecture}-q.gguf", "Q4_K_M", threads=1))
        assert kinds(write_random(tmp_path / f"{shape.architecture}-r.gguf", shape)) == theirs


@pytest.mark.parametrize("kind", LAYOUTS, ids=lambda kind: kind.name)
def test_random_blocks_keep_a_vector_s_size(kind: Kind) -> None:
    weights = gguf.dequantize(Maker(1).tensor((512, 2048), kind), kind)
    assert weights.shape == (512, 2048) and np.isfinite(weights).all()
    assert weights.std() * 2048**0.5 == pytest.approx(1.0, rel=0.15)
    assert abs(weights.mean()) < 0.05 * weights.std()
    assert np.array_equal(Maker(1).tensor((4, 256), kind), Maker(1).tensor((4, 256), kind))


def test_the_factor_divides_bytes_alike() -> None:
    for name in ROWS:
        full, scaled = size_of(dimensions(name)), size_of(dimensions(name, 16))
        assert scaled * 16 == pytest.approx(full, rel=0.06)
        assert dimensions(name, 16).embedding == dimensions(name).embedding
    with pytest.raises(WorkshopError, match="choose of mixture, dense-70b, dense-30b"):
        dimensions("dense-7b")
    with pytest.raises(WorkshopError, match="divided by 64"):
        dimensions("mixture", 64)


def test_the_factor_is_the_least_that_fits() -> None:
    assert best_factor(40, room=100, bytes_a_second=1000) == 1
    assert best_factor(40, room=12, bytes_a_second=1000) == 4
    assert best_factor(40, room=100, bytes_a_second=10) == 8  # 5 bytes at 10 a second: half a second
    assert best_factor(10**9, room=1, bytes_a_second=1) == 32


def shape(dense: int, experts: int, count: int) -> Shape:
    layers = (Layer(dense, experts, 0, 0),)
    return Shape("llama", layers, 0, 100, 1, 1, 1, 1, 1, experts=count, used=count // 4)


def test_bytes_that_a_step_reads() -> None:
    assert bytes_read(shape(900, 8000, 8), 1) == (1000.0, 2000.0)
    assert bytes_read(shape(900, 8000, 8), 2) == (1000.0, pytest.approx(8000 * (1 - 0.75**2)))
    assert bytes_read(shape(900, 8000, 8), 1000)[1] == pytest.approx(8000)
    assert bytes_read(shape(900, 0, 0), 16) == (1000.0, 0.0)


def row(name: str, placement: str, of: Shape, speed: float) -> Row:
    decode = {1: speed, 4: 2 * speed, 16: 3 * speed}
    found = Measured(1.0, 100 / speed, 10 * speed, decode, {1: (speed, speed)}, 10**9, 0.0, None)
    return Row(name, placement, True, 10_000, of, found)  # type: ignore[arg-type]


def test_limits_and_ratios_by_hand() -> None:
    mixture, dense = shape(900, 8000, 8), shape(11_900, 0, 0)
    band = Bandwidth(cpu=6000.0, gpu=60_000.0)
    assert row("m", "cpu", mixture, 1.0).limit(band) == pytest.approx(2.0)
    assert row("m", "gpu", mixture, 1.0).limit(band) == pytest.approx(20.0)
    assert row("m", "experts", mixture, 1.0).limit(band) == pytest.approx(1 / (2000 / 6000 + 1000 / 60_000))
    assert row("m", "gpu", mixture, 1.0).limit(Bandwidth(6000.0)) is None
    assert row("d", "cpu", dense, 1.0).limit(band, 4) == pytest.approx(2.0)
    rows = (row("m", "cpu", mixture, 4.0), row("d", "cpu", dense, 1.0))
    report = Report("a processor", 2, band, 16, 128, 16, rows)
    assert ratios(report) == {
        "m / d, cpu": {
            "batch 1": 4.0, "batch 4": 4.0, "batch 16": 4.0, "prompt": 4.0, "first token": 4.0, "by bytes, batch 1": 4.0
        }
    }  # fmt: skip
    shown = table(report)
    assert "divided by 16" in shown and "(random weights)" in shown and "not readable" in shown
    assert json.loads(json.dumps(report.as_dict()))["paper"]["ratio"] == 8.64


def test_a_tiny_run_from_file_to_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"mixture": SMALL, "dense-70b": DENSE}
    monkeypatch.setenv("BIMEDIX_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(command, "dimensions", lambda name, factor=1: small[name])
    task = Task("", "cpu", prompt=40, reply=4, repeats=1, threads=1)
    wanted = command.Wanted(("mixture", "dense-70b"), {}, ("cpu",), 16, task, tmp_path, 0.0, None)
    began, report = command.run(wanted)
    assert began.rows == report.rows[:1], "what was measured is there before the run ends"
    first, second = report.rows
    assert first.random and first.shape.experts == 8 and second.shape.experts == 0
    for each in report.rows:
        assert each.measured.prompt > 0 and set(each.measured.decode) == {1, 4, 16}
        assert each.measured.first_ms > 0 and each.measured.memory > each.size
    assert set(ratios(report)) == {"mixture / dense-70b, cpu"}
    assert not list(tmp_path.rglob("*.gguf"))


def test_a_file_of_no_use_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF")
    with pytest.raises(WorkshopError, match=r"broken\.gguf \(cpu\) could not be measured"):
        measure_apart(Task(str(tmp_path / "broken.gguf"), prompt=8, reply=2, repeats=1))


def test_where_a_model_is_put() -> None:
    assert options_for(Task("x", "cpu")).gpu_layers == 0
    mixed = options_for(Task("x", "experts"))
    assert mixed.gpu_layers > 100 and mixed.overrides[0].device == "CPU"
    assert options_for(Task("x", "gpu")).overrides == ()
    assert options_for(Task("x", prompt=1000)).context >= 1000
    with pytest.raises(WorkshopError, match="no place called disk"):
        command.places("disk")
    with pytest.raises(WorkshopError, match="nothing to measure"):
        command.main(["--shapes", ""])


def test_random_files_have_the_shape_they_should(tmp_path: Path) -> None:
    info = inspect(write_random(tmp_path / "m.gguf", SMALL))
    assert (info.quantisation, info.shape.experts, len(info.shape.layers)) == ("Q4_K_M", 8, 3)
    assert info.shape.weights == size_of(SMALL)
    assert info.shape.active < info.shape.weights


def counter(folder: Path, name: str, value: int) -> None:
    package = folder / name
    package.mkdir(parents=True, exist_ok=True)
    (package / "energy_uj").write_text(str(value), encoding="ascii")
    (package / "max_energy_range_uj").write_text("1000000", encoding="ascii")


def test_energy_is_read_of_whole_packages_and_around_the_end_of_a_counter(tmp_path: Path) -> None:
    counter(tmp_path, "intel-rapl:0", 900_000)
    counter(tmp_path, "intel-rapl:1", 0)
    counter(tmp_path, "intel-rapl:0:0", 5)

    def work() -> int:
        counter(tmp_path, "intel-rapl:0", 100_000)
        counter(tmp_path, "intel-rapl:1", 200_000)
        return 4

    assert per_token(work, tmp_path) == pytest.approx(0.1)
    assert Energy(tmp_path / "none").joules() is None


def test_llama_bench_s_answer_is_read() -> None:
    said = json.dumps([{"n_prompt": 8, "n_gen": 0, "avg_ts": 20.5}, {"n_prompt": 0, "n_gen": 4, "avg_ts": 3.25}])
    assert (parse(said).prompt, parse(said).decode) == (20.5, 3.25)
