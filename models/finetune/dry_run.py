"""What a run would take, said before any weight is loaded; what cannot fit is refused."""

from __future__ import annotations

import sys

from models.command import WorkshopError
from models.finetune.adapters import adapted, trainable
from models.finetune.data import look, material
from models.finetune.estimate import Device, Size, estimate, refuse, size_of, this_device
from models.finetune.loading import encoder, load_tokenizer, meta_base, possible
from models.finetune.settings import Run

MILLION = 1_000_000
ALL_LEARNED = 1.0
"""Without the data, every token is taken as learned: the most memory that a row can want."""


def dry_run(run: Run, device: Device | None = None) -> None:
    """Say what a run would take on a device, this machine's by default. Raises WorkshopError where it cannot fit.

    Memory needs neither weights nor data. Time needs the data and the base's vocabulary; where they
    cannot be read, that is said.
    """
    possibly = run.base.model_copy(update={"precision": possible(run.base.precision)})
    run = run.model_copy(update={"base": possibly})
    model = adapted(meta_base(run.base), run.lora)
    own, base = trainable(model)
    sys.stdout.write(f"trainable parameters: {own:,} ({own / base:.2%} of {base:,})\n")
    size: Size = size_of(model)
    there = device or this_device()
    try:
        tokens, learned = counted(run)
    except WorkshopError as problem:
        found = estimate(run, size, MILLION, ALL_LEARNED, there)
        sys.stdout.write(
            f"{found.memory()}\ntime: about {found.seconds / 3600:.2f} h for each million tokens of data, "
            f"all epochs together; how many there are is not known yet: {problem}\n"
        )
    else:
        found = estimate(run, size, tokens, learned, there)
        sys.stdout.write(f"{found.memory()}\n{found.time()}\n")
    refuse(found)


def counted(run: Run) -> tuple[int, float]:
    """Tokens an epoch, padding included, and the share of them that is learned. Raises WorkshopError."""
    look(run.data)
    found = material(run, encoder(load_tokenizer(run.base), run.base.template))
    tokens = len(found.learned) * run.schedule.row_tokens
    return tokens, sum(example.learned for example in found.examples) / tokens
