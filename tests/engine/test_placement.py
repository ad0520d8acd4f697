"""Where Mixtral 8x7B and its peers go on real cards, and what is tried next."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.planning import estimated
from app.catalogue.rows import Catalogue
from app.engine.placement import Device, Placement, PlacementOptions, Share, placements, plan
from app.engine.placement_fit import Split, compute_bytes, kv_bytes
from app.engine.placement_table import placement_json, placement_table
from app.engine.shape import Shape
from app.text.locale import locale

GIB = 1024**3
MIB = 1024**2
CPU = Device("CPU", 60 * GIB, 64 * GIB, "cpu")


def shape_of(name: str) -> Shape:
    """The shape of a catalogue row, at the size of its file."""
    model = Catalogue.load().get(name)
    assert model.dimensions
    return estimated(model.dimensions, model.size, model.context)


MIXTRAL = shape_of("mixtral-8x7b-instruct")
DENSE = shape_of("med42-70b")


def card(gib: float, name: str = "GPU0") -> Device:
    """A card with a little taken by the driver."""
    return Device(name, int(gib * 0.98 * GIB), int(gib * GIB))


def share(placement: Placement, kind: str) -> Share:
    return next(each for each in placement.shares if each.device.kind == kind)


def test_kv_of_mixtral_is_128_kib_a_token() -> None:
    assert MIXTRAL.kv * 2 == 128 * 1024
    assert kv_bytes(MIXTRAL.kv, "f16", 4096) == 512 * MIB
    assert kv_bytes(MIXTRAL.kv, "q8_0", 4096) == 272 * MIB


def test_compute_buffer_is_what_llama_cpp_reserves() -> None:
    """Gemma 3 270M, batch 512, context 2048 and 8192, with flash attention: 514.5 MiB by llama.cpp's log."""
    gemma = shape_of("mini")
    for context in (2048, 8192):
        ours = compute_bytes(gemma, Split(19, 0, "f16", context), batch=512) / MIB
        assert 514.5 <= ours < 514.5 * 1.03


RESERVED = [
    # heads, width, feed-forward, experts in use, flash attention, context: MiB by llama.cpp's log, batch 512
    (16, 1024, 3584, 2, True, 4096, 54.0),
    (16, 1024, 3584, 2, True, 16384, 66.0),
    (16, 1024, 3584, 2, False, 4096, 147.0),
    (16, 1024, 3584, 2, False, 16384, 555.0),
    (32, 2048, 7168, 0, True, 4096, 62.0),
    (32, 2048, 7168, 0, True, 16384, 74.0),
    (32, 2048, 7168, 0, False, 4096, 286.0),
    (32, 2048, 7168, 0, False, 16384, 1078.0),
]


@pytest.mark.parametrize(("heads", "width", "inner", "used", "flash", "context", "mib"), RESERVED)
def test_compute_buffer_is_never_less_than_reserved(
    heads: int, width: int, inner: int, used: int, flash: bool, context: int, mib: float
) -> None:
    shape = Shape("llama", (), 0, 0, width, 398, heads, inner, 32768, experts=used * 4, used=used)
    ours = compute_bytes(shape, Split(1 if flash else 0, 0, "f16", context), batch=512) / MIB
    assert mib <= ours < mib * 1.3


@pytest.mark.parametrize(
    ("gib", "mode", "experts"),
    [
        (8, "experts", range(24, 31)),
        (12, "experts", range(20, 25)),
        (16, "experts", range(15, 20)),
        (24, "experts", range(5, 10)),
        (48, "gpu", range(1)),
        (80, "gpu", range(1)),
    ],
)
def test_mixtral_on_real_cards(gib: int, mode: str, experts: range) -> None:
    placement = plan(MIXTRAL, [card(gib), CPU], PlacementOptions())
    assert placement.fits and placement.mode == mode and placement.cpu_experts in experts
    assert placement.gpu_layers == 33 and placement.kv == "f16" and placement.flash_attention
    assert share(placement, "gpu").used + 512 * MIB <= card(gib).free


@pytest.mark.parametrize(("gib", "mode"), [(24, "layers"), (48, "gpu"), (80, "gpu")])
def test_a_dense_70b_on_real_cards(gib: int, mode: str) -> None:
    placement = plan(DENSE, [card(gib), CPU], PlacementOptions(context=4096))
    assert placement.fits and placement.mode == mode
    assert (placement.gpu_layers == 81) == (mode == "gpu")


def test_without_a_gpu_it_runs_on_the_cpu() -> None:
    found = placements(MIXTRAL, [CPU], PlacementOptions())
    assert [placement.mode for placement in found] == ["cpu"] and found[0].gpu_layers == 0
    assert share(found[0], "cpu").weights == MIXTRAL.weights


def test_a_smaller_cache_before_anything_leaves_the_gpu() -> None:
    """All but the cache fits: a q8_0 cache keeps the whole model on the card."""
    fits_f16 = plan(MIXTRAL, [card(80), CPU], PlacementOptions(context=32768))
    need = share(fits_f16, "gpu").used + 512 * MIB
    tight = Device("GPU0", need - GIB, need)
    placement = plan(MIXTRAL, [tight, CPU], PlacementOptions(context=32768))
    assert (fits_f16.kv, placement.mode, placement.kv) == ("f16", "gpu", "q8_0")


def test_patterns_name_the_experts_and_nothing_else() -> None:
    placement = plan(MIXTRAL, [card(24), CPU], PlacementOptions(cpu_experts=2))
    names = [
        f"blk.{layer}.{part}.weight"
        for layer in (0, 1, 2, 10, 11)
        for part in ("ffn_up_exps", "attn_q", "ffn_gate_inp")
    ]
    held = {name for name in names if any(re.search(pattern, name) for pattern in placement.overrides)}
    assert held == {"blk.0.ffn_up_exps.weight", "blk.1.ffn_up_exps.weight"}


def test_every_part_can_be_fixed_by_hand() -> None:
    options = PlacementOptions(context=2048, kv="q8_0", gpu_layers=10, cpu_experts=30, margin=0)
    first = placements(MIXTRAL, [card(24), CPU], options)[0]
    assert (first.gpu_layers, first.cpu_experts, first.kv, first.context) == (10, 30, "q8_0", 2048)
    too_much = placements(MIXTRAL, [card(8), CPU], PlacementOptions(gpu_layers=33))
    assert not too_much[0].fits and too_much[0].mode == "gpu" and too_much[-1].mode == "cpu"


def test_two_cards_share_by_what_is_free() -> None:
    small, large = card(12, "GPU0"), card(24, "GPU1")
    placement = plan(MIXTRAL, [small, large, CPU], PlacementOptions())
    first, second = placement.shares[0], placement.shares[1]
    assert placement.mode == "gpu" and placement.tensor_split == (float(first.layers), float(second.layers))
    assert first.layers + second.layers == 33 and second.layers > first.layers
    assert abs(first.used / small.free - second.used / large.free) < 0.1


def test_a_person_may_set_the_split() -> None:
    options = PlacementOptions(tensor_split=(1.0, 3.0))
    placement = plan(MIXTRAL, [card(24, "GPU0"), card(80, "GPU1"), CPU], options)
    assert placement.tensor_split == (1.0, 3.0) and [each.layers for each in placement.shares] == [9, 24, 0]


def test_the_context_shrinks_only_where_nothing_else_helps() -> None:
    tiny_machine = [Device("CPU", 50 * GIB, 64 * GIB, "cpu")]
    wide = replace(DENSE, context=131072)
    assert plan(wide, tiny_machine, PlacementOptions(context=131072)).context in (16384, 8192)
    assert plan(wide, tiny_machine, PlacementOptions(context=8192)).context == 8192


def test_too_large_for_the_machine_is_said() -> None:
    placement = plan(DENSE, [Device("CPU", 16 * GIB, 16 * GIB, "cpu")], PlacementOptions())
    assert not placement.fits and placement.mode == "cpu"
    assert "does not fit" in placement_table(placement, locale("en", False), 80)


def test_the_context_is_no_longer_than_the_model_knows() -> None:
    assert plan(DENSE, [CPU], PlacementOptions(context=8192)).context == 4096


def test_a_lora_adapter_is_counted() -> None:
    plain, adapted = (plan(DENSE, [card(80), CPU], PlacementOptions(adapter=size)) for size in (0, GIB))
    assert share(adapted, "gpu").weights - share(plain, "gpu").weights == pytest.approx(GIB, rel=0.01)


@pytest.mark.parametrize("name", ["mixtral-8x7b-instruct", "med42-70b", "jais-30b", "mini"])
@settings(deadline=None, max_examples=60)
@given(gib=st.floats(0.5, 90), second=st.one_of(st.none(), st.floats(0.5, 90)), context=st.sampled_from([2048, 8192]))
def test_nothing_is_lost_and_nothing_overflows(name: str, gib: float, second: float | None, context: int) -> None:
    shape = shape_of(name)
    cards = [card(gib, "GPU0")] + ([card(second, "GPU1")] if second else [])
    found = placements(shape, [*cards, CPU], PlacementOptions(context=context))
    assert found[-1].mode == "cpu" or not found[-1].fits
    for placement in found:
        kv = sum(each.kv for each in placement.shares)
        assert math.isclose(kv, kv_bytes(shape.kv, placement.kv, placement.context), rel_tol=0.01)
        copies = shape.input if shape.shares_embedding and placement.gpu_layers else 0
        weights = sum(each.weights for each in placement.shares)
        assert math.isclose(weights, shape.weights + copies, rel_tol=0.001)
        if placement.fits:
            assert all(each.used <= each.device.free for each in placement.shares)


def test_steps_down_take_ever_less_of_the_gpu() -> None:
    found = placements(MIXTRAL, [card(24), CPU], PlacementOptions())
    used = [share(each, "gpu").used for each in found[:-1]]
    assert used == sorted(used, reverse=True) and 3 <= len(used) <= 12


@pytest.mark.parametrize("language", ["en", "ar"])
def test_table_and_json_say_the_same(language: str) -> None:
    placement = plan(MIXTRAL, [card(24), CPU], PlacementOptions())
    table = placement_table(placement, locale(language, False), 32)
    described = placement_json("mixtral", placement)
    assert "GPU0" in table and str(placement.cpu_experts) in table
    assert described["mode"] == "experts" and described["devices"][0]["used"] == share(placement, "gpu").used
    assert f"{share(placement, 'gpu').used / GIB:.1f}" in table
