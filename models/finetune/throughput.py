"""Compares the speed of training with plain TRL's: the same base, adapter, data and settings, in one run.

    python -m models.gguf.tiny_checkpoint runs/tiny/base       where no model of one's own is at hand
    python -m models.finetune.throughput models/configs/tiny.toml [--examples 256] [--rounds 2] [--output FILE.json]

Three ways: TRL's SFTTrainer with a dialogue a row, as it is without packing; this workshop with a
dialogue a row; and with dialogues packed into rows. Each reads the same dialogues once a round, and
the ways take turns, so that whatever else the machine does meets them alike. What counts is the
tokens of dialogues, padding left out, a second. It runs on a GPU unchanged.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import torch
from datasets import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments, set_seed
from trl import SFTConfig, SFTTrainer

from app.export.files import encode, write_whole
from models.command import WorkshopError, command
from models.finetune.adapters import adapted
from models.finetune.data import encoded, look
from models.finetune.examples import Example
from models.finetune.loading import encoder, load_base, load_tokenizer
from models.finetune.loss import used_tokens
from models.finetune.packing import Collator, Row, pack
from models.finetune.settings import Run
from models.finetune.trainer import Tuner, given
from models.settings import load_settings

WARM = 2
"""Steps before the clock starts: memory is taken and caches are filled in them."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What one way took: dialogue tokens read, seconds by the clock and of processors, mean loss a learned token."""

    tokens: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    loss: float = 0.0

    @property
    def rate(self) -> float:
        """Tokens a second, padding left out."""
        return self.tokens / self.seconds if self.seconds else 0.0

    def plus(self, other: Pace) -> Pace:
        """Two rounds together; the loss is the later one's, which is the same where nothing changed."""
        seconds, processor = self.seconds + other.seconds, self.processor + other.processor
        return Pace(self.tokens + other.tokens, seconds, processor, other.loss)


class Clock(TrainerCallback):
    """Measures from the step after the warm ones to the last."""

    def __init__(self) -> None:
        self.began: tuple[float, float] | None = None
        self.seconds = self.processor = 0.0

    def on_step_begin(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """See TrainerCallback."""
        if state.global_step == WARM:
            self.began = _now()

    def on_step_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        """See TrainerCallback."""
        if self.began:
            now = _now()
            self.seconds, self.processor = now[0] - self.began[0], now[1] - self.began[1]


Build = Callable[[Any, Path], Trainer]


@dataclass(frozen=True, slots=True)
class Ways:
    """Builds the trainers that are compared, over the same dialogues."""

    run: Run
    examples: Sequence[Example]
    tokenizer: Any

    def trl(self, model: Any, folder: Path) -> Trainer:
        """TRL's own trainer, a dialogue a row."""
        rows = [{"input_ids": list(each.ids), "labels": [-100, *each.labels[1:]]} for each in self.examples]
        config = SFTConfig(**self._settings(folder), max_length=None, packing=False, loss_type="nll")
        return SFTTrainer(
            model=model, args=config, train_dataset=Dataset.from_list(rows), processing_class=self.tokenizer
        )

    def apart(self, model: Any, folder: Path) -> Trainer:
        """Ours, a dialogue a row."""
        return self._ours(model, folder, [[each] for each in self.examples], 0)

    def packed(self, model: Any, folder: Path) -> Trainer:
        """Ours, with rows that are filled."""
        length = self.run.schedule.row_tokens
        return self._ours(model, folder, list(pack(self.examples, length)), length)

    def _ours(self, model: Any, folder: Path, rows: list[Row], length: int) -> Trainer:
        used = self.run.loss.vocabulary == "used"
        tokens = used_tokens(self.examples, self.run.loss.common) if used else None
        collator = Collator(length, self.tokenizer.pad_token_id)
        settings = TrainingArguments(**self._settings(folder), remove_unused_columns=False)
        return Tuner(self.run, tokens, {}, model=model, args=settings, train_dataset=rows, data_collator=collator)

    def _settings(self, folder: Path) -> dict[str, Any]:
        """What all have in common: one pass over the data, nothing measured or saved in between."""
        shared = given(self.run, folder)
        left = ("eval_strategy", "eval_steps", "save_steps", "save_total_limit", "remove_unused_columns")
        kept = {name: value for name, value in shared.items() if name not in left}
        once = {"num_train_epochs": 1.0, "max_steps": -1, "save_strategy": "no", "logging_strategy": "no"}
        return {**kept, **once, "load_best_model_at_end": False, "metric_for_best_model": None}


def measured(run: Run, build: Build) -> Pace:
    """One pass of one way over the data, from a fresh adapter. Raises WorkshopError where it is too short to time."""
    set_seed(run.seed)
    model: Any = adapted(load_base(run.base), run.lora)
    clock = Clock()
    with TemporaryDirectory() as folder:
        trainer = build(model, Path(folder))
        trainer.add_callback(clock)
        counted = _Counted(trainer.data_collator, trainer.args.per_device_train_batch_size)
        trainer.data_collator = counted
        done = trainer.train()
    if not clock.seconds:
        raise WorkshopError(
            f"fewer than {WARM + 1} steps are too few to time: raise --examples or lower schedule.rows."
        )
    return Pace(counted.after(WARM * run.schedule.accumulation), clock.seconds, clock.processor, done.training_loss)


class _Counted:
    """A collator that counts the dialogue tokens of each batch."""

    def __init__(self, collator: Callable[[Any], Any], rows: int) -> None:
        self.collator, self.rows = collator, rows
        self.tokens: list[int] = []

    def __call__(self, batch: Any) -> Any:
        """The batch as it was to be."""
        self.tokens.append(sum(_length(one) for one in batch))
        return self.collator(batch)

    def after(self, batches: int) -> int:
        """Tokens of all batches but the first so many."""
        return sum(self.tokens[batches:])


def _length(one: Any) -> int:
    return len(one["input_ids"]) if isinstance(one, Mapping) else sum(len(example.ids) for example in one)


def compare(run: Run, examples: Sequence[Example], rounds: int) -> dict[str, Pace]:
    """Every way, in turns, over the same dialogues."""
    ways = Ways(run, examples, load_tokenizer(run.base))
    builds: dict[str, Build] = {"TRL": ways.trl, "ours, not packed": ways.apart, "ours, packed": ways.packed}
    found = dict.fromkeys(builds, Pace())
    for turn in range(rounds):
        names = list(builds)[:: 1 if turn % 2 == 0 else -1]
        for name in names:
            found[name] = found[name].plus(measured(run, builds[name]))
    return found


def chosen_examples(run: Run, count: int) -> list[Example]:
    """That many dialogues of the run's data, mixed, none longer than a row. Raises WorkshopError."""
    look(run.data)
    writing = encoder(load_tokenizer(run.base), run.base.template)
    found = [each for each in encoded(run.data.train, run.data.form, writing) if each.learned]
    fitting = [each for each in found if len(each.ids) <= run.schedule.row_tokens]
    Random(run.seed).shuffle(fitting)
    return fitting[:count]


def main(arguments: Sequence[str]) -> int:
    """Compare and print the rates with their ratios to TRL's."""
    parser = argparse.ArgumentParser(
        prog="python -m models.finetune.throughput",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("--examples", type=int, default=256, help="how many dialogues a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args(arguments)
    run = load_settings(chosen.config, Run)
    if run.threads:
        torch.set_num_threads(run.threads)
    examples = chosen_examples(run, chosen.examples)
    found = compare(run, examples, chosen.rounds)
    for name, pace in found.items():
        sys.stdout.write(_line(name, pace, found["TRL"]) + "\n")
    if chosen.output:
        device = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
        ways = {name: {**asdict(pace), "rate": pace.rate} for name, pace in found.items()}
        values = {"run": run.name, "device": device, "examples": len(examples), "ways": ways}
        write_whole(chosen.output, encode(json.dumps(values, indent=1) + "\n"))
    return 0


def _line(name: str, pace: Pace, other: Pace) -> str:
    by_processor = (pace.tokens / pace.processor) / (other.tokens / other.processor)
    return (
        f"{name}: {pace.rate:.0f} tokens/s, {pace.rate / other.rate:.2f} x TRL by the clock, "
        f"{by_processor:.2f} x by processor time; mean loss {pace.loss:.4f}"
    )


def _now() -> tuple[float, float]:
    """The clock and the processors' time; what a GPU still has to do is waited for."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter(), time.process_time()


if __name__ == "__main__":
    command(main)
