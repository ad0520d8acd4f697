"""A tiny Mixtral from checkpoint and adapter to a checked, quantised file that the engine talks with."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
peft = pytest.importorskip("peft", reason="needs models/requirements.txt")
transformers = pytest.importorskip("transformers", reason="needs models/requirements.txt")

import gguf  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

from app.catalogue.rows import Catalogue  # noqa: E402
from app.engine.base import Piece, Request, Sampling, Turn  # noqa: E402
from app.engine.gguf import inspect  # noqa: E402
from app.engine.llama import LlamaEngine  # noqa: E402
from app.engine.llama_options import Adapter, LlamaOptions  # noqa: E402
from app.engine.llama_version import VERSION  # noqa: E402
from app.engine.templates import template  # noqa: E402
from models.command import WorkshopError  # noqa: E402
from models.gguf.adapter import AdapterJob  # noqa: E402
from models.gguf.card import write_card  # noqa: E402
from models.gguf.check import CheckJob, same  # noqa: E402
from models.gguf.convert import ConvertJob  # noqa: E402
from models.gguf.imatrix import (  # noqa: E402
    ImatrixJob,
    Matrix,
    check_covered,
    read_imatrix,
)
from models.gguf.merge import MergeJob  # noqa: E402
from models.gguf.quantise import QUANTS, QuantiseJob  # noqa: E402
from models.gguf.reading import Reading  # noqa: E402
from models.gguf.sources import CACHE, Sources  # noqa: E402
from models.gguf.tiny_checkpoint import write_checkpoint  # noqa: E402
from models.gguf.tools import IMATRIX, built  # noqa: E402
from models.manifest import read_manifest  # noqa: E402

LLAMA = Sources(CACHE / f"llama.cpp-{VERSION}")
TOOL = built(LLAMA, IMATRIX)
needs_sources = pytest.mark.skipif(not LLAMA.root.is_dir(), reason="needs `python -m models.gguf sources`")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `base`, `lora`, the `merged` checkpoint and the `gguf` file of it."""
    folder = tmp_path_factory.mktemp("made")
    base = write_checkpoint(folder / "base")
    torch.manual_seed(3)
    model = transformers.MixtralForCausalLM.from_pretrained(base)
    fused = ["mlp.experts.gate_up_proj", "mlp.experts.down_proj", "mlp.gate.weight"]
    config = peft.LoraConfig(
        r=4, lora_alpha=2, init_lora_weights=False, target_modules=["q_proj", "o_proj"], target_parameters=fused
    )
    peft.get_peft_model(model, config).save_pretrained(folder / "lora")
    MergeJob(folder / "lora", base, folder / "merged").run()
    ConvertJob(folder / "merged", folder / "gguf", "f32", "tiny").run(LLAMA)
    return folder


def write_matrix(path: Path, model: Path, idle: bool = False) -> Path:
    """An importance matrix as llama-imatrix writes it, of random uses; with `idle` one expert was never used."""
    random = np.random.default_rng(0)
    writer = gguf.GGUFWriter(path, "")
    for tensor in gguf.GGUFReader(model).tensors:
        if len(tensor.shape) < 2 or not tensor.name.startswith("blk."):
            continue
        experts = int(tensor.shape[2]) if len(tensor.shape) == 3 else 1
        counts = np.full((experts, 1), 64, np.float32)
        counts[-1] = 0 if idle and experts > 1 else 64
        sums = random.random((experts, int(tensor.shape[0]))).astype(np.float32) * 64
        writer.add_tensor(f"{tensor.name}.in_sum2", sums)
        writer.add_tensor(f"{tensor.name}.counts", counts)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@needs_sources
def test_the_converted_model_says_what_transformers_says(made: Path) -> None:
    model = transformers.MixtralForCausalLM.from_pretrained(made / "merged", dtype=torch.float32)
    reading = Reading(made / "gguf" / "tiny-F32.gguf")
    tokens = reading.windows("the pain في الصدر", 40)[0]
    ours = np.stack(list(reading.log_probabilities(tokens)))
    with torch.no_grad():
        theirs = model(torch.tensor([tokens])).logits[0, :-1].log_softmax(-1).numpy()
    reading.close()
    assert np.abs(ours - theirs).max() < 0.02


@needs_sources
def test_an_adapter_on_the_base_says_what_the_merged_model_says(made: Path, tmp_path: Path) -> None:
    ConvertJob(made / "base", tmp_path / "base", "f32", "base").run(LLAMA)
    AdapterJob(made / "lora", made / "base", tmp_path / "adapter", "f32").run(LLAMA)
    base, adapter = tmp_path / "base" / "base-F32.gguf", tmp_path / "adapter" / "adapter.gguf"
    texts = [
        said(base, (Adapter(adapter),)),
        said(made / "gguf" / "tiny-F32.gguf", ()),
        said(base, ()),
    ]
    assert texts[0] == texts[1] != texts[2]
    with pytest.raises(WorkshopError, match="do not belong"):
        AdapterJob(made / "lora", other_base(tmp_path), tmp_path / "wrong").run(LLAMA)


def other_base(folder: Path) -> Path:
    (folder / "other").mkdir()
    config = {"architectures": ["MixtralForCausalLM"], "num_local_experts": 8, "hidden_size": 64}
    (folder / "other" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder / "other"


def said(path: Path, adapters: tuple[Adapter, ...]) -> str:
    """A greedy reply through the desk's engine."""
    options = LlamaOptions(context=256, threads=1, adapters=adapters)
    engine = LlamaEngine(path, options, template("mixtral-instruct"))
    turns = (Turn("system", "Ask one question."), Turn("user", "عندي صداع"))
    events = list(engine.stream(Request("", turns, Sampling(max_tokens=16, temperature=0.0)), Event()))
    engine.close()
    return "".join(event.text for event in events if isinstance(event, Piece))


@needs_sources
@pytest.mark.parametrize("recipe", QUANTS)
def test_quantised_with_a_matrix_it_is_checked_and_described(made: Path, tmp_path: Path, recipe: str) -> None:
    model = made / "gguf" / "tiny-F32.gguf"
    matrix = write_matrix(tmp_path / "imatrix.gguf", model)
    plain = QuantiseJob(model, tmp_path / "plain", recipe, threads=1)
    job = QuantiseJob(model, tmp_path / "weighed", recipe, matrix, threads=1)
    plain.run()
    manifest = job.run()
    assert job.made.name == f"tiny-{recipe}.gguf" and inspect(job.made).quantisation == recipe
    assert set(manifest.inputs) == {"tiny-F32.gguf", "imatrix.gguf"}
    if recipe != "Q8_0":  # which rounds without weighing
        assert plain.made.read_bytes() != job.made.read_bytes()
    checked = CheckJob(job.made, model, tmp_path / "check", tokens=300).run().figures
    for language in ("en", "ar"):
        each = checked["text"][language]
        assert 0 <= each["kl"] < 0.1 and each["agreement"] > 0.5
        assert each["perplexity"] == pytest.approx(each["reference_perplexity"], rel=0.1)
    card = write_card(tmp_path / "weighed", Catalogue.load().get("bimedix-bi"), [made / "gguf", tmp_path / "check"])
    text = card.read_text(encoding="utf-8")
    assert (
        manifest.outputs[job.made.name] in text
        and "CC-BY-NC-SA" in text
        and f"{checked['text']['ar']['kl']:.4f}" in text
    )
    assert said(job.made, ())


@needs_sources
def test_a_finished_step_is_skipped_and_a_changed_one_done_again(made: Path, tmp_path: Path) -> None:
    job = QuantiseJob(made / "gguf" / "tiny-F32.gguf", tmp_path / "out", "Q8_0", threads=1)
    first = job.run()
    when = job.made.stat().st_mtime_ns
    assert job.run() == first and job.made.stat().st_mtime_ns == when
    other = QuantiseJob(made / "gguf" / "tiny-F32.gguf", tmp_path / "out", "Q6_K", threads=1)
    other.run()
    assert read_manifest(tmp_path / "out").settings["recipe"] == "Q6_K" and not job.made.exists()


@needs_sources
def test_a_converter_that_fails_says_why_and_leaves_nothing(made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in (made / "base").iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    (broken / "tokenizer.model").unlink()
    with pytest.raises(WorkshopError, match=r"convert_hf_to_gguf\.py failed: .*convert\.log"):
        ConvertJob(broken, tmp_path / "out").run(LLAMA)
    assert not list((tmp_path / "out").glob("*.gguf")) and not (tmp_path / "out" / "manifest.json").exists()


@needs_sources
def test_an_expert_that_was_never_used_is_named(made: Path, tmp_path: Path) -> None:
    model = made / "gguf" / "tiny-F32.gguf"
    assert check_covered(read_imatrix(write_matrix(tmp_path / "all.gguf", model)), 8) == {
        "fewest_tokens_of_an_expert": 64
    }
    partly = read_imatrix(write_matrix(tmp_path / "partly.gguf", model, idle=True))
    with pytest.raises(WorkshopError, match=r"blk\.0\.ffn_\w+_exps\.weight expert 7.*6 in all"):
        check_covered(partly, 8)
    assert all((means[-1] == 1).all() for name, means in partly.means.items() if "_exps" in name)
    with pytest.raises(WorkshopError, match="knows nothing of the model's 8 experts"):
        check_covered(Matrix({}, {}), 8)


@needs_sources
@pytest.mark.skipif(TOOL is None, reason="needs `python -m models.gguf sources --build llama-imatrix`")
def test_the_real_matrix_covers_every_expert_and_quantises(made: Path, tmp_path: Path) -> None:
    assert TOOL is not None
    job = ImatrixJob(made / "gguf" / "tiny-F32.gguf", tmp_path / "imatrix", chunks=8)
    figures = job.run(TOOL).figures
    assert figures["fewest_tokens_of_an_expert"] > 0 and figures["tensors"] == 2 * (4 + 1 + 3)
    QuantiseJob(made / "gguf" / "tiny-F32.gguf", tmp_path / "q", "Q4_K_M", job.output / "imatrix.gguf", 1).run()


def test_where_two_answers_part() -> None:
    assert same([1, 2, 3], [1, 2, 4]) == 2 and same([1, 2], [1, 2]) == 2 and same([], [1]) == 0
