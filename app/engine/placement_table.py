"""A placement as people and programs read it."""

from __future__ import annotations

from typing import Any

from app.engine.placement_values import Placement, Share
from app.text.locale import Locale

_GIB = 1024**3


def placement_table(placement: Placement, locale: Locale, layers: int) -> str:
    """A small table, one line a device, in GiB, with what it means in a sentence above it."""
    heading = locale(
        f"models-plan-{placement.mode}", kept=placement.cpu_experts, layers=layers, gpu=placement.gpu_layers
    )
    columns = [
        locale(f"models-plan-{name}") for name in ("device", "layers-column", "weights", "kv", "compute", "sum", "free")
    ]
    rows = [columns, *[_row(share) for share in placement.shares if share.used]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    lines = [_line(row, widths) for row in rows]
    verdict = locale("models-plan-fits" if placement.fits else "models-plan-too-large")
    settings = locale("models-plan-settings", kv=placement.kv, context=str(placement.context))
    return "\n".join([heading, settings, "", *lines, "", verdict])


def placement_json(name: str, placement: Placement) -> dict[str, Any]:
    """The placement as one JSON object; sizes in bytes."""
    return {
        "model": name,
        "mode": placement.mode,
        "fits": placement.fits,
        "context": placement.context,
        "kv": placement.kv,
        "flash_attention": placement.flash_attention,
        "gpu_layers": placement.gpu_layers,
        "cpu_experts": placement.cpu_experts,
        "tensor_split": list(placement.tensor_split),
        "devices": [_share_json(share) for share in placement.shares],
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {
        "name": share.device.name,
        "kind": share.device.kind,
        "layers": share.layers,
        "weights": share.weights,
        "kv": share.kv,
        "compute": share.compute,
        "used": share.used,
        "free": share.device.free,
        "total": share.device.total,
    }


def _row(share: Share) -> list[str]:
    sizes = (share.weights, share.kv, share.compute, share.used, share.device.free)
    return [share.device.name, str(share.layers), *[f"{size / _GIB:.1f}" for size in sizes]]


def _line(row: list[str], widths: list[int]) -> str:
    first = row[0].ljust(widths[0])
    return "  ".join([first, *[cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]])
