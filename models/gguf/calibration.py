"""The text by which an importance matrix is measured: the desk's own clinical prose, in both languages.

Questions of the protocols and the reasons and actions of the alarms, put together as short dialogues
that alternate between English and Arabic, so that experts that prefer one language see their share.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.config import ROOT
from models.command import WorkshopError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FOLDERS = ("protocols", "redflags")
_FIELDS = ("title", "why", "action")
_CHOICE = re.compile(r"\{([^|{}]*)\|[^{}]*\}")  # wording to the patient | about the patient
_PLACE = re.compile(r"\s*\[\w+\]")
_A_PIECE = 6
"""Sentences of one language in a row."""


def calibration_text(assets: Path = ROOT / "assets", seed: int = 0) -> str:
    """About 140,000 characters, half in each language, in an order drawn by `seed`. Raises WorkshopError."""
    pieces = []
    for language in ("en", "ar"):
        sentences = list(dict.fromkeys(_sentences(assets, language)))
        random.Random(seed).shuffle(sentences)
        pieces.append([" ".join(sentences[at : at + _A_PIECE]) for at in range(0, len(sentences), _A_PIECE)])
    if not all(pieces):
        raise WorkshopError(f"{assets} holds no clinical content to calibrate with.")
    longest = max(map(len, pieces))
    return "\n\n".join(part[at] for at in range(longest) for part in pieces if at < len(part)) + "\n"


def _sentences(assets: Path, language: str) -> Iterator[str]:
    for folder in _FOLDERS:
        for path in sorted((assets / folder).glob("*.toml")):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            for ask in content.get("ask", ()):
                yield from filter(None, [_spoken(str(ask.get(language, "")))])
            for rule in content.get("rule", ()):
                yield from _of_rule(rule, language)


def _spoken(question: str) -> str:
    """A protocol's question as it is put to the patient."""
    return _PLACE.sub("", _CHOICE.sub(r"\1", question))


def _of_rule(rule: dict[str, Any], language: str) -> Iterator[str]:
    for field in _FIELDS:
        text = rule.get(field, {}).get(language, "")
        if text:
            yield text
