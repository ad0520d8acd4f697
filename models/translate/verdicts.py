"""What a judge said, read out of whatever it wrote."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from sacrebleu.metrics import CHRF

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_BARE = re.compile(r"\s*(?:score\s*[:=]?\s*)?(\d{1,3})(?:\s*/\s*100)?(?![\d.])", re.IGNORECASE)
LONGEST = 600
"""Characters kept of reasons and of a critique."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score from 0 to 100 with its reasons and what to change."""

    score: float
    reasons: str = ""
    critique: str = ""


def read_verdict(text: str) -> Verdict | None:
    """The verdict in an answer: a JSON object, or a number at its beginning. None where there is no score in range."""
    found = _OBJECT.search(text)
    if found:
        try:
            told = json.loads(found[0])
        except ValueError:
            return None
        return _of_object(told) if isinstance(told, dict) else None
    bare = _BARE.match(text)
    return Verdict(float(bare[1])) if bare and int(bare[1]) <= 100 else None


def round_trip(source: str, back: str) -> Verdict | None:
    """How much of `source` a translation back holds: chrF, from 0 to 100 (Popović 2015). None for an empty one."""
    if not any(map(str.isalnum, back)):
        return None
    score = CHRF().sentence_score(back.strip().casefold(), [source.strip().casefold()]).score
    return Verdict(round(score, 1), f"Translated back: {' '.join(back.split())[:LONGEST]}")


def _of_object(told: dict[str, object]) -> Verdict | None:
    score = told.get("score")
    if isinstance(score, str) and score.strip().isdigit():
        score = int(score)
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 100:
        return None
    return Verdict(float(score), _words(told.get("reasons")), _words(told.get("critique")))


def _words(told: object) -> str:
    return " ".join(str(told or "").split())[:LONGEST]
