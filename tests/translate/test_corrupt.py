"""Seeded faults: as many of each kind as asked for, the same for the same seed, and each one a fault indeed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from models.command import WorkshopError
from models.translate.corrupt import SHARES, SORTS, corrupt, main, read_pairs
from models.translate.rules import check, faults
from models.translate.values import Pair

SENTENCES = (
    ("Take {a} mg of the drug early and {b} mg in the evening.", "تناول {a} ملغ من الدواء صباحًا و{b} ملغ مساءً."),
    ("The patient is {a} years old and does not smoke.", "يبلغ المريض من العمر {a} عامًا ولا يدخن على الإطلاق."),
    ("Wash your hands with soap and water for {a} seconds.", "يجب غسل يديك بالماء والصابون لمدة {a} ثانية."),
    ("The hospital treats many people with this disease.", "يعالج المستشفى كثيرًا من المصابين بهذا المرض."),
    ("The nurse gives the medicine to the child each morning.", "تعطي الممرضة الدواء للطفل كل صباح."),
)
PAIRS = [
    (f"p{at}-{row}", Pair(source.format(a=20 + at, b=80 + at), target.format(a=20 + at, b=80 + at)))
    for at in range(60)
    for row, (source, target) in enumerate(SENTENCES)
]


def test_the_kinds_have_their_shares() -> None:
    made = corrupt(PAIRS, 100, 1)
    counted = Counter(one.kind for one in made)
    assert (
        len(made) == sum(counted.values()) and {kind: round(100 * share) for kind, share in SHARES.items()} == counted
    )
    assert all(one.sort in SORTS[one.kind] and one.bad.strip() != one.good.strip() for one in made)
    assert len({one.id for one in made}) == len(made)


def test_the_same_seed_makes_the_same_faults() -> None:
    assert corrupt(PAIRS, 60, 1) == corrupt(PAIRS, 60, 1) != corrupt(PAIRS, 60, 2)


def test_the_rules_find_nearly_all_of_them_and_none_in_the_good_ones() -> None:
    made = [one for one in corrupt(PAIRS, 100, 1) if one.kind != "leak"]
    missed = [one for one in made if not faults(check(Pair(one.source, one.bad)))]
    assert len(missed) <= 0.05 * len(made), missed
    assert not [one for one in made if faults(check(Pair(one.source, one.good)))]


def test_too_few_pairs_are_named() -> None:
    with pytest.raises(WorkshopError, match="Too few pairs"):
        corrupt(PAIRS[:3], 100, 1)


def test_the_command_writes_them(tmp_path: Path) -> None:
    pairs, output = tmp_path / "pairs.jsonl", tmp_path / "bad.jsonl"
    rows = [{"id": name, "en": pair.source, "ar": pair.target} for name, pair in PAIRS]
    pairs.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert main([str(pairs), "--output", str(output), "--count", "40"]) == 0
    assert len(output.read_text(encoding="utf-8").splitlines()) == 40
    pairs.write_text("{}", encoding="utf-8")
    with pytest.raises(WorkshopError, match="has no pairs"):
        read_pairs(pairs)
