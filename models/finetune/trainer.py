"""transformers' Trainer with our loss, a time limit that the learning rate knows of, and metrics as JSON lines."""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR
from transformers import (
    EarlyStoppingCallback,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

from app.export.files import encode, write_whole
from models.finetune.curve import read_metrics
from models.finetune.examples import IGNORED
from models.finetune.follow_up import FollowUps
from models.finetune.loss import learned_loss
from models.finetune.packing import Row
from models.finetune.settings import Run

METRICS, CHECKPOINTS = "metrics.jsonl", "checkpoints"
JUDGED_BY = "eval_all_loss"
"""The measure that early stop looks at, and by which the best weights are chosen."""


class Pace:
    """The learning rate's share of its peak: a linear warm-up, then half a cosine to a tenth.

    With a time limit, what counts is the greater of the steps' and the time's share, so that a run
    cut short has cooled down all the same. Seconds spent before a resume count.
    """

    def __init__(self, steps: int, warmup_share: float, minutes: float) -> None:
        self.steps, self.warmup, self.limit = steps, max(1, round(steps * warmup_share)), minutes * 60
        self.spent, self._began = 0.0, time.monotonic()

    def begin(self) -> None:
        """Set the clock going. A checkpoint keeps this object's values: what was `spent` till then is read back."""
        self._began = time.monotonic()

    def seconds(self) -> float:
        """Seconds of training so far, earlier runs of it included."""
        return self.spent + time.monotonic() - self._began

    def share(self, step: int) -> float:
        """How much of the run is done, from 0 to 1."""
        timed = self.seconds() / self.limit if self.limit else 0.0
        return min(1.0, max(step / max(1, self.steps), timed))

    def rate(self, step: int) -> float:
        """The factor on the peak learning rate."""
        self.spent = self.seconds()
        self.begin()
        if step < self.warmup:
            return (step + 1) / self.warmup
        return 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * self.share(step)))


class Tuner(Trainer):
    """Trains on packed rows; `tokens` are the ids that the loss compares with, None for all."""

    follow_ups: FollowUps | None = None

    def __init__(self, run: Run, tokens: Tensor | None, measured: Mapping[str, Sequence[Row]], **given: Any) -> None:
        super().__init__(**given)
        self.measured = measured
        self.run, self.tokens = run, tokens
        self.pace: Pace | None = None
        self.model_accepts_loss_kwargs = self.loss_is_scaled_for_ga = True
        self.balance = 0.0

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> Any:
        """See Trainer."""
        schedule = self.run.schedule
        self.pace = pace = Pace(num_training_steps, schedule.warmup_share, schedule.minutes)
        self.lr_scheduler = LambdaLR(optimizer or self.optimizer, pace.rate)
        return self.lr_scheduler

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """The mean loss of the learned tokens of the whole step, plus the router's."""
        total, balance = learned_loss(model, inputs, self.tokens, self.run.loss.router)
        learned = (inputs["labels"][:, 1:] != IGNORED).sum()
        count = learned if num_items_in_batch is None else num_items_in_batch
        self.balance = float(balance.detach())
        # Processes divide the batches among them and average their gradients, but `count` is of all of them.
        loss = (total / count + balance * (learned / count)) * self.accelerator.num_processes
        return (loss, {}) if return_outputs else loss

    def evaluate(self, *given: Any, **named: Any) -> dict[str, float]:
        """The mean loss a learned token of the held-out rows: of all, of each language and of each task.

        With `follow_ups` also what the model's own questions are worth, unless it is divided over processes.
        """
        sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.model.eval()
        for group, rows in self.measured.items():
            total, count = self._measured(rows)
            for name in ("all", *group.split("/")):
                sums[name][0] += total
                sums[name][1] += count
        metrics = {f"eval_{name}_loss": total / count for name, (total, count) in sums.items() if count}
        if self.follow_ups and not self.is_fsdp_enabled:
            metrics |= self.follow_ups.measure(self.model)
        self.model.train()
        self.log(metrics)
        self.control: Any = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def _measured(self, rows: Sequence[Row]) -> tuple[float, int]:
        """The summed loss of some rows, and over how many tokens."""
        total, count, size = 0.0, 0, self.args.per_device_eval_batch_size
        with torch.no_grad():
            for start in range(0, len(rows), size):
                batch = self._prepare_inputs(self.data_collator(rows[start : start + size]))
                total += float(learned_loss(self.model, batch, self.tokens, 0.0)[0])
                count += int((batch["labels"][:, 1:] != IGNORED).sum())
        return total, count


class Limit(TrainerCallback):
    """Ends the run when its time is up, saved and evaluated. The time between two parts of a run does not count."""

    def __init__(self, tuner: Tuner) -> None:
        self.tuner = tuner

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Any
    ) -> None:
        """See TrainerCallback. A checkpoint has been read by now, if there is one."""
        if self.tuner.pace:
            self.tuner.pace.begin()

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Any
    ) -> TrainerControl:
        """See TrainerCallback."""
        pace = self.tuner.pace
        if pace and pace.limit and pace.seconds() >= pace.limit:
            control.should_evaluate = control.should_save = control.should_training_stop = True
        return control


class Metrics(TrainerCallback):
    """Appends what is measured to a file of JSON lines, and says how far the run is and how long it still takes.

    Of several processes the first alone writes.
    """

    def __init__(self, path: Path, tuner: Tuner) -> None:
        self.path, self.tuner = path, tuner

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Any
    ) -> None:
        """See TrainerCallback. What an interrupted run wrote behind its last checkpoint is measured again: it goes."""
        if state.is_world_process_zero and self.path.is_file():
            kept = [row for row in read_metrics(self.path) if row["step"] <= state.global_step]
            write_whole(self.path, encode("".join(json.dumps(row) + "\n" for row in kept)))

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, float] | None = None,
        **given: Any,
    ) -> None:
        """See TrainerCallback."""
        pace = self.tuner.pace
        if not logs or pace is None or not state.is_world_process_zero:
            return
        row = {"step": state.global_step, "seconds": round(pace.seconds(), 1), **logs}
        if self.tuner.run.loss.router:
            row["router_loss"] = self.tuner.balance
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        share = pace.share(state.global_step)
        left = pace.seconds() * (1 - share) / share if share else 0.0
        shown = ", ".join(f"{name} {value:.4g}" for name, value in logs.items() if "loss" in name or "eval" in name)
        print(f"step {state.global_step}: {shown}; {share:.0%} done, about {left / 60:.0f} min left", flush=True)


def arguments(run: Run, folder: Path) -> TrainingArguments:
    """The run's settings as transformers takes them. A process trains on one GPU; several want `accelerate launch`."""
    made = TrainingArguments(**given(run, folder))
    made._n_gpu = min(1, made.n_gpu)  # else transformers would deal a batch out to all GPUs in threads
    return made


def given(run: Run, folder: Path) -> dict[str, Any]:
    """The run's settings under transformers' names."""
    schedule = run.schedule
    cuda = torch.cuda.is_available()
    return {
        "output_dir": str(folder / CHECKPOINTS),
        "num_train_epochs": schedule.epochs,
        "max_steps": schedule.steps,
        "per_device_train_batch_size": schedule.rows,
        "per_device_eval_batch_size": schedule.rows,
        "gradient_accumulation_steps": schedule.accumulation,
        "learning_rate": schedule.learning_rate,
        "weight_decay": schedule.weight_decay,
        "max_grad_norm": schedule.clip,
        "gradient_checkpointing": schedule.checkpointing,
        "gradient_checkpointing_kwargs": {"use_reentrant": False} if schedule.checkpointing else None,
        "eval_strategy": "steps",
        "eval_steps": schedule.evaluate_every,
        "save_steps": schedule.save_every,
        "save_total_limit": schedule.keep,
        "logging_steps": max(1, min(10, schedule.evaluate_every)),
        "prediction_loss_only": True,
        "remove_unused_columns": False,
        "dataloader_num_workers": 0,
        "seed": run.seed,
        "data_seed": run.seed,
        "bf16": cuda and run.base.precision != "fp32",
        "use_cpu": not cuda,
        "report_to": ["tensorboard"] if run.tensorboard else [],
        "load_best_model_at_end": schedule.patience > 0,
        "metric_for_best_model": JUDGED_BY if schedule.patience else None,
        "restore_callback_states_from_checkpoint": schedule.patience > 0,
        "disable_tqdm": True,
    }


def callbacks(tuner: Tuner, folder: Path) -> None:
    """Add what every run has: the time limit, the metrics, and early stop where it is wanted."""
    tuner.remove_callback(PrinterCallback)  # what it prints, Metrics says in words
    tuner.add_callback(Limit(tuner))
    tuner.add_callback(Metrics(folder / METRICS, tuner))
    if tuner.run.schedule.patience:
        tuner.add_callback(EarlyStoppingCallback(early_stopping_patience=tuner.run.schedule.patience))
