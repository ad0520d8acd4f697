"""Two processes that share the batches, started as `accelerate launch` starts them, come to what one comes to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("peft", reason="needs models/requirements.txt")
pytest.importorskip("accelerate", reason="needs models/requirements.txt")

from accelerate.commands.config.config_args import load_config_from_file
from safetensors.torch import load_file

from app.config import ROOT
from models.command import WorkshopError
from models.dataset.record import Content, Record, Source, Spoken
from models.dataset.record_json import write_lines
from models.finetune.curve import read_metrics
from models.finetune.run import require, train
from models.finetune.settings import Run
from models.gguf.tiny_checkpoint import write_checkpoint
from models.settings import load_settings

SAID = (
    ("I have a headache.", "Since when?"),
    ("My knee hurts.", "Which knee? The right one?"),
    ("I cough at night.", "Is there fever?"),
    ("My back hurts since I fell down the stairs.", "Where exactly?"),
)
SETTINGS = """
name = "tiny"
threads = 1
base = {{ path = "{base}", template = "mixtral-instruct", precision = "fp32" }}
data = {{ train = "{data}", evaluate = "{data}", form = "records" }}
lora = {{ rank = 4, alpha = 8, experts = true, router = true }}
loss = {{ router = 0.02 }}
[schedule]
learning_rate = 1e-2
steps = 3
rows = 1
row_tokens = 48
accumulation = {accumulation}
evaluate_every = 1
"""


def settings(folder: Path, accumulation: int) -> Path:
    """A run's file; the base and the data are made where they are missing."""
    base, data = folder / "base", folder / "chats.jsonl"
    if not data.is_file():
        write_checkpoint(base, layers=1)
        source = Source("tests", "CC0-1.0")
        chats = [Content(turns=(Spoken("user", "en", said), Spoken("assistant", "en", asked))) for said, asked in SAID]
        write_lines(
            data,
            [
                Record(id=f"chat-{number}", item=f"chat-{number}", task="chat", source=source, original="en", en=chat)
                for number, chat in enumerate(chats)
            ],
        )
    path = folder / f"{accumulation}.toml"
    path.write_text(SETTINGS.format(base=base.as_posix(), data=data.as_posix(), accumulation=accumulation))
    return path


def test_two_processes_come_to_the_weights_of_one(tmp_path: Path) -> None:
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    step = ["-m", "models.finetune", str(settings(tmp_path, 1)), "--output", str(tmp_path / "two")]
    done = subprocess.run(
        [*launch, *step],
        cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    train(load_settings(settings(tmp_path, 2), Run), tmp_path / "one")
    one, two = (load_file(tmp_path / each / "adapter" / "adapter_model.safetensors") for each in ("one", "two"))
    assert set(one) == set(two)
    assert all(one[name].allclose(two[name], rtol=1e-3, atol=1e-4) for name in one)
    alone, shared = (read_metrics(tmp_path / each / "metrics.jsonl") for each in ("one", "two"))
    assert [(row["step"], row["epoch"]) for row in shared] == [(row["step"], row["epoch"]) for row in alone]
    for mine, theirs in zip(alone, shared, strict=True):
        for name in {"loss", "grad_norm", "eval_all_loss"} & set(mine):
            assert theirs[name] == pytest.approx(mine[name], rel=1e-3)
    assert done.stdout.count("trainable parameters") == 1


@pytest.mark.parametrize("name", ["fsdp", "deepspeed"])
def test_the_shipped_launch_settings_are_accelerates_own(name: str) -> None:
    found = load_config_from_file(str(ROOT / "models" / "configs" / f"{name}.yaml"))
    assert found.num_processes == 8 and name.upper() in str(found.distributed_type)


def test_what_several_processes_cannot_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = load_settings(settings(tmp_path, 1), Run)
    monkeypatch.setenv("WORLD_SIZE", "2")
    require(run)
    with pytest.raises(WorkshopError, match="minutes"):
        require(run.model_copy(update={"schedule": run.schedule.model_copy(update={"minutes": 5.0})}))
