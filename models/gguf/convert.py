"""Turns a checkpoint folder into one GGUF file in 16 bit, with llama.cpp's own converter.

python -m models.gguf convert CHECKPOINT_FOLDER --output FOLDER [--type bf16]
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.engine.gguf import inspect
from models.gguf.checkpoint import Checkpoint
from models.gguf.scripts import run_script
from models.gguf.sources import Sources
from models.gguf.steps import Made, Step, known_digests
from models.manifest import Manifest

TYPES = ("auto", "bf16", "f16", "f32")


@dataclass(frozen=True, slots=True)
class ConvertJob:
    """The checkpoint, the folder for the GGUF file, its number type, and the model's name (else the folder's)."""

    checkpoint: Path
    output: Path
    kind: str = "bf16"
    name: str = ""

    @property
    def title(self) -> str:
        """What the model is called."""
        return self.name or self.checkpoint.name

    @property
    def made(self) -> Path:
        """The GGUF file."""
        return self.output / f"{self.title}-{self.kind.upper()}.gguf"

    def run(self, llama: Sources) -> Manifest:
        """Convert. Raises WorkshopError, or ModelProblem where the result is of no use."""
        checkpoint = Checkpoint.open(self.checkpoint)
        inputs = known_digests([*checkpoint.files, *(self.checkpoint / name for name in checkpoint.others)])
        settings = {"type": self.kind, "name": self.title}
        return Step("convert", self.output, settings, inputs).run(lambda: self._work(llama))

    def _work(self, llama: Sources) -> Made:
        temporary = self.made.with_name(self.made.name + ".tmp")
        options = ["--outfile", str(temporary), "--outtype", self.kind, "--model-name", self.title]
        script = llama.script("convert_hf_to_gguf.py")
        run_script(script, [str(self.checkpoint), *options], self.output / "convert.log")
        info = inspect(temporary)
        temporary.replace(self.made)
        shape = info.shape
        figures = {"bytes": info.size, "layers": len(shape.layers), "experts": shape.experts, "type": info.quantisation}
        return Made((self.made,), figures)
