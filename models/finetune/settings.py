"""A fine-tuning run's TOML file, checked before anything is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from models.settings import Settings

Precision = Literal["nf4", "bf16", "fp32"]


class Base(Settings):
    """The model that is tuned.

    `path` is a folder or hub repository in transformers' format; with `gguf` a file of that name in
    the folder is read instead. "embedded" stands for the model that comes with the desk.
    `precision` nf4 needs bitsandbytes; where it cannot run, training goes on in bf16 and says so.
    """

    path: str
    gguf: str = ""
    template: str
    precision: Precision = "bf16"
    attention: Literal["sdpa", "eager", "flash_attention_2"] = "sdpa"


class Data(Settings):
    """Lessons or dataset records, as JSON lines: what is learned, and what is only measured.

    At every evaluation the model asks `most_asked` held-out questions itself, and they are judged; 0 asks none.
    """

    train: Path
    evaluate: Path
    form: Literal["lessons", "records"] = "lessons"
    most_evaluated: PositiveInt = 400
    most_asked: int = Field(default=0, ge=0)


class Lora(Settings):
    """The adapter. `modules` are linear layers; `experts` and `router` add a mixture's fused parameters.

    Layers below `first_layer` stay as they are, which saves the backward pass through them.
    """

    rank: PositiveInt = 128
    alpha: PositiveInt = 128
    dropout: float = Field(default=0.0, ge=0, lt=1)
    modules: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj")
    experts: bool = False
    router: bool = False
    first_layer: int = Field(default=0, ge=0)


class Schedule(Settings):
    """How long and how fast. One step reads `rows` packed rows of `row_tokens`, `accumulation` times.

    `minutes` 0 is no limit; with a limit the learning rate reaches its end together with the time.
    `patience` evaluations in a row without a better loss than the best so far end the run, and the best
    weights are its result; 0 never ends it, and the last weights are.
    """

    learning_rate: PositiveFloat
    epochs: PositiveFloat = 1.0
    steps: int = -1
    warmup_share: float = Field(default=0.03, ge=0, lt=1)
    rows: PositiveInt = 4
    row_tokens: PositiveInt = 256
    accumulation: PositiveInt = 1
    weight_decay: float = Field(default=0.0, ge=0)
    clip: PositiveFloat = 1.0
    minutes: float = Field(default=0.0, ge=0)
    evaluate_every: PositiveInt = 100
    save_every: PositiveInt = 100
    keep: PositiveInt = 2
    patience: int = Field(default=0, ge=0)
    checkpointing: bool = False

    @model_validator(mode="after")
    def _best_is_kept(self) -> Schedule:
        if self.patience and self.save_every != self.evaluate_every:
            raise ValueError("with patience, save_every and evaluate_every must be equal, so that the best is kept")
        return self


class Loss(Settings):
    """`vocabulary` "used" compares the right token only with those that occur in the replies, and the most common.

    That spares most of the head of a model with a large vocabulary. `router` weighs a mixture's balance loss.
    """

    vocabulary: Literal["all", "used"] = "all"
    common: int = Field(default=8192, ge=0)
    router: float = Field(default=0.0, ge=0)


class Run(Settings):
    """One fine-tuning run."""

    name: str
    seed: int = 8
    threads: int = Field(default=0, ge=0)
    tensorboard: bool = False
    base: Base
    data: Data
    lora: Lora
    schedule: Schedule
    loss: Loss = Loss()
