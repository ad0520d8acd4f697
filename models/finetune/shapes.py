"""How many parameters an adapter trains, by arithmetic and on the meta device, where no weight takes memory.

    python -m models.finetune.shapes [--rank 128]

prints it for Mixtral-8x7B: with the experts' two matrices fused, as transformers has them today, and
apart, as the paper's tools had them. The paper (arXiv 2402.13253) says about 4 % are trained.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import MixtralConfig, MixtralForCausalLM

from models.command import command
from models.finetune.adapters import adapted, trainable
from models.finetune.settings import Lora

MIXTRAL_8X7B = MixtralConfig(
    vocab_size=32_000,
    hidden_size=4_096,
    intermediate_size=14_336,
    num_hidden_layers=32,
    num_attention_heads=32,
    num_key_value_heads=8,
    num_local_experts=8,
    num_experts_per_tok=2,
    tie_word_embeddings=False,
)
"""The build of mistralai/Mixtral-8x7B-v0.1 (its config.json)."""

KNOWN = {f"mistralai/Mixtral-8x7B-{kind}": MIXTRAL_8X7B for kind in ("v0.1", "Instruct-v0.1")}
"""Builds that can be counted without asking a hub for them."""


@dataclass(frozen=True, slots=True)
class Share:
    """Parameters that are trained, and those of the base."""

    trained: int
    base: int

    @property
    def percent(self) -> float:
        """The trained ones in per cent of the base's."""
        return 100 * self.trained / self.base

    @property
    def percent_of_all(self) -> float:
        """The trained ones in per cent of base and adapter together, as peft prints it."""
        return 100 * self.trained / (self.base + self.trained)


def base_parameters(config: MixtralConfig) -> int:
    """All parameters of a Mixtral."""
    width, inner, experts = config.hidden_size, config.intermediate_size, config.num_local_experts
    key = width // config.num_attention_heads * config.num_key_value_heads
    layer = 2 * width * width + 2 * width * key + experts * (3 * inner * width + width) + 2 * width
    return config.num_hidden_layers * layer + 2 * config.vocab_size * width + width


def lora_parameters(config: MixtralConfig, rank: int, fused: bool, attention: bool = True) -> int:
    """Those of a LoRA on experts, router and `attention`: rank x (in + out) for every matrix.

    `fused` counts an expert's gate and up matrices as the one that transformers makes of them.
    """
    width, inner, experts = config.hidden_size, config.intermediate_size, config.num_local_experts
    key = width // config.num_attention_heads * config.num_key_value_heads
    expert = (width + 2 * inner) + (inner + width) if fused else 3 * (width + inner)
    attended = 2 * (width + width) + 2 * (width + key) if attention else 0
    return config.num_hidden_layers * rank * (experts * expert + (width + experts) + attended)


def measured(config: MixtralConfig, rank: int) -> Share:
    """What peft really makes of it, on the meta device."""
    with torch.device("meta"):
        model = MixtralForCausalLM(config)
        for parameter in model.parameters():
            parameter.requires_grad = False
        tuned = adapted(model, Lora(rank=rank, alpha=rank, experts=True, router=True))
    return Share(*trainable(tuned))


def main(arguments: Sequence[str]) -> int:
    """Print the shares for Mixtral-8x7B."""
    parser = argparse.ArgumentParser(prog="python -m models.finetune.shapes", description=__doc__)
    parser.add_argument("--rank", type=int, default=128)
    rank = parser.parse_args(arguments).rank
    base = base_parameters(MIXTRAL_8X7B)
    rows = {
        "on the meta device, fused": measured(MIXTRAL_8X7B, rank),
        "by arithmetic, fused": Share(lora_parameters(MIXTRAL_8X7B, rank, fused=True), base),
        "by arithmetic, w1 and w3 apart": Share(lora_parameters(MIXTRAL_8X7B, rank, fused=False), base),
        "apart, without attention": Share(lora_parameters(MIXTRAL_8X7B, rank, fused=False, attention=False), base),
    }
    for name, share in rows.items():
        shares = f"{share.percent:.2f} % of the base's {share.base:,}, {share.percent_of_all:.2f} % of all"
        sys.stdout.write(f"{name}: {share.trained:,} trained, {shares}\n")
    return 0


if __name__ == "__main__":
    command(main)
