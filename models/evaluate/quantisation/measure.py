"""Makes the quantised files and measures each beside the reference."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.engine.gguf import inspect
from models.evaluate.quantisation.values import Row
from models.gguf.compare import Compared, Kept, compare, keep
from models.gguf.quantise import quantise
from models.gguf.reading import WINDOW, Reading

FULL = ("F32", "F16", "BF16")
_ANSWER = 48
_TRIES = 3
_PROMPT = "Patient: I have had a headache since yesterday.\nDoctor:"
Accuracy = Callable[[Path], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: texts by language, tokens of each, layers on the GPU, and a benchmark where wanted."""

    texts: Mapping[str, str]
    tokens: int = 1000
    gpu_layers: int = 0
    threads: int = 0
    accuracy: Accuracy | None = None


def measure(
    reference: Path, files: Mapping[str, Path], plan: Plan, tell: Callable[[str], object] = print
) -> tuple[Row, tuple[Row, ...]]:
    """The reference's row and one for each file, by the names given. Raises WorkshopError or ModelProblem."""
    weights = _weights(reference)
    with tempfile.TemporaryDirectory() as place:
        tell(f"reading with {reference.name}")
        kept: dict[str, Kept] = {}

        def begin(reading: Reading) -> Mapping[str, Compared]:
            kept.update(keep(reading, plan.texts, Path(place), plan.tokens))
            return {}

        first = _row(inspect(reference).quantisation, reference, weights, plan, begin)
        rows = []
        for name, path in files.items():
            tell(f"reading with {path.name}")
            rows.append(_row(name, path, weights, plan, lambda reading: compare(reading, kept)))
    return first, tuple(rows)


def made(reference: Path, recipes: tuple[str, ...], folder: Path, threads: int = 0) -> dict[str, Path]:
    """The reference quantised by each recipe into `folder`; what is there from before is taken."""
    files = {recipe: folder / f"{reference.stem}-{recipe}.gguf" for recipe in recipes}
    for recipe, path in files.items():
        if not path.is_file():
            quantise(reference, path, recipe, threads)
    return files


def unpacked(model: Path, folder: Path, threads: int = 0) -> Path:
    """A quantised file's weights in 16 bit: exactly that file's judgement, and not the original's."""
    target = folder / f"{model.stem}-F16.gguf"
    return target if target.is_file() else quantise(model, target, "F16", threads, again=True)


def _row(name: str, path: Path, weights: float, plan: Plan, judge: Callable[[Reading], Mapping[str, Compared]]) -> Row:
    with closing(Reading(path, plan.gpu_layers, plan.threads)) as reading:
        text = judge(reading)
        decode = max(reading.greedy(_PROMPT, _ANSWER)[1] for _ in range(_TRIES))
        prompt = max(reading.read(WINDOW) for _ in range(_TRIES))
    size = inspect(path).size
    accuracy = plan.accuracy(path) if plan.accuracy else {}
    return Row(name, size, 8 * size / weights, decode, prompt, text, accuracy)


def _weights(path: Path) -> float:
    """How many weights a 16- or 32-bit file holds, its vocabulary's few bytes counted with them."""
    info = inspect(path)
    return info.size / (4 if info.quantisation == "F32" else 2)
