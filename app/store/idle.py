"""When to lock by itself: after nobody has done anything at the desk for so long."""

from __future__ import annotations

import time
from threading import Lock

from app.store.record import Record


class IdleLock:
    """Locks an encrypted record once it has been left alone.

    Call `touch` for whatever a person does, and `lock_if_idle` now and then from a timer.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._last = time.monotonic()
        self._guard = Lock()

    def touch(self) -> None:
        """Somebody is there."""
        with self._guard:
            self._last = time.monotonic()

    def lock_if_idle(self, minutes: float, busy: bool = False) -> bool:
        """Lock after so many minutes without a touch; tells whether it did.

        0 minutes never locks. `busy` says that a reply is being written: it is waited for, since a
        locked record could not keep it.
        """
        with self._guard:
            idle = time.monotonic() - self._last
        if busy or minutes <= 0 or idle < minutes * 60 or not self._record.encrypted or self._record.locked:
            return False
        self._record.lock()
        return True
