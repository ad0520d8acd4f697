"""Quantises a GGUF file with the installed llama.cpp.

    python -m models.gguf.quantise INPUT.gguf OUTPUT.gguf Q4_K_M

INPUT holds 16- or 32-bit weights, as convert_hf_to_gguf.py writes them. OUTPUT appears only when it is whole.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import llama_cpp

from app.engine.ggml_types import FILE_TYPES
from app.engine.gguf import inspect


def quantise(source: Path, target: Path, recipe: str, threads: int = 0) -> Path:
    """Write `source` by `recipe` into `target`. Raises ValueError for an unknown recipe or where llama.cpp fails."""
    numbers = {name: number for number, name in FILE_TYPES.items()}
    if recipe not in numbers:
        raise ValueError(f"{recipe} is none of {', '.join(sorted(numbers))}")
    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = numbers[recipe]
    params.nthread = threads or os.cpu_count() or 1
    temporary = target.with_suffix(".gguf.tmp")
    if llama_cpp.llama_model_quantize(str(source).encode(), str(temporary).encode(), params):
        temporary.unlink(missing_ok=True)
        raise ValueError(f"llama.cpp could not quantise {source.name} to {recipe}")
    temporary.replace(target)
    inspect(target)
    return target


def main() -> None:
    """Quantise as the command line says and print the new file's name and size."""
    source, target, recipe = sys.argv[1:4]
    made = quantise(Path(source), Path(target), recipe)
    sys.stdout.write(f"{made} {made.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
