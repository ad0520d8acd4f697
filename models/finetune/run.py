"""One fine-tuning run from its settings to an adapter folder with a manifest."""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from transformers import set_seed
from transformers.integrations import is_tensorboard_available

from models.command import WorkshopError
from models.finetune.adapters import adapted, trainable
from models.finetune.curve import draw, read_metrics
from models.finetune.data import Material, encoded, look, material
from models.finetune.follow_up import follow_ups
from models.finetune.loading import encoder, load_base, load_tokenizer
from models.finetune.loss import used_tokens
from models.finetune.mask import coloured
from models.finetune.packing import Collator, waste
from models.finetune.settings import Run
from models.finetune.trainer import CHECKPOINTS, JUDGED_BY, METRICS, Tuner, arguments, callbacks
from models.manifest import Manifest, digests, versions

ADAPTER, CURVE = "adapter", "curve.png"
PACKAGES = ("torch", "transformers", "peft", "accelerate", "bitsandbytes")


def train(run: Run, folder: Path, resume: bool = False) -> Path:
    """Tune as the run says and write FOLDER/adapter, metrics and a manifest. Returns the adapter's folder.

    `resume` goes on from the last checkpoint in FOLDER, exactly as if nothing had stopped it, or begins where there
    is none yet. Raises WorkshopError.
    """
    if not resume and (folder / CHECKPOINTS).exists():
        raise WorkshopError(f"{folder} holds a run already: add --resume to go on with it, or name another folder.")
    require(run)
    look(run.data)
    folder.mkdir(parents=True, exist_ok=True)
    if run.threads:
        torch.set_num_threads(run.threads)
    set_seed(run.seed)
    tokenizer = load_tokenizer(run.base)
    writing = encoder(tokenizer, run.base.template)
    found = material(run, writing)
    model: Any = adapted(load_base(run.base), run.lora)
    tokens = used_tokens(found.examples, run.loss.common) if run.loss.vocabulary == "used" else None
    tuner = Tuner(
        run,
        tokens,
        found.measured,
        model=model,
        args=arguments(run, folder),
        train_dataset=list(found.learned),
        eval_dataset=[row for rows in found.measured.values() for row in rows],
        data_collator=Collator(run.schedule.row_tokens, tokenizer.pad_token_id),
    )
    tuner.follow_ups = follow_ups(run, writing, tokenizer)
    callbacks(tuner, folder)
    if tuner.is_world_process_zero():
        _say(found, model, tokens, run)
    tuner.train(resume_from_checkpoint=last_checkpoint(folder) if resume else None)
    return finish(run, folder, tuner, found)


def last_checkpoint(folder: Path) -> str | None:
    """A run's last whole checkpoint: what transformers writes last is there. None where there is none yet."""
    whole = [path.parent for path in (folder / CHECKPOINTS).glob("checkpoint-*/trainer_state.json")]
    return str(max(whole, key=lambda path: int(path.name.partition("-")[2]))) if whole else None


def require(run: Run) -> None:
    """That what the run asks for can be had here. Raises WorkshopError."""
    if run.tensorboard and not is_tensorboard_available():
        raise WorkshopError("TensorBoard is not installed: pip install tensorboard, or set tensorboard = false.")
    if int(os.environ.get("WORLD_SIZE", "1")) > 1 and (run.schedule.minutes or run.loss.vocabulary == "used"):
        raise WorkshopError('several processes want schedule.minutes = 0 and loss.vocabulary = "all".')


def show_masks(run: Run, count: int) -> None:
    """Print the first examples with what is learned in green."""
    look(run.data)
    tokenizer = load_tokenizer(run.base)
    writing = encoder(tokenizer, run.base.template)
    for example in islice(encoded(run.data.train, run.data.form, writing), count):
        sys.stdout.write(coloured(example, tokenizer.decode, sys.stdout.isatty()) + "\n\n")


def finish(run: Run, folder: Path, tuner: Tuner, found: Material) -> Path:
    """Write the adapter, the curve and, last, the manifest. Of several processes the first alone writes."""
    target = folder / ADAPTER
    if tuner.is_fsdp_enabled:  # every process holds a part of the adapter
        tuner.accelerator.state.fsdp_plugin.set_state_dict_type("FULL_STATE_DICT")
    tuner.save_model(str(target))
    if not tuner.is_world_process_zero():
        return target
    own, base = trainable(tuner.model)
    rows = read_metrics(folder / METRICS)
    draw(rows, folder / CURVE)
    best = tuner.state.best_global_step if run.schedule.patience else tuner.state.global_step
    figures: dict[str, Any] = {
        "steps": tuner.state.global_step,
        "best_step": best,
        "seconds": round(tuner.pace.seconds(), 1) if tuner.pace else 0,
        "examples": len(found.examples),
        "trainable": own,
        "base": base,
        "held_out": [row for row in rows if JUDGED_BY in row and row["step"] == best][-1:],
    }
    outputs = [*sorted(target.glob("adapter_*")), folder / METRICS, folder / CURVE]
    inputs = digests([run.data.train, run.data.evaluate], folder)
    settings = run.model_dump(mode="json")
    Manifest("finetune", settings, inputs, digests(outputs, folder), versions(*PACKAGES), run.seed, figures).write(
        folder
    )
    return target


def _say(found: Material, model: Any, tokens: Any, run: Run) -> None:
    own, base = trainable(model)
    examples = found.examples
    learned = sum(example.learned for example in examples)
    total = sum(len(example.ids) for example in examples)
    sys.stdout.write(
        f"{len(examples)} examples in {len(found.learned)} rows of {run.schedule.row_tokens} tokens "
        f"({waste(found.learned, run.schedule.row_tokens):.1%} padding), {learned / total:.0%} of {total} tokens learned"
        f"{'' if tokens is None else f', compared with {len(tokens)} of the vocabulary'}\n"
        f"trainable parameters: {own:,} ({own / base:.2%} of {base:,})\n"
    )
    sys.stdout.flush()
