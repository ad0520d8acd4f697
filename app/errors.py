"""Errors that a person can act on.

Each carries a message id of `locales/*/errors.ftl` and the data that sentence needs. It is raised
where the fault is known, and shown once, at the edge, in the reader's language.
"""

from __future__ import annotations


class DeskError(Exception):
    """Something a person can mend. `key` names the sentence to show; `fields` fill its places."""

    key = "error-unknown"

    def __init__(self, key: str | None = None, **fields: object) -> None:
        self.key = key or type(self).key
        self.fields = fields
        super().__init__(f"{self.key} {fields}" if fields else self.key)


class BadInput(DeskError):
    """What was typed or passed cannot be used; the sentence says what can."""

    key = "error-bad-input"


class NotFound(DeskError):
    """No conversation, model or account has this name."""

    key = "error-not-found"


class ModelProblem(DeskError):
    """A model file is missing, broken, of an unknown kind, or does not fit this machine."""

    key = "error-model"


class EngineProblem(DeskError):
    """The engine or the model server could not do its work."""

    key = "error-engine"


class RecordProblem(DeskError):
    """The record is locked, damaged, full, newer than this desk, or in use."""

    key = "error-record"


class AccessDenied(DeskError):
    """Wrong passphrase or password, or not this account's to see."""

    key = "error-access"


class ContentProblem(DeskError):
    """A file of clinical content does not load; the desk does not start without it."""

    key = "error-content"


class ExportProblem(DeskError):
    """A file could not be written or read where a conversation leaves the desk or comes back."""

    key = "export-failed"
