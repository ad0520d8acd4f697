"""A Mixtral made on the spot goes through loading, generating, LoRA and saved states; its peers load too."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.base import Request, Sampling, Turn
from app.engine.llama import LlamaEngine
from app.engine.llama_options import Adapter, LlamaOptions, TensorOverride
from app.engine.templates import template
from app.errors import ModelProblem
from models.gguf.tiny import JAIS, LLAMA, MIXTRAL, TinyShape, write_adapter, write_model
from tests.engine.talk import ask

SAMPLING = Sampling(max_tokens=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny models: mixtral.gguf, lora.gguf."""
    made = tmp_path_factory.mktemp("tiny")
    write_model(made / "mixtral.gguf", MIXTRAL)
    write_adapter(made / "lora.gguf", MIXTRAL)
    return made


def load(path: Path, name: str = "mixtral-instruct", **options: object) -> LlamaEngine:
    """An engine over a tiny model."""
    return LlamaEngine(path, LlamaOptions(**{"context": 512, **options}), template(name))  # type: ignore[arg-type]


def dialogue(conversation: str, *texts: str) -> Request:
    """Alternating turns, the user's first."""
    roles = ("user", "assistant")
    return Request(conversation, tuple(Turn(roles[i % 2], text) for i, text in enumerate(texts)), SAMPLING)  # type: ignore[arg-type]


def test_it_loads_and_a_follow_up_is_warm(folder: Path) -> None:
    engine = load(folder / "mixtral.gguf")
    text, first = ask(engine, dialogue("a", "I have chest pain."))
    _, second = ask(engine, dialogue("a", "I have chest pain.", text, "Since today."))
    engine.close()
    assert first.tokens > 0
    assert second.cached_tokens >= first.prompt_tokens - 1


def test_conversations_give_way_and_come_back_the_same(folder: Path) -> None:
    """With room for one, each turn puts the other conversation away."""
    said: dict[int, dict[str, list[str]]] = {}
    for sequences in (1, 4):
        engine = load(folder / "mixtral.gguf", sequences=sequences, context=1024)
        said[sequences] = {name: [] for name in "ab"}
        for turn in range(3):
            for name, texts in said[sequences].items():
                texts.append(f"Answer {turn} of {name}, which is long enough to be worth its keep in memory.")
                texts.append(ask(engine, dialogue(name, *texts))[0].strip() or "...")
        saved = engine.stats().saved
        engine.close()
        assert saved == (1 if sequences == 1 else 0)
    assert said[1] == said[4]


def test_an_adapter_changes_what_is_said_and_its_scale_counts(folder: Path) -> None:
    request = dialogue("", "I have chest pain.")
    replies = {}
    for scale in (None, 0.0, 1.0):
        adapters = () if scale is None else (Adapter(folder / "lora.gguf", scale),)
        engine = load(folder / "mixtral.gguf", adapters=adapters)
        replies[scale] = ask(engine, request)[0]
        engine.close()
    assert replies[0.0] == replies[None] != replies[1.0]


def test_an_adapter_for_another_model_is_refused(folder: Path, tmp_path: Path) -> None:
    other = write_adapter(tmp_path / "other.gguf", TinyShape(width=64))
    with pytest.raises(ModelProblem, match="engine-adapter-broken"):
        load(folder / "mixtral.gguf", adapters=(Adapter(other),))


def test_a_split_file_loads_from_any_part_and_says_the_same(folder: Path, tmp_path: Path) -> None:
    first = write_model(tmp_path / "split.gguf", MIXTRAL, parts=3)
    parts = sorted(tmp_path.glob("split-*.gguf"))
    assert parts[0] == first and len(parts) == 3
    request = dialogue("", "I have chest pain.")
    replies = set()
    for path in (folder / "mixtral.gguf", parts[0], parts[2]):
        engine = load(path)
        replies.add(ask(engine, request)[0])
        engine.close()
    assert len(replies) == 1
    parts[1].unlink()
    with pytest.raises(ModelProblem, match="models-file-parts"):
        load(parts[0])


def test_experts_can_be_held_on_a_device_by_name(folder: Path) -> None:
    request = dialogue("", "I have chest pain.")
    engine = load(folder / "mixtral.gguf", overrides=(TensorOverride(r"blk\.\d+\.ffn_.*_exps", "CPU"),))
    placed = ask(engine, request)[0]
    engine.close()
    engine = load(folder / "mixtral.gguf")
    assert ask(engine, request)[0] == placed
    engine.close()


@pytest.mark.parametrize(("kv", "flash"), [("f16", True), ("bf16", True), ("q8_0", True), ("f16", False)])
def test_every_kind_of_memory_works(folder: Path, kv: str, flash: bool) -> None:
    engine = load(folder / "mixtral.gguf", kv=kv, flash_attention=flash, reproducible=False)
    assert ask(engine, dialogue("", "I have chest pain."))[1].tokens > 0
    engine.close()


@pytest.mark.parametrize(
    ("shape", "name"),
    [(LLAMA, "llama-2"), (LLAMA, "med42"), (LLAMA, "meditron"), (JAIS, "jais"), (JAIS, "jais-arabic")],
)
def test_the_peers_load_and_speak(tmp_path: Path, shape: TinyShape, name: str) -> None:
    engine = load(write_model(tmp_path / "peer.gguf", shape), name)
    text, _ = ask(engine, dialogue("a", "عندي صداع شديد."))
    _, usage = ask(engine, dialogue("a", "عندي صداع شديد.", text, "منذ يومين."))
    engine.close()
    assert usage.tokens > 0 and usage.cached_tokens > 0
