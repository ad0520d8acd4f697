"""Adapters of fused experts: put apart, merged shard by shard, and as GGUF, all as peft itself would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs models/requirements.txt")
peft = pytest.importorskip("peft", reason="needs models/requirements.txt")
transformers = pytest.importorskip("transformers", reason="needs models/requirements.txt")

from safetensors.torch import load_file, save_file  # noqa: E402

from models.command import WorkshopError  # noqa: E402
from models.gguf.checkpoint import Checkpoint  # noqa: E402
from models.gguf.lora import Mixture, mixture_of, read_lora  # noqa: E402
from models.gguf.merge import MergeJob, merge_shard, merged  # noqa: E402
from models.gguf.tiny_checkpoint import tiny_config, write_checkpoint  # noqa: E402
from models.manifest import read_manifest  # noqa: E402

FUSED = ["mlp.experts.gate_up_proj", "mlp.experts.down_proj", "mlp.gate.weight"]


def train_nothing(base: Path, folder: Path, **options: Any) -> Any:
    """A peft adapter with random matrices on attention, experts and router; returns the peft model."""
    torch.manual_seed(1)
    model = transformers.MixtralForCausalLM.from_pretrained(base, dtype=torch.float32)
    chosen = {"r": 4, "lora_alpha": 8, "init_lora_weights": False, "target_parameters": FUSED, **options}
    adapted = peft.get_peft_model(model, peft.LoraConfig(target_modules=["q_proj", "v_proj"], **chosen))
    adapted.save_pretrained(folder)
    return adapted


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("base") / "tiny", layers=1)


def tensors_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shard in Checkpoint.open(folder).shards:
        found |= load_file(folder / shard)
    return found


@pytest.mark.parametrize("stabilised", [False, True])
def test_merging_gives_what_peft_gives(base: Path, tmp_path: Path, stabilised: bool) -> None:
    adapted = train_nothing(base, tmp_path / "lora", use_rslora=stabilised)
    adapted.merge_and_unload().save_pretrained(tmp_path / "theirs")
    manifest = MergeJob(tmp_path / "lora", base, tmp_path / "ours").run()
    ours, theirs, before = (tensors_of(folder) for folder in (tmp_path / "ours", tmp_path / "theirs", base))
    assert ours.keys() == theirs.keys() == before.keys()
    for name, tensor in ours.items():
        assert tensor.dtype == torch.bfloat16
        assert torch.equal(tensor, theirs[name].to(torch.bfloat16)), name
    changed = [name for name in ours if not torch.equal(ours[name], before[name])]
    assert len(changed) == manifest.figures["changed_tensors"] == 2 + 1 + 8 * 3
    assert Checkpoint.open(tmp_path / "ours").shards == Checkpoint.open(base).shards
    config = json.loads((tmp_path / "ours" / "config.json").read_text(encoding="utf-8"))
    assert config["output_router_logits"] is False


def test_a_checkpoint_in_the_fused_form_is_merged_alike(base: Path, tmp_path: Path) -> None:
    adapted = train_nothing(base, tmp_path / "lora")
    config = mixture_of(tiny_config().to_dict())
    lora = read_lora(tmp_path / "lora", config)
    state = {name: value.clone() for name, value in adapted.get_base_model().state_dict().items()}
    plain = {name.replace(".base_layer", ""): value for name, value in state.items() if "lora_" not in name}
    after = adapted.merge_and_unload().state_dict()
    for name in ("mlp.experts.gate_up_proj", "mlp.experts.down_proj", "mlp.gate.weight", "self_attn.q_proj.weight"):
        full = f"model.layers.0.{name}"
        torch.testing.assert_close(merged(full, plain[full], lora), after[full], rtol=1e-5, atol=1e-6)


def test_a_broken_off_merge_goes_on_behind_the_last_whole_shard(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_nothing(base, tmp_path / "lora")
    written: list[str] = []

    def once(source: Path, target: Path, lora: Any) -> Path:
        if written and target.name not in written and len(written) == 1 and not resumed:
            raise KeyboardInterrupt
        written.append(target.name)
        return merge_shard(source, target, lora)

    resumed = False
    monkeypatch.setattr("models.gguf.merge.merge_shard", once)
    with pytest.raises(KeyboardInterrupt):
        MergeJob(tmp_path / "lora", base, tmp_path / "out").run()
    assert not (tmp_path / "out" / "manifest.json").exists()
    resumed = True
    MergeJob(tmp_path / "lora", base, tmp_path / "out").run()
    assert sorted(written) == sorted(Checkpoint.open(base).shards)  # none was written twice
    MergeJob(tmp_path / "lora", base, tmp_path / "out").run()
    assert len(written) == len(Checkpoint.open(base).shards) and not read_manifest(tmp_path / "out").changed(
        tmp_path / "out"
    )


def test_an_adapter_of_another_base_is_refused(base: Path, tmp_path: Path) -> None:
    train_nothing(base, tmp_path / "lora")
    tensors = load_file(tmp_path / "lora" / "adapter_model.safetensors")
    deeper = {name.replace("layers.0.", "layers.7."): value for name, value in tensors.items()}
    save_file(deeper, tmp_path / "lora" / "adapter_model.safetensors")
    with pytest.raises(WorkshopError, match=r"layers\.7\..*another base"):
        MergeJob(tmp_path / "lora", base, tmp_path / "out").run()
    with pytest.raises(WorkshopError, match="do not belong to this base model"):
        read_lora(tmp_path / "lora", Mixture(experts=8, width=128, inner=64))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"use_dora": True}, "use_dora"),
        ({"alpha_pattern": {"q_proj": 3}}, "alpha_pattern"),
        ({"peft_type": "IA3"}, "only plain LoRA"),
    ],
)
def test_kinds_that_cannot_be_merged_are_named(base: Path, tmp_path: Path, change: dict[str, Any], words: str) -> None:
    train_nothing(base, tmp_path / "lora")
    path = tmp_path / "lora" / "adapter_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(WorkshopError, match=words):
        read_lora(tmp_path / "lora", Mixture())


def test_a_missing_shard_is_named(base: Path, tmp_path: Path) -> None:
    for path in base.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    gone = Checkpoint.open(tmp_path).shards[0]
    (tmp_path / gone).unlink()
    with pytest.raises(WorkshopError, match=gone):
        Checkpoint.open(tmp_path)
