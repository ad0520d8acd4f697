"""Plain TRL and this workshop read the same dialogues and come to the same loss; only then is speed compared."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("peft", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")
pytest.importorskip("trl", reason="needs models/requirements.txt")
pytest.importorskip("datasets", reason="needs models/requirements.txt")

from models.command import WorkshopError
from models.dataset.interview.__main__ import main as write_lessons
from models.finetune.settings import Base, Data, Lora, Run, Schedule
from models.finetune.throughput import chosen_examples, compare
from models.gguf.tiny_checkpoint import write_checkpoint


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("throughput")
    assert write_lessons([str(folder), "--questions", "40", "--answers", "5", "--titles", "5"]) == 0
    base = write_checkpoint(folder / "base", layers=1)
    return Run(
        name="tiny",
        threads=1,
        base=Base(path=str(base), template="transcript", precision="fp32"),
        data=Data(train=folder / "train.jsonl", evaluate=folder / "heldout.jsonl"),
        lora=Lora(rank=4, alpha=4, experts=True, router=True),
        schedule=Schedule(learning_rate=1e-9, rows=2, row_tokens=320),
    )


def test_all_ways_learn_the_same_from_the_same_dialogues(run: Run) -> None:
    found = compare(run, chosen_examples(run, 16), rounds=1)
    trl, apart, packed = found["TRL"], found["ours, not packed"], found["ours, packed"]
    assert trl.tokens == apart.tokens > packed.tokens > 0
    assert apart.loss == pytest.approx(trl.loss, rel=1e-3)
    assert packed.loss == pytest.approx(trl.loss, rel=0.05)
    assert all(pace.rate > 0 and pace.processor > 0 for pace in found.values())


def test_too_little_to_time_is_said(run: Run) -> None:
    with pytest.raises(WorkshopError, match="too few to time: raise --examples"):
        compare(run, chosen_examples(run, 4), rounds=1)
