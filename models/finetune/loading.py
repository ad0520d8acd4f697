"""The base model and its vocabulary."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from app.catalogue.files import ensure_embedded
from app.config import find_home
from app.engine.templates import template
from models.command import WorkshopError
from models.finetune.examples import Encoder
from models.finetune.settings import Base, Precision
from models.finetune.shapes import KNOWN

EMBEDDED = "embedded"
TYPES = {"nf4": torch.bfloat16, "bf16": torch.bfloat16, "fp32": torch.float32}


def load_tokenizer(base: Base) -> PreTrainedTokenizerBase:
    """The vocabulary of the base. Padding is never learned: where there is no pad token, the end token pads."""
    path, extra = _source(base)
    with _explained(path):
        tokenizer = AutoTokenizer.from_pretrained(path, **extra)
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def possible(precision: Precision) -> Precision:
    """The precision itself, or bf16 in place of nf4 where bitsandbytes is not installed, which is said."""
    if precision != "nf4" or find_spec("bitsandbytes"):
        return precision
    sys.stdout.write("bitsandbytes is not installed: LoRA on a base in bf16 instead of 4 bits (QLoRA)\n")
    return "bf16"


def load_base(base: Base) -> PreTrainedModel:
    """The base model in the wanted precision, every parameter frozen."""
    path, extra = _source(base)
    precision = possible(base.precision)
    with _explained(path):
        model = AutoModelForCausalLM.from_pretrained(
            path, dtype=TYPES[precision], attn_implementation=base.attention, **extra
        )
    if extra:  # read from GGUF, the weights are plain again; the mark of the quantiser would forbid training and saving
        model.config.__dict__.pop("quantization_config", None)
        model.hf_quantizer, model.is_quantized = None, False
    model.config.use_cache = False
    for parameter in model.parameters():
        parameter.requires_grad = False
    if precision == "nf4":
        from models.finetune.four_bit import quantise

        quantise(model, _device())
    return model


def meta_base(base: Base) -> PreTrainedModel:
    """The base's build without its weights, to count with."""
    path, extra = _source(base)
    with _explained(path):
        config = KNOWN.get(path) or AutoConfig.from_pretrained(path, **extra)
    config.__dict__.pop("quantization_config", None)
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config, dtype=TYPES[base.precision])
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model


def encoder(tokenizer: Any, name: str) -> Encoder:
    """How dialogues are written in this vocabulary, by the catalogue's template `name`."""

    def tokenise(text: str, special: bool) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=not special)
        return found

    begins = tokenizer.encode("a")[:1] == [tokenizer.bos_token_id]
    bare = tokenizer.encode("a", add_special_tokens=False)
    adds_space = bare != [tokenizer.convert_tokens_to_ids("a")]
    return Encoder(template(name), tokenise, adds_space, tokenizer.bos_token_id if begins else None)


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """What transformers raises for a base that is not there, in one sentence. Raises WorkshopError."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise WorkshopError(
            f"the base {path} cannot be read ({reason}): name a folder in transformers' format as base.path, "
            "or connect to the hub."
        ) from error


def _device() -> torch.device:
    """Where this process trains: its own GPU of several, or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def _source(base: Base) -> tuple[str, dict[str, str]]:
    """Where the base lies, and the file to read there."""
    if base.path == EMBEDDED:
        file = ensure_embedded(find_home(None).ready())
        return str(file.parent), {"gguf_file": file.name}
    return base.path, {"gguf_file": base.gguf} if base.gguf else {}
