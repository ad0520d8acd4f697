"""Turns a peft folder into a LoRA in GGUF form, to be loaded over a base model without merging.

    python -m models.gguf adapter LORA_FOLDER --base BASE --output FOLDER [--type f16]

BASE is the base model's checkpoint folder (its config.json suffices) or its GGUF file. llama.cpp's
`convert_lora_to_gguf.py` does the work; fused experts are put apart for it first.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from app.engine.gguf import inspect
from app.engine.gguf_adapter import inspect_adapter
from models.command import WorkshopError
from models.gguf.lora import CONFIG, WEIGHTS, Lora, mixture_of, read_lora
from models.gguf.scripts import run_script
from models.gguf.sources import Sources
from models.gguf.steps import Made, Step, known_digests
from models.manifest import Manifest

NAME = "adapter.gguf"
_CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class AdapterJob:
    """What is converted: a peft folder, its base (checkpoint folder or GGUF file), where to, and the number type."""

    lora: Path
    base: Path
    output: Path
    kind: str = "f16"

    def run(self, llama: Sources) -> Manifest:
        """Convert; `output` then holds adapter.gguf and its manifest. Raises WorkshopError."""
        inputs = known_digests([self.lora / CONFIG, self.lora / WEIGHTS])
        settings = {"base": self.base.name, "type": self.kind}
        return Step("adapter", self.output, settings, inputs).run(lambda: self._work(llama))

    def _work(self, llama: Sources) -> Made:
        script = llama.script("convert_lora_to_gguf.py")
        with tempfile.TemporaryDirectory(dir=self.output) as place:
            folder = Path(place)
            config = base_config(self.base)
            (folder / _CONFIG).write_text(json.dumps(config), encoding="utf-8")
            _write_apart(read_lora(self.lora, mixture_of(config)), folder)
            made = folder / NAME
            options = ["--base", str(folder), "--outfile", str(made), "--outtype", self.kind]
            run_script(script, [str(folder), *options], self.output / "convert.log")
            info = inspect_adapter(made, inspect(self.base) if self.base.is_file() else None)
            target = made.replace(self.output / NAME)
        return Made((target,), {"bytes": info.size, "rank": info.rank, "architecture": info.architecture})


def base_config(base: Path) -> dict[str, Any]:
    """The config of a checkpoint folder, or of a GGUF file as transformers understands it. Raises WorkshopError."""
    if base.is_dir():
        try:
            config: dict[str, Any] = json.loads((base / _CONFIG).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise WorkshopError(f"{base} has no readable {_CONFIG}.") from error
        return config
    inspect(base)
    from transformers import AutoConfig
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    # A GGUF file does not name transformers' class, which the converter goes by.
    found = AutoConfig.from_pretrained(base.parent, gguf_file=base.name)
    return {**found.to_dict(), "architectures": [MODEL_FOR_CAUSAL_LM_MAPPING_NAMES[found.model_type]]}


def _write_apart(lora: Lora, folder: Path) -> None:
    """The adapter with every matrix on its own, as the converter reads it."""
    if lora.whole:
        raise WorkshopError(f"The adapter replaces {next(iter(lora.whole))} whole: merge it instead.")
    ranks = {len(pair.down) for pair in lora.pairs.values()}
    stabilised = lora.config.get("use_rslora")
    if stabilised and len(ranks) > 1:
        raise WorkshopError("A rank-stabilised LoRA of several ranks has no GGUF form: merge it instead.")
    # llama.cpp scales by alpha / rank.
    alpha = lora.config["lora_alpha"] * (ranks.pop() ** 0.5 if stabilised else 1)
    (folder / CONFIG).write_text(json.dumps({"lora_alpha": alpha, "peft_type": "LORA"}), encoding="utf-8")
    tensors: dict[str, Any] = {}
    for name, pair in lora.pairs.items():
        stem = "base_model.model." + name.removesuffix(".weight")
        tensors |= {f"{stem}.lora_A.weight": pair.down.clone(), f"{stem}.lora_B.weight": pair.up.clone()}
    save_file(tensors, folder / WEIGHTS)
