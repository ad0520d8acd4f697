"""The cost of a large dataset: sums that can be done by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("datasketch", reason="needs models/requirements.txt")

from models.dataset.cost import CostSettings, Share, signature_bytes, steps, table

SETTINGS = CostSettings(
    interactions=3000,
    tokens=300_000,
    chats=100,
    english=2.0,
    chat_prompt=200,
    chat_reply=400,
    attempts=2,
    instructions=50,
    arabic_tokens=1.5,
    rounds=2,
    judge_reply=10,
    read_tokens_s=1000,
    written_tokens_s=100,
    gpus_a_replica=2,
    processors=10,
)


def test_tokens_and_hours_by_hand() -> None:
    chats, translation, judging = steps(SETTINGS)
    assert (chats.read, chats.written) == (100 * 2 * 200, 100 * 2 * 400)
    assert (translation.read, translation.written) == (1000 * 2 * 150, 1000 * 2 * 150)
    assert (judging.read, judging.written) == (1000 * 2 * 300, 1000 * 2 * 10)
    assert chats.hours(SETTINGS) == pytest.approx((40 + 800) / 3600 * 2)


def test_the_table_holds_the_sums() -> None:
    text = "\n".join(table(SETTINGS, Share(seconds=3.6, size=1000.0), memory=1000.0))
    assert "| checks, prints, mixing, writing | | | | 3.0 |" in text
    assert "The checks take 18 minutes on 10 processors" in text


def test_a_remembered_text_takes_some_kilobytes() -> None:
    assert 1000 < signature_bytes(200) < 50_000
