"""The desk locks itself when it is left alone, and only then."""

from __future__ import annotations

import pytest

from app.errors import AccessDenied
from app.store.idle import IdleLock
from app.store.record import Record


def test_it_locks_after_the_time_set_and_not_before(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr("app.store.idle.time.monotonic", lambda: moment[0])
    idle = IdleLock(record)
    moment[0] += 3600
    assert not idle.lock_if_idle(15)
    record.vault.encrypt("correct horse battery")
    idle.touch()
    moment[0] += 15 * 60 - 1
    assert not idle.lock_if_idle(15)
    moment[0] += 1
    assert not idle.lock_if_idle(0) and not idle.lock_if_idle(15, busy=True)
    assert idle.lock_if_idle(15) and record.locked and not idle.lock_if_idle(15)
    with pytest.raises(AccessDenied):
        record.list()
