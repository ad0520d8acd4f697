"""Findings that a model suggests. Each must quote the message word for word, or it is dropped.

A value in other words than the quote's is not taken over: the quote stands in its place.
"""

from __future__ import annotations

import json

from pydantic import BaseModel, ValidationError

from app.intake.knowledge import Knowledge
from app.values import SLOTS, Finding, FindingStatus, Message


class _Suggestion(BaseModel):
    slot: str
    status: FindingStatus
    value: str = ""
    quote: str


class _Suggestions(BaseModel):
    findings: list[_Suggestion]


def schema() -> str:
    """The JSON schema to which a model's output is held."""
    finding = {
        "type": "object",
        "properties": {
            "slot": {"enum": list(SLOTS)},
            "status": {"enum": ["present", "denied", "unknown"]},
            "value": {"type": "string", "maxLength": 200},
            "quote": {"type": "string", "maxLength": 400},
        },
        "required": ["slot", "status", "value", "quote"],
        "additionalProperties": False,
    }
    return json.dumps(
        {
            "type": "object",
            "properties": {"findings": {"type": "array", "maxItems": 12, "items": finding}},
            "required": ["findings"],
            "additionalProperties": False,
        }
    )


def task(message: Message) -> str:
    """What the model is told to do with one message of the patient."""
    return (
        "List every fact that the patient states in the message below, as JSON. `quote` must repeat the words of the "
        "message exactly as they are written. State nothing that is not there.\n\n" + message.text
    )


def accept(output: str, message: Message, knowledge: Knowledge) -> tuple[Finding, ...]:
    """The findings of a model's output that hold: a fixed slot, and a quote that is in the message as it stands."""
    try:
        read = _Suggestions.model_validate_json(output)
    except ValidationError:
        return ()
    return tuple(
        Finding(row.slot, row.status, _value(row), row.quote, message.id, "model")
        for row in read.findings
        if row.slot in knowledge.common.asks and row.quote.strip() and row.quote in message.text
    )


def _value(row: _Suggestion) -> str:
    return row.value if row.value and row.value.casefold() in row.quote.casefold() else row.quote
