"""A tiny Mixtral learns bilingual chats, is interrupted and goes on, and then talks in the desk's engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("peft", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

import torch
from safetensors.torch import load_file
from transformers import MixtralForCausalLM, TrainerCallback

from app.engine.base import Request, Sampling, Turn, Usage
from app.engine.llama import LlamaEngine
from app.engine.llama_options import LlamaOptions
from app.engine.llama_version import VERSION
from app.engine.templates import template, text_of
from models.command import WorkshopError
from models.dataset.record import Content, Record, Source, Spoken
from models.dataset.record_json import write_lines
from models.finetune import run as running
from models.finetune.curve import read_metrics
from models.finetune.loss import learned_loss
from models.finetune.settings import Base, Data, Lora, Loss, Run, Schedule
from models.gguf.convert import ConvertJob
from models.gguf.merge import MergeJob
from models.gguf.quantise import QuantiseJob
from models.gguf.sources import CACHE, Sources
from models.gguf.tiny_checkpoint import write_checkpoint
from models.manifest import read_manifest

LLAMA = Sources(CACHE / f"llama.cpp-{VERSION}")
CHATS = (
    ("I have a headache.", "Since when?", "عندي صداع.", "منذ متى؟"),
    ("My knee hurts.", "Which knee?", "ركبتي تؤلمني.", "أي ركبة؟"),
    ("I cough at night.", "Is there fever?", "أسعل ليلًا.", "هل هناك حرارة؟"),
)
STEPS, FIRST, FALLEN = 60, 5.3, 3.0
"""The loss a learned token is above FIRST in the beginning and below FALLEN after so many steps (nats).

The little model's vocabulary is drawn from the desk's own content, so the figures move a little with that.
"""


def chats(path: Path) -> Path:
    """The chats as records of a dataset, in both languages."""
    source = Source("tests", "CC0-1.0")
    records = [
        Record(
            id=f"chat-{number}",
            item=f"chat-{number}",
            task="chat",
            source=source,
            original="en",
            en=Content(turns=(Spoken("user", "en", said), Spoken("assistant", "en", asked))),
            ar=Content(turns=(Spoken("user", "ar", said_ar), Spoken("assistant", "ar", asked_ar))),
        )
        for number, (said, asked, said_ar, asked_ar) in enumerate(CHATS)
    ]
    write_lines(path, records)
    return path


def settings(folder: Path, base: Path) -> Run:
    data = chats(folder / "chats.jsonl")
    return Run(
        name="tiny",
        threads=1,
        base=Base(path=str(base), template="mixtral-instruct", precision="fp32"),
        data=Data(train=data, evaluate=data, form="records"),
        lora=Lora(rank=8, alpha=16, experts=True, router=True),
        schedule=Schedule(
            learning_rate=2e-3, steps=STEPS, rows=1, row_tokens=96, evaluate_every=15, save_every=15, accumulation=2
        ),
        loss=Loss(router=0.02),
    )


class Power(TrainerCallback):
    """Stops the process's work after a step, as a power cut would."""

    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: object, state: object, control: object, **given: object) -> None:
        if state.global_step == self.step:  # type: ignore[attr-defined]
            raise InterruptedError


@dataclass(frozen=True)
class Runs:
    """A run in one go, and the same one interrupted and resumed."""

    base: Path
    run: Run
    whole: Path
    resumed: Path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("tuned")
    base = write_checkpoint(folder / "base")
    run = settings(folder, base)
    running.train(run, folder / "whole")
    patched = pytest.MonkeyPatch()
    added = running.callbacks
    with patched.context() as patch:
        patch.setattr(running, "callbacks", lambda tuner, at: (added(tuner, at), tuner.add_callback(Power(20))))
        with pytest.raises(InterruptedError):
            running.train(run, folder / "resumed")
    running.train(run, folder / "resumed", resume=True)
    return Runs(base, run, folder / "whole", folder / "resumed")


def test_the_loss_falls_and_is_measured_by_language_and_task(runs: Runs) -> None:
    measured = [row for row in read_metrics(runs.whole / "metrics.jsonl") if "eval_all_loss" in row]
    assert [row["step"] for row in measured] == list(range(15, STEPS + 1, 15))
    assert measured[-1]["eval_all_loss"] < FALLEN < FIRST < read_metrics(runs.whole / "metrics.jsonl")[0]["loss"]
    assert {"eval_en_loss", "eval_ar_loss", "eval_chat_loss"} <= set(measured[-1])


def test_interrupted_and_resumed_it_comes_to_the_same_weights(runs: Runs) -> None:
    whole, resumed = (load_file(each / "adapter" / "adapter_model.safetensors") for each in (runs.whole, runs.resumed))
    assert set(whole) == set(resumed) and any("experts" in name for name in whole)
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_a_run_is_described_and_never_written_over(runs: Runs) -> None:
    manifest = read_manifest(runs.whole)
    assert manifest.seed == runs.run.seed and manifest.figures["steps"] == STEPS
    assert {"adapter/adapter_model.safetensors", "metrics.jsonl", "curve.png"} <= set(manifest.outputs)
    assert not manifest.changed(runs.whole)
    with pytest.raises(WorkshopError, match="--resume"):
        running.train(runs.run, runs.whole)


def test_packed_dialogues_do_not_see_each_other(runs: Runs) -> None:
    model = MixtralForCausalLM.from_pretrained(runs.base, dtype=torch.float32)
    first, second = torch.arange(10, 22), torch.arange(40, 60)
    joined = torch.cat([first, second])[None]
    places = torch.cat([torch.arange(12), torch.arange(20)])[None]
    packed = {"input_ids": joined, "position_ids": places, "labels": joined.clone(), "attention": joined}
    packed["labels"][:, 12] = -100
    alone = []
    for ids in (first[None], second[None]):
        own = {"input_ids": ids, "position_ids": torch.arange(ids.shape[1])[None], "labels": ids, "attention": ids}
        alone.append(float(learned_loss(model, own, None, 0.0)[0].detach()))
    assert float(learned_loss(model, packed, None, 0.0)[0]) == pytest.approx(sum(alone), rel=1e-4)
    tokens = torch.arange(512)
    assert float(learned_loss(model, packed, tokens, 0.0)[0]) == pytest.approx(sum(alone), rel=1e-4)


@pytest.mark.skipif(not LLAMA.root.is_dir(), reason="needs `python -m models.gguf sources`")
def test_merged_converted_and_quantised_it_has_learned_and_talks(runs: Runs, tmp_path: Path) -> None:
    MergeJob(runs.whole / "adapter", runs.base, tmp_path / "merged").run()
    ConvertJob(tmp_path / "merged", tmp_path / "gguf", "f32", "tiny").run(LLAMA)
    job = QuantiseJob(tmp_path / "gguf" / "tiny-F32.gguf", tmp_path / "q8", "Q8_0", threads=1)
    job.run()
    ConvertJob(runs.base, tmp_path / "base", "f32", "base").run(LLAMA)
    untaught, _ = talked(tmp_path / "base" / "base-F32.gguf")
    taught, ended = talked(job.made)
    assert taught > untaught + 1.0
    assert ended.reason in ("stop", "length") and ended.tokens > 0


def talked(path: Path) -> tuple[float, Usage]:
    """Through the desk's engine: the log-likelihood a token of the taught replies (nats), and how a chat ended."""
    asks = template("mixtral-instruct")
    engine = LlamaEngine(path, LlamaOptions(context=256, threads=1), asks)
    pairs = [(chat[place], chat[place + 1]) for chat in CHATS for place in (0, 2)]
    found = [engine.score(text_of(asks.render((Turn("user", said),))), [f" {right}"])[0] for said, right in pairs]
    request = Request("", (Turn("user", CHATS[0][2]),), Sampling(max_tokens=12, temperature=0.0))
    *_, ended = engine.stream(request, Event())
    engine.close()
    assert isinstance(ended, Usage)
    return sum(each.logprob for each in found) / sum(each.tokens for each in found), ended
