"""A frozen base in 4 bits: NF4 with double quantisation (QLoRA, arXiv 2305.14314), fused experts included.

transformers' own bitsandbytes switch quantises linear layers only. The experts of a mixture are
parameters of their own there and would stay in 16 bits: 96 % of a Mixtral. Here both are quantised,
layer by layer, each on the device where it is to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from bitsandbytes.nn import Linear4bit
from bitsandbytes.nn.parametrize import replace_parameter_4bit
from torch import nn

KEPT = ("lm_head", "embed_tokens", "gate")
"""Last parts of the names of modules that stay in 16 bits: the vocabulary's two ends, and the routers."""

LEAST_DIMENSIONS = 3
"""Fused experts are one parameter of three dimensions: expert, out, in."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """What a model's weights take, in bytes: 4-bit data, its scales, and everything else."""

    packed: int
    scales: int
    plain: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.packed + self.scales + self.plain


def quantise(model: nn.Module, device: torch.device | str = "cpu", compute: torch.dtype = torch.bfloat16) -> nn.Module:
    """Put the linear layers and fused experts of `model` into NF4 on `device`, and move the rest there."""
    for module in list(model.modules()):
        for child, layer in list(module.named_children()):
            if isinstance(layer, nn.Linear) and child not in KEPT:
                setattr(module, child, _linear(layer, device, compute))
        for parameter in [key for key, value in module.named_parameters(recurse=False) if _is_fused(value)]:
            value = getattr(module, parameter)
            setattr(module, parameter, nn.Parameter(value.data.to(device, compute), requires_grad=False))
            replace_parameter_4bit(module, parameter, compress_statistics=True, quant_type="nf4")
    return model.to(device)


def count_bytes(model: nn.Module) -> Bytes:
    """The bytes that the weights truly take, whatever their types say; buffers are left out."""
    packed = sum(parameter.nbytes for _, parameter in _packed(model))
    scales = sum(_scale_bytes(state) for state in _states(model))
    own = {id(parameter) for _, parameter in _packed(model)}
    plain = sum(parameter.nbytes for parameter in model.parameters() if id(parameter) not in own)
    return Bytes(packed, scales, plain)


def _is_fused(parameter: nn.Parameter) -> bool:
    return parameter.ndim >= LEAST_DIMENSIONS and parameter.is_floating_point()


def _linear(layer: nn.Linear, device: torch.device | str, compute: torch.dtype) -> Linear4bit:
    """The same layer in NF4; it is packed as it goes to its device."""
    made = Linear4bit(
        layer.in_features,
        layer.out_features,
        bias=layer.bias is not None,
        compute_dtype=compute,
        compress_statistics=True,
        quant_type="nf4",
    )
    made.load_state_dict(layer.state_dict())
    made.requires_grad_(False)
    return made.to(device)


def _packed(model: nn.Module) -> Iterator[tuple[str, nn.Parameter]]:
    """Every parameter that holds packed 4-bit numbers."""
    return ((name, value) for name, value in model.named_parameters() if value.dtype == torch.uint8)


def _states(model: nn.Module) -> Iterator[Any]:
    """The quantisation state, scales and all, of every packed parameter."""
    for module in model.modules():
        state = getattr(module, "quant_state", None) or getattr(getattr(module, "weight", None), "quant_state", None)
        if state is not None and not isinstance(module, nn.Linear):
            yield state
        elif isinstance(module, Linear4bit):
            yield module.weight.quant_state


def _scale_bytes(state: Any) -> int:
    """Scales of blocks, themselves in 8 bits, and the scales of those."""
    nested = state.state2
    return state.absmax.nbytes + (nested.absmax.nbytes if nested is not None else 0)
