"""Fine-tunes a model as one TOML file says.

    python -m models.finetune CONFIG.toml --output FOLDER [--resume]
    python -m models.finetune CONFIG.toml --dry-run        memory and time; refuses what cannot fit
        [--memory 80 --speed 300]                          on a device with 80 GB free that reaches 300 TFLOP/s
    python -m models.finetune CONFIG.toml --mask 3         three examples, what is learned in green
    accelerate launch --config_file models/configs/fsdp.yaml -m models.finetune CONFIG.toml --output FOLDER

FOLDER gets adapter/ (in peft's format), metrics.jsonl, curve.png, checkpoints/ and, last, a manifest.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from models.command import WorkshopError, command
from models.finetune.settings import Run
from models.settings import load_settings


def main(arguments: Sequence[str]) -> int:
    """Run one fine-tuning."""
    chosen = _parser().parse_args(arguments)
    run = load_settings(chosen.config, Run)
    if chosen.mask < 0:
        raise WorkshopError("--mask wants the number of examples to show.")
    if chosen.output is None and not chosen.mask and not chosen.dry_run:
        raise WorkshopError("name the folder that the run writes into: --output FOLDER.")

    # Only now: torch takes long to import, and a mistake in the command or the file is told at once.
    from models.finetune.dry_run import dry_run
    from models.finetune.estimate import Device, this_device
    from models.finetune.run import show_masks, train

    if chosen.mask:
        show_masks(run, chosen.mask)
        return 0
    if chosen.dry_run:
        here = this_device()
        free = int(chosen.memory * 10**9) or here.free
        dry_run(run, Device(free, chosen.speed * 10**12 or here.speed))
        return 0
    print(f"adapter: {train(run, chosen.output, chosen.resume)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m models.finetune", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would take")
    parser.add_argument(
        "--memory", type=float, default=0, metavar="GB", help="dry run: free memory, not this machine's"
    )
    parser.add_argument("--speed", type=float, default=0, metavar="TFLOPS", help="dry run: speed, not this machine's")
    parser.add_argument("--mask", type=int, default=0, metavar="N", help="only show N examples")
    return parser


if __name__ == "__main__":
    command(main)
