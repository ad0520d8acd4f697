"""A tiny Mixtral as the hub keeps models: config, SentencePiece tokenizer, random weights in several shards.

    python -m models.gguf.tiny_checkpoint FOLDER

8 experts of which 2 work, 3.5 million parameters: what the workshop's steps are tried with.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import sentencepiece
import torch
from transformers import MixtralConfig, MixtralForCausalLM

from models.gguf.calibration import calibration_text

VOCABULARY = 512
_SHARD = "3MB"


def tiny_config(layers: int = 2) -> MixtralConfig:
    """Rows of 256, since llama.cpp's K-quants take weights in blocks of 256."""
    return MixtralConfig(
        vocab_size=VOCABULARY,
        hidden_size=256,
        intermediate_size=256,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        num_local_experts=8,
        num_experts_per_tok=2,
        max_position_embeddings=2048,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
        tie_word_embeddings=False,
    )


def write_checkpoint(folder: Path, seed: int = 0, layers: int = 2) -> Path:
    """Write it into `folder`, in 16 bit; the same weights for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    model = MixtralForCausalLM(tiny_config(layers)).to(torch.bfloat16)
    model.save_pretrained(folder, max_shard_size=_SHARD)
    write_tokenizer(folder)
    return folder


def write_tokenizer(folder: Path) -> None:
    """A bilingual SentencePiece vocabulary with byte fallback, as Llama 2 and Mixtral have it."""
    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(calibration_text().splitlines()),
        model_writer=made,
        vocab_size=VOCABULARY,
        model_type="bpe",
        byte_fallback=True,
        character_coverage=0.995,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        minloglevel=2,
    )
    (folder / "tokenizer.model").write_bytes(made.getvalue())
    described = {"tokenizer_class": "LlamaTokenizer", "add_bos_token": True, "add_eos_token": False}
    tokens = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({**described, **tokens}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(f"{write_checkpoint(Path(sys.argv[1]))}\n")
