"""Passphrases and passwords: typed without an echo, or handed over by the environment; never on the command line."""

from __future__ import annotations

import getpass
import os
import sys

from app.errors import BadInput
from app.store.record import Record
from app.text.locale import Locale

VARIABLE = "BIMEDIX_PASSPHRASE"
"""For starts without a person, such as a scheduled backup."""


def unlock(record: Record, say: Locale) -> None:
    """Open an encrypted record whose passphrase nothing has given yet. Raises AccessDenied for a wrong one."""
    if record.locked:
        record.unlock(given(say("ask-passphrase")))


def given(prompt: str) -> str:
    """A secret from the environment, else typed. Raises BadInput where nobody can type."""
    from_environment = os.environ.get(VARIABLE)
    return from_environment if from_environment is not None else typed(prompt)


def typed(prompt: str) -> str:
    """A secret typed at the terminal. Raises BadInput where there is none."""
    if not sys.stdin.isatty():
        raise BadInput("error-no-terminal", variable=VARIABLE)
    return getpass.getpass(prompt + " ")


def new(prompt: str, again: str) -> str:
    """A new secret, typed twice. Raises BadInput where the two differ."""
    if os.environ.get(VARIABLE) is not None and not sys.stdin.isatty():
        return os.environ[VARIABLE]
    first = typed(prompt)
    if typed(again) != first:
        raise BadInput("error-secrets-differ")
    return first
