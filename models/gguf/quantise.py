"""Quantises a GGUF file with the installed llama.cpp.

    python -m models.gguf quantise MODEL.gguf --output FOLDER --quant Q4_K_M [--imatrix imatrix.gguf]

The model holds 16- or 32-bit weights, as the converter writes them. The new file appears only when it
is whole.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import llama_cpp

from app.engine.ggml_types import FILE_TYPES
from app.engine.gguf import inspect
from app.engine.llama_log import heard
from models.command import WorkshopError
from models.gguf.imatrix import as_argument, read_imatrix
from models.gguf.steps import Made, Step, known_digests
from models.manifest import Manifest

QUANTS = ("Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0")
_FULL = re.compile(r"-(BF16|F16|F32|AUTO)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuantiseJob:
    """The 16-bit model, the folder for the quantised one, the recipe, and an importance matrix if there is one."""

    model: Path
    output: Path
    recipe: str = "Q4_K_M"
    imatrix: Path | None = None
    threads: int = 0

    @property
    def made(self) -> Path:
        """The quantised file."""
        return self.output / f"{_FULL.sub('', self.model.stem)}-{self.recipe}.gguf"

    def run(self) -> Manifest:
        """Quantise. Raises WorkshopError, or ModelProblem for a file that is no model."""
        inputs = known_digests([self.model, *([self.imatrix] if self.imatrix else [])])
        settings = {"recipe": self.recipe, "imatrix": bool(self.imatrix)}
        return Step("quantise", self.output, settings, inputs).run(self._work)

    def _work(self) -> Made:
        quantise(self.model, self.made, self.recipe, self.threads, self.imatrix)
        before, after = inspect(self.model), inspect(self.made)
        parameters = 8 * before.size / (32 if before.quantisation == "F32" else 16)
        figures = {"bytes": after.size, "bits_per_weight": round(8 * after.size / parameters, 2)}
        return Made((self.made,), figures)


def quantise(
    source: Path, target: Path, recipe: str, threads: int = 0, imatrix: Path | None = None, again: bool = False
) -> Path:
    """Write `source` by `recipe` into `target`. `again` allows a source that is itself quantised.

    Raises WorkshopError for an unknown recipe or where llama.cpp fails, ModelProblem for a broken source.
    """
    numbers = {name: number for number, name in FILE_TYPES.items()}
    if recipe not in numbers:
        raise WorkshopError(f"{recipe} is none of {', '.join(sorted(numbers))}.")
    found = inspect(source).quantisation
    if not again and found not in ("F16", "BF16", "F32"):
        raise WorkshopError(f"{source.name} is {found or 'mixed'} already: quantise the 16-bit file instead.")
    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = numbers[recipe]
    params.nthread = threads or os.cpu_count() or 1
    params.allow_requantize = again
    matrix = as_argument(read_imatrix(imatrix)) if imatrix else None
    if matrix:
        params.imatrix = matrix
    temporary = target.with_suffix(".gguf.tmp")
    with heard() as said:  # else it writes a line for each tensor
        failed = llama_cpp.llama_model_quantize(str(source).encode(), str(temporary).encode(), params)
    if failed:
        temporary.unlink(missing_ok=True)
        reason = f" ({said[-1].strip()})" if said else ""
        raise WorkshopError(f"llama.cpp could not quantise {source.name} to {recipe}{reason}.")
    inspect(temporary)
    temporary.replace(target)
    return target
