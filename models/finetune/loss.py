"""The loss of the learned tokens alone. The vocabulary's head is applied only where something is learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.finetune.examples import IGNORED, Example


def used_tokens(examples: Iterable[Example], common: int) -> Tensor:
    """The ids that occur as learned tokens, and the first `common` ids, in order: what "used" compares with.

    Vocabularies list their most common pieces first or nearly so.
    """
    learned = {label for example in examples for label in example.labels if label != IGNORED}
    return torch.tensor(sorted(learned | set(range(common))), dtype=torch.long)


def learned_loss(model: Any, batch: dict[str, Tensor], tokens: Tensor | None, router: float) -> tuple[Tensor, Tensor]:
    """The summed cross entropy of the learned tokens, and the router's balance loss (0 without `router`).

    `batch` has `input_ids`, `position_ids` that begin anew with every packed dialogue, and `labels`;
    each label is predicted from the token before it. `tokens` are the ids compared with, None for all.
    """
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    extra = {"output_router_logits": True} if router else {}
    seen = causal.model(input_ids=batch["input_ids"], position_ids=batch["position_ids"], use_cache=False, **extra)
    labels = batch["labels"][:, 1:]
    learned = labels != IGNORED
    hidden = seen.last_hidden_state[:, :-1][learned]
    loss = functional.cross_entropy(
        _logits(causal, hidden, tokens).float(), _among(labels[learned], tokens), reduction="sum"
    )
    return loss, router * _balance(causal, seen, batch) if router else loss.new_zeros(())


def _logits(causal: Any, hidden: Tensor, tokens: Tensor | None) -> Tensor:
    head = causal.lm_head
    scores = head(hidden) if tokens is None else functional.linear(hidden, head.weight[tokens])
    cap = getattr(causal.config, "final_logit_softcapping", None)
    return cap * torch.tanh(scores / cap) if cap else scores


def _among(labels: Tensor, tokens: Tensor | None) -> Tensor:
    """The labels as places in `tokens`; a token that is not among them takes the last place."""
    if tokens is None:
        return labels
    return torch.searchsorted(tokens, labels).clamp(max=len(tokens) - 1)


def _balance(causal: Any, seen: Any, batch: dict[str, Tensor]) -> Tensor:
    """How unevenly the router spreads tokens over experts (Switch Transformers, arXiv 2101.03961, eq. 4 to 6).

    Padding is left out of the count, as `attention` marks it.
    """
    from transformers.models.mixtral.modeling_mixtral import load_balancing_loss_func

    config = causal.config
    loss = load_balancing_loss_func(
        seen.router_logits, config.num_local_experts, config.num_experts_per_tok, batch["attention"]
    )
    return loss if isinstance(loss, Tensor) else torch.tensor(float(loss))
