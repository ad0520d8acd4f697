"""The same scores as lm-evaluation-harness, on a tiny model with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs models/requirements.txt")
pytest.importorskip("transformers", reason="needs models/requirements.txt")
pytest.importorskip("lm_eval", reason="needs models/requirements.txt")

from models.evaluate.benchmark import agreement
from models.evaluate.benchmark.questions import Question
from models.evaluate.judges.transformers_judge import TransformersJudge

QUESTIONS = [
    Question("e1", "anatomy", "en", "Which organ makes bile?", ("Liver", "The heart", "Lung", "Spleen"), 0),
    Question("e2", "medqa", "en", "Which is a bone?", ("Femur", "Skin", "An eye", "Blood"), 0),
    Question("a1", "anatomy", "ar", "أي عضو يصنع الصفراء؟", ("الكبد", "القلب", "الرئة", "الطحال"), 0),
    Question("p1", "pubmedqa", "en", "Does it help?", ("yes", "no", "maybe"), 1, "A trial of it."),
    Question("p2", "pubmedqa", "ar", "هل يفيد؟", ("نعم", "لا", "ربما"), 0, "تجربة."),
]


@pytest.fixture(scope="module")
def tiny() -> tuple[Any, Any]:
    """A model of two layers over single bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {"<eos>": 0, **{letter: number for number, letter in enumerate(alphabet, 1)}}
    bytes_only = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytes_only, eos_token="<eos>", pad_token="<eos>")
    torch.manual_seed(0)
    shape = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=1024,
        initializer_range=0.3,
    )
    return LlamaForCausalLM(shape).eval(), tokenizer


def test_both_scorers_agree_on_every_kind_of_question(tiny: tuple[Any, Any]) -> None:
    model, tokenizer = tiny
    found = agreement.agree(TransformersJudge(model, tokenizer), model, tokenizer, QUESTIONS)
    assert {each.name for each in found} == {
        "desk_choice_ar_letter",
        "desk_choice_ar_text",
        "desk_choice_en_letter",
        "desk_choice_en_text",
        "desk_verdict_ar",
        "desk_verdict_en",
    }
    assert sum(each.items for each in found) == 8
    assert all(each.holds for each in found), agreement.table(found)


def test_a_scorer_that_is_off_is_found_out(tiny: tuple[Any, Any]) -> None:
    model, tokenizer = tiny

    class Off(TransformersJudge):
        def score(self, prompt: str, continuations: Any) -> Any:
            return TransformersJudge.score(self, prompt + " ", [text.strip() + "." for text in continuations])

    found = agreement.agree(Off(model, tokenizer), model, tokenizer, QUESTIONS[:1])
    assert not any(each.holds for each in found)


def test_a_single_pass_gives_what_one_pass_each_gives(tiny: tuple[Any, Any]) -> None:
    judge = TransformersJudge(*tiny)
    together = judge.score("Answer:", ["A", "B"])
    apart = [judge.score("Answer:", [letter])[0] for letter in "AB"]
    assert [each.logprob for each in together] == pytest.approx([each.logprob for each in apart], abs=1e-5)
    longer = judge.score("Answer:", [" liver", " the heart"])
    assert longer[0].tokens == 6 and longer[1].logprob < longer[0].logprob


def test_prepared_questions_lie_where_the_task_files_look(tmp_path: Path) -> None:
    agreement.prepare(QUESTIONS, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"choice_ar.jsonl", "choice_en.jsonl", "verdict_ar.jsonl", "verdict_en.jsonl"}
    assert len(list(agreement._configurations(tmp_path))) == 6


def test_questions_are_drawn_from_every_kind_in_turn() -> None:
    drawn = agreement.draw(QUESTIONS, 4)
    assert {(each.task == "pubmedqa", each.language) for each in drawn} == {
        (False, "en"), (False, "ar"), (True, "en"), (True, "ar"),
    }  # fmt: skip
    assert agreement.draw(QUESTIONS, 4) == drawn
