"""The loss of the learned tokens alone. The vocabulary's head is applied only where something is learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers.models.mixtral.modeling_mixtral import load_balancing_loss_func

from models.finetune.examples import IGNORED, Example

Batch = dict[str, Tensor]


def used_tokens(examples: Iterable[Example], common: int) -> Tensor:
    """The ids that occur as learned tokens, and the first `common` ids, in order: what "used" compares with.

    Vocabularies list their most common pieces first or nearly so.
    """
    learned = {label for example in examples for label in example.labels if label != IGNORED}
    return torch.tensor(sorted(learned | set(range(common))), dtype=torch.long)


def learned_loss(model: Any, batch: Batch, tokens: Tensor | None, router: float) -> tuple[Tensor, Tensor]:
    """The summed cross entropy of the learned tokens, and `router` times the router's balance loss.

    `batch` has `input_ids`, `position_ids` that begin anew with every packed dialogue, `labels`, each
    predicted from the token before it, and `attention`, 0 at padding. `tokens` are the ids compared
    with, None for all; with some, the model's parts are called themselves, which a model that is
    spread over several processes does not allow.
    """
    labels = batch["labels"][:, 1:]
    learned = labels != IGNORED
    asked = {"input_ids": batch["input_ids"], "position_ids": batch["position_ids"], "use_cache": False}
    if router:
        asked["output_router_logits"] = True
    if tokens is None:
        places = learned.any(dim=0).nonzero().flatten()
        seen = model(**asked, logits_to_keep=places)
        scores, right = seen.logits[learned[:, places]], labels[learned]
    else:
        causal = model.get_base_model() if hasattr(model, "get_base_model") else model
        seen = causal.model(**asked)
        tokens = tokens.to(labels.device)
        scores = _compared(causal, seen.last_hidden_state[:, :-1][learned], tokens)
        right = torch.searchsorted(tokens, labels[learned]).clamp(max=len(tokens) - 1)
    loss = functional.cross_entropy(scores.float(), right, reduction="sum")
    if not router:
        return loss, loss.new_zeros(())
    config = getattr(model, "module", model).config  # among several processes the model lies in a wrapper
    return loss, router * _balance(config, seen, batch)


def _compared(causal: Any, hidden: Tensor, tokens: Tensor) -> Tensor:
    """The scores of these tokens alone."""
    scores = functional.linear(hidden, causal.lm_head.weight[tokens])
    cap = getattr(causal.config, "final_logit_softcapping", None)
    return cap * torch.tanh(scores / cap) if cap else scores


def _balance(config: Any, seen: Any, batch: Batch) -> Tensor:
    """How unevenly the router spreads tokens over experts (Switch Transformers, arXiv 2101.03961, eq. 4 to 6).

    Padding is not counted.
    """
    loss = load_balancing_loss_func(
        seen.router_logits, config.num_local_experts, config.num_experts_per_tok, batch["attention"]
    )
    return torch.as_tensor(loss)
