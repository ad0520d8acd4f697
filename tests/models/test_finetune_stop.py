"""A run that gets no better stops by itself and keeps its best, also when it was interrupted and resumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("peft", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

import torch
from safetensors.torch import load_file
from transformers import TrainerCallback

from models.command import WorkshopError
from models.dataset.record import Content, Record, Source, Spoken
from models.dataset.record_json import write_lines
from models.finetune import run as running
from models.finetune.curve import read_metrics
from models.finetune.settings import Base, Data, Lora, Run, Schedule
from models.finetune.trainer import JUDGED_BY, Pace
from models.gguf.tiny_checkpoint import write_checkpoint
from models.manifest import read_manifest

LEARNED = (("I have a headache.", "Since when?"), ("My knee hurts.", "Which knee?"))
OTHER = (("عندي كحة.", "هل لديك حرارة؟"), ("ظهري يؤلمني.", "أين الألم بالضبط؟"))
EVERY, PATIENCE, MOST = 2, 2, 60


def chats(path: Path, pairs: tuple[tuple[str, str], ...]) -> Path:
    source = Source("tests", "CC0-1.0")
    spoken = [Content(turns=(Spoken("user", "en", said), Spoken("assistant", "en", asked))) for said, asked in pairs]
    write_lines(
        path,
        [
            Record(id=f"chat-{number}", item=f"chat-{number}", task="chat", source=source, original="en", en=content)
            for number, content in enumerate(spoken)
        ],
    )
    return path


@dataclass(frozen=True)
class Stopped:
    """A run that stopped by itself, and the same one after an interruption."""

    run: Run
    whole: Path
    resumed: Path


class Power(TrainerCallback):
    """Stops the process's work after a step, as a power cut would."""

    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: object, state: object, control: object, **given: object) -> None:
        if state.global_step == self.step:  # type: ignore[attr-defined]
            raise InterruptedError


def measured(folder: Path) -> list[tuple[int, float]]:
    """Step and held-out loss of every evaluation."""
    return [(row["step"], row[JUDGED_BY]) for row in read_metrics(folder / "metrics.jsonl") if JUDGED_BY in row]


def best_step(folder: Path) -> int:
    return min(measured(folder), key=lambda pair: pair[1])[0]


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    folder = tmp_path_factory.mktemp("stopped")
    run = Run(
        name="tiny",
        threads=1,
        base=Base(path=str(write_checkpoint(folder / "base", layers=1)), template="mixtral-instruct", precision="fp32"),
        data=Data(train=chats(folder / "a.jsonl", LEARNED), evaluate=chats(folder / "b.jsonl", OTHER), form="records"),
        lora=Lora(rank=8, alpha=16, experts=True, router=True),
        schedule=Schedule(
            learning_rate=1e-2, steps=MOST, rows=1, row_tokens=48, patience=PATIENCE,
            evaluate_every=EVERY, save_every=EVERY,
        ),
    )  # fmt: skip
    (folder / "whole" / "checkpoints").mkdir(parents=True)  # interrupted before there was anything to go on with
    running.train(run, folder / "whole", resume=True)
    cut = best_step(folder / "whole") + EVERY + 1
    added: Callable[..., None] = running.callbacks
    with pytest.MonkeyPatch().context() as patch:
        patch.setattr(running, "callbacks", lambda tuner, at: (added(tuner, at), tuner.add_callback(Power(cut))))
        with pytest.raises(InterruptedError):
            running.train(run, folder / "resumed")
    # The power went while the last checkpoint was written: what was measured by then is measured again.
    (folder / "resumed" / "checkpoints" / f"checkpoint-{cut - 1}" / "trainer_state.json").unlink()
    running.train(run, folder / "resumed", resume=True)
    return Stopped(run, folder / "whole", folder / "resumed")


def test_it_stops_after_so_many_evaluations_without_a_better_one(stopped: Stopped) -> None:
    steps = [step for step, _ in measured(stopped.whole)]
    assert 0 < best_step(stopped.whole) == steps[-1] - PATIENCE * EVERY
    assert read_manifest(stopped.whole).figures["steps"] == steps[-1] < MOST


def test_the_best_weights_are_the_result_not_the_last(stopped: Stopped) -> None:
    best = best_step(stopped.whole)
    last = measured(stopped.whole)[-1][0]
    made, kept, left = (
        load_file(folder / "adapter_model.safetensors")
        for folder in (
            stopped.whole / "adapter",
            stopped.whole / "checkpoints" / f"checkpoint-{best}",
            stopped.whole / "checkpoints" / f"checkpoint-{last}",
        )
    )
    assert all(torch.equal(made[name], kept[name]) for name in kept)
    assert not all(torch.equal(made[name], left[name]) for name in left)
    figures = read_manifest(stopped.whole).figures
    assert figures["best_step"] == best and [row["step"] for row in figures["held_out"]] == [best]


def test_resumed_it_counts_on_and_ends_at_the_same_weights(stopped: Stopped) -> None:
    assert measured(stopped.resumed) == measured(stopped.whole)  # what came behind the checkpoint is told once
    whole, resumed = (
        load_file(each / "adapter" / "adapter_model.safetensors") for each in (stopped.whole, stopped.resumed)
    )
    assert set(whole) == set(resumed) and all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_time_between_two_parts_of_a_run_is_not_training(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("models.finetune.trainer.time.monotonic", lambda: clock[0])
    pace = Pace(steps=100, warmup_share=0.03, minutes=1)
    clock[0] += 30
    pace.rate(10)
    kept = dict(vars(pace))
    clock[0] += 3600
    resumed = Pace(steps=100, warmup_share=0.03, minutes=1)
    vars(resumed).update(kept)
    resumed.begin()
    clock[0] += 6
    assert resumed.seconds() == pytest.approx(36) and resumed.share(10) == pytest.approx(0.6)


def test_patience_without_a_checkpoint_at_every_evaluation_is_a_mistake(tmp_path: Path) -> None:
    from models.settings import load_settings

    text = (Path(__file__).parents[2] / "models" / "configs" / "bimedix_bi.toml").read_text(encoding="utf-8")
    path = tmp_path / "run.toml"
    path.write_text(text.replace("save_every = 100", "save_every = 50"), encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"run\.toml: schedule: .*save_every and evaluate_every must be equal"):
        load_settings(path, Run)
