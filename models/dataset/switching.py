"""Chats in which the patient changes the language on the way, made of the two languages of one chat."""

from __future__ import annotations

from dataclasses import replace

from models.dataset.order import number_of
from models.dataset.record import Content, Record

EXCHANGES = 2
"""A language is kept for this many exchanges (a user's turn and the reply to it)."""


def switched(record: Record, share: float, seed: int) -> Record:
    """A paired chat that falls into `share` as a mixed chat alone; any other record as it is.

    The assistant replies in the language of the turn before, so both sides of an exchange are in one.
    """
    if record.task != "chat" or record.en is None or record.ar is None or record.mixed is not None:
        return record
    if len(record.en.turns) != len(record.ar.turns) or len(record.en.turns) <= 2 * EXCHANGES:
        return record
    if number_of(seed, "switch", record.item) >= share:
        return record
    arabic_first = number_of(seed, "first", record.item) < 0.5
    sides = (record.ar, record.en) if arabic_first else (record.en, record.ar)
    turns = tuple(sides[at // (2 * EXCHANGES) % 2].turns[at] for at in range(len(record.en.turns)))
    return replace(record, en=None, ar=None, mixed=Content(context=sides[0].context, turns=turns))
