"""What the net is learnt from: labelled messages, and what patients say that raises no alarm."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.net import features
from app.intake.redflags import red_flags
from app.intake.understanding import understand
from models.command import WorkshopError
from models.evaluate.interview.messages import alone

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, whether it needs help at once, whether the rules alone alarm, and the set that it is of."""

    text: str
    alarm: bool
    by_rule: bool
    features: dict[str, float]
    source: str = ""


def labelled(files: Sequence[Path], knowledge: Knowledge) -> list[Labelled]:
    """The labelled messages of JSON-lines files, with `alarm` or the expected `rules`. Raises WorkshopError.

    A TOML file holds tables that list messages as `alarm` and as `silent`.
    """
    return [_labelled(text, alarm, knowledge, file.stem) for file in files for text, alarm in _rows(file)]


def quiet(texts: Iterable[str], most: int, seed: int, knowledge: Knowledge) -> list[Labelled]:
    """At most so many of the texts that no rule alarms at, taken for silent."""
    known = sorted(set(texts))
    chosen = random.Random(seed).sample(known, min(most, len(known)))
    return [one for one in (_labelled(text, False, knowledge) for text in chosen) if not one.by_rule]


def in_lessons(file: Path) -> list[str]:
    """What the patients say in the lessons. Raises WorkshopError."""
    turns = (turn for line in _lines(file) for turn in json.loads(line)["turns"])
    return [turn["text"] for turn in turns if turn["role"] == "user"]


def in_openings(file: Path) -> list[str]:
    """How people open a conversation, from tables of lists by complaint. Raises WorkshopError."""
    tables = tomllib.loads("\n".join(_lines(file)))
    return [text for table in tables.values() for texts in table.values() for text in texts]


def _rows(file: Path) -> Iterator[tuple[str, bool]]:
    if file.suffix == ".toml":
        tables = tomllib.loads("\n".join(_lines(file))).values()
        yield from ((text, kind == "alarm") for table in tables for kind in table for text in table[kind])
        return
    for number, line in enumerate(_lines(file), 1):
        try:
            row = json.loads(line)
            yield row["text"], bool(row["alarm"] if "alarm" in row else row["rules"])
        except (ValueError, KeyError, TypeError) as error:
            raise WorkshopError(f"{file.name}, line {number}, is no labelled message: mend it.") from error


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WorkshopError(f"{file} cannot be read ({error.strerror}): give the file that the help names.") from error


def _labelled(text: str, alarm: bool, knowledge: Knowledge, source: str = "") -> Labelled:
    rules_only = knowledge if knowledge.net is None else replace(knowledge, net=None)
    message = alone(text)
    understood = understand((message,), rules_only)
    by_rule = bool(red_flags((message,), extract((message,), rules_only), rules_only))
    return Labelled(text, alarm, by_rule, features(understood.said[0], understood.mentions), source)
