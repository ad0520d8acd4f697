"""Fine-tunes a model as one TOML file says.

    python -m models.finetune CONFIG.toml --output FOLDER [--resume]

FOLDER gets adapter/ (in peft's format), metrics.jsonl, checkpoints/ and a manifest.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from models.command import command
from models.finetune.run import train
from models.finetune.settings import Run
from models.settings import load_settings


def main(arguments: Sequence[str]) -> int:
    """Run one fine-tuning."""
    chosen = _parser().parse_args(arguments)
    run = load_settings(chosen.config, Run)
    print(f"adapter: {train(run, chosen.output, chosen.resume)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.finetune", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--resume", action="store_true")
    return parser


if __name__ == "__main__":
    command(main)
