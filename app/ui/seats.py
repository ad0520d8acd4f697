"""Who sits at which page: signing in where the desk has accounts, and locking the desk that nobody uses."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from app.desk import Desk
from app.errors import AccessDenied, BadInput
from app.store.accounts import Account

COOKIE = "desk-seat"
"""The browser's proof that somebody signed in."""


@dataclass
class _Seat:
    name: str
    used: float


@dataclass
class Seats:
    """The people at a desk. Safe to use from any thread.

    Without accounts everybody at this machine is the one person of the desk. With them, each page
    works with the record as its own account sees it.
    """

    desk: Desk
    clock: Callable[[], float] = time.monotonic
    _taken: dict[str, _Seat] = field(default_factory=dict)
    _used: float = field(default=0.0)
    _lock: Lock = field(default_factory=Lock)

    def desk_of(self, token: str | None, pulse: bool = False) -> Desk:
        """The desk as the holder of `token` may use it.

        `pulse` marks what the page does by itself, which does not count as use. Raises AccessDenied
        while the record is locked, and without a valid token where there are accounts.
        """
        self.rest(pulse)
        if self.desk.record.locked:
            raise AccessDenied("ui-gate-locked")
        if not self.desk.record.accounts.all():
            return self.desk
        account = self._account(token, pulse)
        return replace(self.desk, record=self.desk.record.as_account(account))

    def name_of(self, token: str | None) -> str:
        """Who is signed in with `token`; "" where nobody is, or the desk has no accounts."""
        with self._lock:
            seat = self._taken.get(token or "")
        return seat.name if seat else ""

    def sign_in(self, name: str, password: str) -> str:
        """Sign in and get a token. Raises AccessDenied."""
        account = self.desk.record.accounts.login(name, password)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._taken[token] = _Seat(account.name, self.clock())
        return token

    def sign_out(self, token: str | None) -> None:
        """Give the seat back."""
        with self._lock:
            self._taken.pop(token or "", None)

    def unlock(self, secret: str) -> None:
        """Open the locked record with its passphrase or recovery key. Raises AccessDenied for any other."""
        self.desk.record.unlock(secret)
        with self._lock:
            self._used = self.clock()

    def lock(self, token: str | None) -> None:
        """Leave the desk: sign out where there are accounts, and lock the record where it is encrypted.

        Raises BadInput where it is neither.
        """
        record = self.desk.record
        if not record.encrypted and not record.accounts.all():
            raise BadInput("ui-lock-needs")
        self.sign_out(token)
        if record.encrypted:
            record.lock()

    def _account(self, token: str | None, pulse: bool) -> Account:
        with self._lock:
            seat = self._taken.get(token or "")
            if seat and not pulse:
                seat.used = self.clock()
        if seat is None:
            raise AccessDenied("ui-gate-sign-in")
        account = self.desk.record.accounts.get(seat.name)
        if account.disabled:
            self.sign_out(token)
            raise AccessDenied("ui-gate-sign-in")
        return account

    def rest(self, pulse: bool = True) -> None:
        """After the chosen minutes without use, nobody sits here any more, and an encrypted record locks.

        A reply in the making is waited for.
        """
        limit = 60.0 * self.desk.settings().lock_after_minutes
        with self._lock:
            now, idle = self.clock(), self.clock() - self._used
            if limit:
                self._taken = {token: seat for token, seat in self._taken.items() if now - seat.used < limit}
            due = bool(limit) and self._used > 0 and idle >= limit
            if not pulse or self._used == 0:
                self._used = now
        if due and self.desk.record.encrypted and not self.desk.record.locked and not self.desk.live.busy:
            self.desk.record.lock()
