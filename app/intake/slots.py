"""The fixed slots by the kind of answer that they take."""

from __future__ import annotations

VALUES = frozenset({"age", "sex", "chief_complaint", "site", "onset", "duration", "character", "severity", "timing"})
"""Slots whose answer is a description; a bare "no" says little there."""

LISTS = frozenset(
    {
        "radiation", "associated", "exacerbating", "relieving", "past_history", "surgical_history", "medications",
        "allergies", "family_history", "social_history", "pregnancy", "concerns", "review_of_systems",
    }
)  # fmt: skip
"""Slots to which "none" is an answer."""

SINGLE = frozenset({"age", "sex", "onset", "duration", "severity", "site", "character", "timing", "pregnancy"})
"""Slots that hold one fact: a correction replaces what was there."""

SYMPTOMS = frozenset({"associated", "review_of_systems", "chief_complaint"})
"""Slots under which symptoms are told."""
