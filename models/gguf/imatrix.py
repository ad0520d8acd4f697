"""Measures an importance matrix: how strongly each input of each weight matrix is used on bilingual text.

    python -m models.gguf imatrix MODEL.gguf --output FOLDER [--text FILE] [--chunks 100]

llama-imatrix of the pinned sources does the work. Every expert of every layer must have been used,
else the quantiser would treat its weights as if all inputs mattered alike.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import gguf
import llama_cpp
import numpy as np

from app.engine.gguf import inspect
from models.command import WorkshopError
from models.gguf.calibration import calibration_text
from models.gguf.scripts import run_tool
from models.gguf.steps import Made, Step, known_digests
from models.manifest import Manifest

NAME, TEXT = "imatrix.gguf", "calibration.txt"
_SUMS, _COUNTS = ".in_sum2", ".counts"


@dataclass(frozen=True, slots=True)
class ImatrixJob:
    """The 16-bit model, the folder for its matrix, the text ("" for the desk's own), chunks of `window` tokens."""

    model: Path
    output: Path
    text: Path | None = None
    chunks: int = 100
    window: int = 512
    gpu_layers: int = 0

    def run(self, tool: Path) -> Manifest:
        """Measure with the built llama-imatrix. Raises WorkshopError, also where an expert was never used."""
        inputs = known_digests([self.model, *([self.text] if self.text else [])])
        settings = {"chunks": self.chunks, "window": self.window, "text": str(self.text or "the desk's own")}
        return Step("imatrix", self.output, settings, inputs, seed=0).run(lambda: self._work(tool))

    def _work(self, tool: Path) -> Made:
        text, made = self.output / TEXT, self.output / NAME
        text.write_text(self.text.read_text(encoding="utf-8") if self.text else calibration_text(), encoding="utf-8")
        temporary = self.output / f"tmp-{NAME}"  # the tool goes by the file's ending
        options = ["--chunks", str(self.chunks), "-c", str(self.window), "-ngl", str(self.gpu_layers), "--no-ppl"]
        command = [str(tool), "-m", str(self.model), "-f", str(text), "-o", str(temporary), *options]
        run_tool(command, self.output / "imatrix.log")
        matrix = read_imatrix(temporary)
        covered = check_covered(matrix, inspect(self.model).shape.experts)
        temporary.replace(made)
        return Made((made, text), {"tensors": len(matrix.means), **covered})


@dataclass(frozen=True, slots=True)
class Matrix:
    """By tensor name: the mean square of each input (experts by inputs), and how many tokens used each expert."""

    means: Mapping[str, np.ndarray]
    counts: Mapping[str, np.ndarray]


def read_imatrix(path: Path) -> Matrix:
    """Read what llama-imatrix wrote. Raises WorkshopError for another file."""
    try:
        tensors = {tensor.name: np.array(tensor.data, np.float32) for tensor in gguf.GGUFReader(path).tensors}
    except (OSError, ValueError, IndexError) as error:
        raise WorkshopError(f"{path} is not an importance matrix.") from error
    means, counts = {}, {}
    for name, sums in tensors.items():
        if not name.endswith(_SUMS):
            continue
        tensor = name.removesuffix(_SUMS)
        counts[tensor] = tensors[tensor + _COUNTS].reshape(-1)
        sums = sums.reshape(len(counts[tensor]), -1)
        used = counts[tensor][:, None] > 0
        means[tensor] = np.where(used, sums / np.maximum(counts[tensor][:, None], 1), 1.0).astype(np.float32)
    if not means:
        raise WorkshopError(f"{path} is not an importance matrix.")
    return Matrix(means, counts)


def check_covered(matrix: Matrix, experts: int) -> dict[str, int]:
    """That every expert of every layer was used; gives the least number of tokens that one saw.

    Raises WorkshopError naming the layers' tensors and experts that were not.
    """
    mixed = {name: counts for name, counts in matrix.counts.items() if "_exps." in name}
    if experts and (not mixed or any(len(counts) != experts for counts in mixed.values())):
        raise WorkshopError(f"The importance matrix knows nothing of the model's {experts} experts.")
    idle = [f"{name} expert {int(at)}" for name, counts in mixed.items() for at in np.flatnonzero(counts == 0)]
    if idle:
        raise WorkshopError(f"Never used: {', '.join(idle[:4])} ({len(idle)} in all). Take more or other text.")
    return {"fewest_tokens_of_an_expert": int(min(map(np.min, mixed.values())))} if mixed else {}


def as_argument(matrix: Matrix) -> ctypes.Array[llama_cpp.llama_model_imatrix_data]:
    """For `llama_model_quantize`: an array that ends with an empty entry, and keeps its numbers alive."""
    array = (llama_cpp.llama_model_imatrix_data * (len(matrix.means) + 1))()
    kept = [np.ascontiguousarray(means.reshape(-1)) for means in matrix.means.values()]
    for index, (name, numbers) in enumerate(zip(matrix.means, kept, strict=True)):
        pointer = numbers.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        array[index] = llama_cpp.llama_model_imatrix_data(name.encode(), pointer, numbers.size)
    array.kept = kept  # type: ignore[attr-defined]
    return array
