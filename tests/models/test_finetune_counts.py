"""Counts before anything is trained: parameters of the real Mixtral, bytes in 4 bits, memory that is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("peft", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")

import torch
from transformers import MixtralForCausalLM

from models.command import WorkshopError
from models.finetune import loading
from models.finetune.__main__ import main
from models.finetune.adapters import adapted
from models.finetune.estimate import Device, estimate, refuse, size_of
from models.finetune.loading import load_tokenizer
from models.finetune.loss import learned_loss
from models.finetune.settings import Base, Lora, Run
from models.finetune.shapes import MIXTRAL_8X7B, base_parameters, lora_parameters, measured
from models.gguf.tiny_checkpoint import tiny_config
from models.settings import load_settings

CONFIGS = Path(__file__).parents[2] / "models" / "configs"


def test_rank_128_trains_about_four_per_cent_of_the_real_mixtral() -> None:
    base = base_parameters(MIXTRAL_8X7B)
    share = measured(MIXTRAL_8X7B, 128)
    assert share.base == base == 46_702_792_704
    assert share.trained == lora_parameters(MIXTRAL_8X7B, 128, fused=True)
    assert share.percent == pytest.approx(3.86, abs=0.005)
    assert share.percent_of_all == pytest.approx(3.72, abs=0.005)
    assert 100 * lora_parameters(MIXTRAL_8X7B, 128, fused=False) / base == pytest.approx(4.15, abs=0.005)
    without = lora_parameters(MIXTRAL_8X7B, 128, fused=False, attention=False)
    assert 100 * without / base == pytest.approx(3.92, abs=0.005)


CUDA = pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU"))


def batch(device: str = "cpu") -> dict[str, torch.Tensor]:
    ids = torch.arange(48).reshape(2, 24) % 500
    places = torch.arange(24)[None].expand(2, 24)
    made = {"input_ids": ids, "position_ids": places, "labels": ids.clone(), "attention": torch.ones_like(ids)}
    return {name: value.to(device) for name, value in made.items()}


@pytest.mark.parametrize("device", ["cpu", CUDA])
def test_in_four_bits_experts_too_take_four_bits_and_learn(device: str) -> None:
    pytest.importorskip("bitsandbytes", reason="needs models/requirements.txt")
    from models.finetune.four_bit import count_bytes, quantise

    torch.manual_seed(0)
    model = MixtralForCausalLM(tiny_config()).to(torch.bfloat16)
    layers = sum(value.numel() for name, value in model.named_parameters() if "proj" in name)
    before = float(learned_loss(model, batch(), None, 0.0)[0].detach())
    whole = count_bytes(model)
    quantise(model, device)
    packed = count_bytes(model)
    assert whole.packed == 0 and packed.packed == layers / 2
    assert packed.packed + packed.scales < 0.53 * layers
    assert packed.plain == whole.plain - 2 * layers
    assert float(learned_loss(model, batch(device), None, 0.0)[0].detach()) == pytest.approx(before, rel=0.02)
    tuned = adapted(model, Lora(rank=4, alpha=4, experts=True, router=True))
    learning = torch.optim.AdamW([each for each in tuned.parameters() if each.requires_grad], lr=1e-2)
    losses, untouched = [], 1
    for _step in range(4):
        loss, balance = learned_loss(tuned, batch(device), None, 0.02)
        (loss / 46 + balance).backward()
        untouched = sum(each.grad is None or not each.grad.any() for each in learning.param_groups[0]["params"])
        learning.step()
        learning.zero_grad()
        losses.append(float(loss.detach()) / 46)
    assert losses[-1] < losses[0] - 0.3 and not untouched
    assert count_bytes(model).packed == packed.packed


def test_what_cannot_fit_is_refused_with_what_to_change() -> None:
    run = load_settings(CONFIGS / "bimedix_bi.toml", Run)
    with torch.device("meta"):
        model = MixtralForCausalLM(MIXTRAL_8X7B)
        for parameter in model.parameters():
            parameter.requires_grad = False
        tuned = adapted(model, run.lora)
    size = size_of(tuned)
    found = estimate(run, size, tokens=1_000_000, learned=0.3, device=Device(0, 1e12))
    gib = 1024**3
    assert 20 < found.weights / gib < 27
    assert 26 < found.adapter / gib < 29
    assert 12e9 < size.active < 13.5e9
    with pytest.raises(WorkshopError, match="lower schedule"):
        refuse(replace(found, free=found.need - 1))
    refuse(replace(found, free=found.need))
    assert 2.6 < size.fused * 2 / gib < 2.7 and found.unpacked == 3 * 2 * size.fused
    assert estimate(run, size, tokens=2_000_000, learned=0.3, device=Device(0, 2e12)).seconds == found.seconds


def test_the_papers_run_is_judged_without_weights_data_or_hub(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    config = str(CONFIGS / "bimedix_bi.toml")
    with pytest.raises(WorkshopError, match=r"needs about .* GiB and 22\.4 GiB are free: lower schedule"):
        main([config, "--dry-run", "--memory", "24", "--speed", "100"])
    assert main([config, "--dry-run", "--memory", "80", "--speed", "100"]) == 0
    said = capsys.readouterr().out
    assert "1,803,583,488" in said and "of 74.5 GiB" in said and "h for each million tokens" in said
    with pytest.raises(WorkshopError, match=r"bimedix is not there: make it with python -m models\.dataset,"):
        main([config, "--output", str(tmp_path / "run")])
    assert not (tmp_path / "run").exists()


def test_without_bitsandbytes_16_bits_are_counted_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda name: None)
    with pytest.raises(WorkshopError, match=r"needs about 1\d\d\.\d GiB"):
        main([str(CONFIGS / "bimedix_bi.toml"), "--dry-run", "--memory", "80", "--speed", "100"])
    said = capsys.readouterr().out
    assert "bitsandbytes is not installed" in said and "weights 87.0 GiB" in said


def test_a_base_that_is_not_there_is_named_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match=r"none cannot be read \(.*\): name a folder") as caught:
        load_tokenizer(Base(path=str(tmp_path / "none"), template="chatml"))
    assert "\n" not in str(caught.value)
