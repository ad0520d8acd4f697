"""python -m models.evaluate speed [--shapes mixture,dense-70b,dense-30b] [--place cpu,gpu,experts] [--factor N]

What "8 times faster" means on this machine: models of the paper's shapes in Q4_K_M, one after another in one run:
tokens a second of prompts and of 1, 4 and 16 replies at once, first token, memory, energy where it can be read, and
beside each what the memory's bandwidth allows for the bytes that a token reads. llama-bench stands beside them where
`python -m models.gguf sources --build llama-bench` built it.

Files of the catalogue that are here are taken where --factor is 1; else weights are random, layers and vocabulary
of all models divided by one factor (default: the least at which they fit the memory and half a second a token).
--file NAME=PATH measures a file of your own as NAME.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.catalogue.files import is_here, locate
from app.catalogue.registry import load_catalogue
from app.config import find_home
from app.engine.gguf import inspect
from app.engine.llama_bench_machine import machine
from app.engine.llama_devices import cores, devices
from app.engine.llama_version import VERSION
from app.export.files import encode, write_whole
from models.command import WorkshopError, command
from models.evaluate.speed.bandwidth import gpu_bandwidth
from models.evaluate.speed.bench import llama_bench
from models.evaluate.speed.one import PLACEMENTS, Placement, Task, measure_apart
from models.evaluate.speed.shapes import ROWS, best_factor, dimensions
from models.evaluate.speed.values import Bandwidth, Report, Row, table
from models.evaluate.speed.weights import size_of, write_random
from models.gguf.sources import CACHE, Sources
from models.gguf.tools import BENCH, built

_SHARES = {"cpu": 0.3, "gpu": 0.6}
"""Of the free memory, what a file may take. On the CPU llama.cpp keeps a rearranged copy beside the file's pages."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The command line, understood. `factor` 0 means: choose."""

    shapes: tuple[str, ...]
    files: dict[str, Path]
    places: tuple[Placement, ...]
    factor: int
    task: Task
    work: Path | None
    gpu_bandwidth: float
    tool: Path | None


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write table and JSON where --output names a folder."""
    wanted, output, as_json = _parse(arguments)
    report = None
    for report in run(wanted):
        if output:
            write(report, output)
    if report is None:
        raise WorkshopError("There is nothing to measure: name --shapes or a --file.")
    print(json.dumps(report.as_dict()) if as_json else table(report))
    return 0


def write(report: Report, output: Path) -> None:
    """Keep the report as a table and as JSON."""
    output.mkdir(parents=True, exist_ok=True)
    write_whole(output / "speed.md", encode(table(report) + "\n"))
    write_whole(output / "speed.json", encode(json.dumps(report.as_dict(), indent=1) + "\n"))


def run(wanted: Wanted) -> Iterator[Report]:
    """The report after each row, the last one whole. Files made on the way are deleted again.

    Raises WorkshopError or ModelProblem.
    """
    here = machine(wanted.task.threads or cores())
    bandwidth = Bandwidth(here.bandwidth, wanted.gpu_bandwidth or gpu_bandwidth())
    factor = wanted.factor or _factor(wanted, bandwidth)
    threads = wanted.task.threads or cores()
    report = Report(here.processor, threads, bandwidth, factor, wanted.task.prompt, wanted.task.reply, ())
    for row in _rows(wanted, factor):
        report = replace(report, rows=(*report.rows, row))
        yield report


def _rows(wanted: Wanted, factor: int) -> Iterator[Row]:
    for name in wanted.shapes:
        with _file(name, factor, wanted) as (path, random):
            for place in wanted.places:
                if _apt(name, place):
                    yield _row(name, path, random, place, wanted)
    for name, path in wanted.files.items():
        for place in wanted.places:
            yield _row(name, path, False, place, wanted)


def _row(name: str, path: Path, random: bool, place: Placement, wanted: Wanted) -> Row:
    info = inspect(path)
    task = replace(wanted.task, path=str(path), placement=place)
    measured = measure_apart(task)
    print(f"{name}, {place}: {measured.decode[1]:.2f} tokens/s alone", file=sys.stderr, flush=True)
    bench = llama_bench(wanted.tool, task) if wanted.tool else None
    return Row(name, place, random, info.size, info.shape, measured, bench)


def _apt(name: str, place: Placement) -> bool:
    """Only a mixture has experts to keep on the CPU."""
    return place != "experts" or bool(dimensions(name).experts)


@contextmanager
def _file(name: str, factor: int, wanted: Wanted) -> Iterator[tuple[Path, bool]]:
    """The model's file, and whether its weights are random; a random one is deleted afterwards."""
    home = find_home(None).ready()
    catalogue = load_catalogue(home)
    model = catalogue.get(ROWS[name])
    if factor == 1 and is_here(home, model):
        yield locate(home, catalogue, model.name).path, False
        return
    with tempfile.TemporaryDirectory(dir=wanted.work) as place:
        yield write_random(Path(place) / f"{name}.gguf", dimensions(name, factor)), True


def _factor(wanted: Wanted, bandwidth: Bandwidth) -> int:
    """By the largest model, the memory of the place, and half a second for a token."""
    largest = max((size_of(dimensions(name)) for name in wanted.shapes), default=0)
    on_gpu = "cpu" not in wanted.places
    kind = "gpu" if on_gpu else "cpu"
    free = max((device.free for device in devices() if device.kind == kind), default=0)
    return best_factor(largest, int(free * _SHARES[kind]), (on_gpu and bandwidth.gpu) or bandwidth.cpu)


def _parse(arguments: Sequence[str]) -> tuple[Wanted, Path | None, bool]:
    parser = argparse.ArgumentParser(
        prog="python -m models.evaluate speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shapes", default=",".join(ROWS))
    parser.add_argument("--file", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--place", default="", help=f"of {', '.join(PLACEMENTS)} (default: gpu where there is one)")
    parser.add_argument("--factor", type=int, default=0)
    for name, value in (("prompt", 128), ("reply", 16), ("repeats", 3), ("threads", 0)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="room for files with random weights")
    parser.add_argument("--gpu-bandwidth", type=float, default=0, metavar="GB/S", help="where it cannot be measured")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where llama-bench was built")
    parser.add_argument("--output", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(list(arguments))
    task = Task("", "cpu", chosen.prompt, chosen.reply, chosen.repeats, chosen.threads)
    shapes = tuple(name for name in chosen.shapes.split(",") if name)
    tool = built(Sources(chosen.cache / f"llama.cpp-{VERSION}"), BENCH)
    wanted = Wanted(
        shapes, _named(chosen.file), places(chosen.place), chosen.factor, task, chosen.work,
        1e9 * chosen.gpu_bandwidth, tool,
    )  # fmt: skip
    return wanted, chosen.output, chosen.json


def places(text: str) -> tuple[Placement, ...]:
    """The placements asked for. Raises WorkshopError for an unknown one, or one that needs a GPU that is not there."""
    has_gpu = any(device.kind == "gpu" for device in devices())
    asked = text.split(",") if text else ["gpu" if has_gpu else "cpu"]
    unknown = [place for place in asked if place not in PLACEMENTS]
    if unknown:
        raise WorkshopError(f"There is no place called {unknown[0]}: choose of {', '.join(PLACEMENTS)}.")
    if not has_gpu and asked != ["cpu"]:
        raise WorkshopError("This build of llama.cpp sees no GPU here: only --place cpu can be measured.")
    return tuple(place for place in PLACEMENTS if place in asked)


def _named(texts: Sequence[str]) -> dict[str, Path]:
    pairs = [text.partition("=") for text in texts]
    faulty = [text for text, (name, _, path) in zip(texts, pairs, strict=True) if not name or not path]
    if faulty:
        raise WorkshopError(f"--file takes NAME=PATH, not {faulty[0]}.")
    return {name: Path(path) for name, _, path in pairs}


if __name__ == "__main__":
    command(main)
