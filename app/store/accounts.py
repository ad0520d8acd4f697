"""Local accounts, for a desk that several people use: who may sign in, as what, and how often they may fail."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlite_utils import Database as Connection

from app.errors import AccessDenied, BadInput, NotFound
from app.store import audit
from app.store.access import Access, checked, label, stamp
from app.store.db import rows

AccountRole = Literal["clinician", "administrator"]

SHORTEST_PASSWORD = 10
FAILURES = 5
"""So many wrong passwords in a row lock an account."""

LOCK_MINUTES = 15

_HASHER = PasswordHasher()
_SELECT = "SELECT name, role, disabled, failures, locked_until, created FROM accounts"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. An administrator keeps the accounts; both roles see their own conversations only."""

    name: str
    role: AccountRole
    created: datetime
    disabled: bool = False
    failures: int = 0
    locked_until: datetime | None = None


class Accounts:
    """The accounts of a desk. Without any, one person uses it and sees everything."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._access.database.read() as db:
            return [_account(row) for row in rows(db, f"{_SELECT} ORDER BY name")]

    def get(self, name: str) -> Account:
        """One account. Raises NotFound."""
        with self._access.database.read() as db:
            return _fetch(db, _name(name))

    def add(self, name: str, password: str, role: AccountRole) -> Account:
        """Make an account. The first has to be an administrator's, and takes over what was written before it.

        Raises BadInput for a name that is taken or empty, a short password, or a first account without that role.
        """
        name, hashed, now = _name(name), _HASHER.hash(_acceptable(password)), self._access.now()
        with self._access.database.write() as db:
            first = not rows(db, "SELECT 1 FROM accounts LIMIT 1")
            if first and role != "administrator":
                raise BadInput("record-account-first")
            if rows(db, "SELECT 1 FROM accounts WHERE name = ?", (name,)):
                raise BadInput("record-account-taken", name=name)
            values = (name, role, hashed, now)
            db.execute("INSERT INTO accounts (name, role, password, created) VALUES (?, ?, ?, ?)", values)
            adopted = _hand_over(db, "", name) if first else 0
            audit.log(db, self._access, "settings", account=name, role=role, adopted=adopted)
            return _fetch(db, name)

    def login(self, name: str, password: str) -> Account:
        """Sign in. Raises AccessDenied, with the same words for a wrong password and for an unknown name.

        Five wrong passwords lock the account for a quarter of an hour; every further five for twice as
        long as the time before.
        """
        name, now = _name(name), self._access.clock()
        with self._access.database.read() as db:
            found = rows(db, "SELECT * FROM accounts WHERE name = ?", (name,))
        account = _account(found[0]) if found else None
        if account and account.locked_until and account.locked_until > now:
            minutes = max(1, round((account.locked_until - now).total_seconds() / 60))
            raise AccessDenied("record-account-locked", minutes=minutes)
        right = _matches(found[0]["password"] if found else None, password)
        if account is None or account.disabled or not right:
            self._failed(name, account, now)
            raise AccessDenied("record-password-wrong")
        return self._succeeded(account)

    def set_password(self, name: str, password: str) -> None:
        """Give an account a new password, and free it if it was locked."""
        name, hashed = _name(name), _HASHER.hash(_acceptable(password))
        self._change(name, "password = ?, failures = 0, locked_until = NULL", hashed, changed="password")

    def set_role(self, name: str, role: AccountRole) -> None:
        """Make an account a clinician's or an administrator's. The last administrator stays one."""
        self._change(_name(name), "role = ?", role, changed="role")

    def disable(self, name: str, disabled: bool = True) -> None:
        """Keep somebody from signing in, or let them in again; their conversations stay. Not the last administrator."""
        self._change(_name(name), "disabled = ?", disabled, changed="disabled" if disabled else "enabled")

    def hand_over(self, name: str, to: str) -> int:
        """Give one account's conversations to another; gives how many that were."""
        with self._access.database.write() as db:
            moved = _hand_over(db, _fetch(db, _name(name)).name, _fetch(db, _name(to)).name)
            audit.log(db, self._access, "settings", account=name, handed_to=to, conversations=moved)
        return moved

    def _change(self, name: str, assignment: str, value: str | bool, changed: str) -> None:
        with self._access.database.write() as db:
            _fetch(db, name)
            db.execute(f"UPDATE accounts SET {assignment} WHERE name = ?", (value, name))
            if not rows(db, "SELECT 1 FROM accounts WHERE role = 'administrator' AND NOT disabled"):
                raise BadInput("record-account-last")
            audit.log(db, self._access, "settings", account=name, changed=changed)

    def _failed(self, name: str, account: Account | None, now: datetime) -> None:
        """Count a failure in its own transaction, so that two attempts at once count twice."""
        with self._access.database.write() as db:
            db.execute("UPDATE accounts SET failures = failures + 1 WHERE name = ?", (name,))
            if account is not None:
                failures = _fetch(db, name).failures
                if failures % FAILURES == 0:
                    until = stamp(now + LOCK_MINUTES * timedelta(minutes=2 ** min(failures // FAILURES - 1, 8)))
                    db.execute("UPDATE accounts SET locked_until = ? WHERE name = ?", (until, name))
            audit.log(db, self._access, "failure", account=name if account else "unknown")

    def _succeeded(self, account: Account) -> Account:
        with self._access.database.write() as db:
            sql = "UPDATE accounts SET failures = 0, locked_until = NULL WHERE name = ?"
            db.execute(sql, (account.name,))
            audit.log(db, replace(self._access, who=account.name), "login")
        return replace(account, failures=0, locked_until=None)


def _hand_over(db: Connection, old: str, new: str) -> int:
    """Make another account the owner of everything that belongs to this one."""
    return int(db.execute("UPDATE conversations SET owner = ? WHERE owner = ?", (new, old)).rowcount)


def _name(name: str) -> str:
    """One form of a name, so that two people never look like one. Raises BadInput for an empty one."""
    typed = unicodedata.normalize("NFKC", label(name)).casefold()
    if not typed:
        raise BadInput("record-account-name")
    return typed


def _acceptable(password: str) -> str:
    typed = unicodedata.normalize("NFKC", checked(password))
    if len(typed) < SHORTEST_PASSWORD:
        raise BadInput("record-password-short", least=SHORTEST_PASSWORD)
    return typed


def _matches(hashed: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash to compare with, the answer takes as long and is no."""
    typed = unicodedata.normalize("NFKC", checked(password))
    if hashed is None:
        _HASHER.hash(typed)
        return False
    try:
        return _HASHER.verify(hashed, typed)
    except VerificationError:
        return False


def _fetch(db: Connection, name: str) -> Account:
    for row in rows(db, f"{_SELECT} WHERE name = ?", (name,)):
        return _account(row)
    raise NotFound("record-no-account", name=name)


def _account(row: dict[str, Any]) -> Account:
    until = row["locked_until"]
    return Account(
        name=row["name"],
        role=row["role"],
        created=datetime.fromisoformat(row["created"]),
        disabled=bool(row["disabled"]),
        failures=row["failures"],
        locked_until=datetime.fromisoformat(until) if until else None,
    )
