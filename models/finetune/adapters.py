"""The low-rank adapter that is trained on a frozen base: LoRA (arXiv 2106.09685)."""

from __future__ import annotations

from typing import Any

from peft import LoraConfig, PeftModel, get_peft_model
from transformers import PreTrainedModel

from models.command import WorkshopError
from models.finetune.settings import Lora

EXPERTS = ("mlp.experts.gate_up_proj", "mlp.experts.down_proj")
ROUTER = "mlp.gate.weight"


def lora_config(chosen: Lora, layers: int) -> LoraConfig:
    """The settings as peft names them, for a model of so many layers."""
    parameters = [*(EXPERTS if chosen.experts else ()), *((ROUTER,) if chosen.router else ())]
    given: dict[str, Any] = {"target_parameters": parameters} if parameters else {}
    if chosen.first_layer:
        if parameters:
            raise WorkshopError("lora.first_layer goes with plain layers only, not with experts or router.")
        given["layers_to_transform"] = list(range(chosen.first_layer, layers))
    return LoraConfig(
        task_type="CAUSAL_LM",
        r=chosen.rank,
        lora_alpha=chosen.alpha,
        lora_dropout=chosen.dropout,
        target_modules=list(chosen.modules),
        **given,
    )


def adapted(model: PreTrainedModel, chosen: Lora) -> PeftModel:
    """`model` with a fresh adapter in 32 bits, the only part of it that is trained."""
    return get_peft_model(model, lora_config(chosen, model.config.num_hidden_layers))


def trainable(model: Any) -> tuple[int, int]:
    """Trainable parameters, and those of the base."""
    own = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    return own, sum(parameter.numel() for parameter in model.parameters()) - own
