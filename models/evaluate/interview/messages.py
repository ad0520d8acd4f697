"""python -m models.evaluate messages FILE.jsonl ... [--show]

Judges lone messages, each as the first of a conversation: did an alarm come where one is due, and only there.
A line has `text`, `language` and `alarm`; where it has `rules`, those are the alarms of which the first named should be
one. --show also prints what went wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from app.intake.extract import extract
from app.intake.knowledge import Knowledge, load_knowledge
from app.intake.redflags import red_flags
from app.text.language import detect
from app.values import Message
from models.command import WorkshopError, command
from models.evaluate.interview.measures import Tally

_SAID_AT = datetime(2026, 11, 22, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Judged:
    """A message, whether it should alarm, the rules due (none where the file does not say), and those that fired."""

    text: str
    language: str
    alarm: bool
    due: tuple[str, ...]
    fired: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether an alarm came just where one is due."""
        return bool(self.fired) == self.alarm


def main(arguments: Sequence[str]) -> int:
    """Judge every file and print its figures."""
    parser = argparse.ArgumentParser("messages", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--show", action="store_true", help="also print what was missed and what alarmed needlessly")
    wish = parser.parse_args(arguments)
    knowledge = load_knowledge()
    for file in wish.files:
        judged = judge(file, knowledge)
        print(f"{file.name}: {figures(judged)}")
        if wish.show:
            print("\n".join(_fault(one) for one in judged if not one.right))
    return 0


def judge(file: Path, knowledge: Knowledge) -> list[Judged]:
    """Every message of a file with what the desk made of it. Raises WorkshopError."""
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [
            Judged(
                row["text"], row["language"], row["alarm"], tuple(row.get("rules", ())), fired(row["text"], knowledge)
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError) as error:
        raise WorkshopError(f"{file} holds no labelled messages ({error}): see --help for their form.") from error


def fired(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The rules that a lone message sets off, the weightiest first."""
    message = alone(text)
    return tuple(flag.rule for flag in red_flags((message,), extract((message,), knowledge), knowledge))


def alone(text: str) -> Message:
    """A text as the first message of a conversation, in its own language; one without letters as English."""
    seen = detect(text, fallback="en")
    return Message(1, "", "user", text, seen.language or "en", seen.direction, _SAID_AT)


def figures(judged: Sequence[Judged]) -> str:
    """Sensitivity, also by language, specificity, and how often the first alarm named was one that was due."""
    due = [one for one in judged if one.alarm]
    silent = [one for one in judged if not one.alarm]
    named = [one for one in due if one.due and one.fired]
    parts = {"sensitivity": due, "English": _in("en", due), "Arabic": _in("ar", due), "specificity": silent}
    shares = [f"{name} {_tally([one.right for one in among])}" for name, among in parts.items() if among]
    first = [f"first alarm right {_tally([one.fired[0] in one.due for one in named])}"] if named else []
    return ", ".join([*shares, *first])


def _in(language: str, judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.language == language]


def _tally(right: Sequence[bool]) -> str:
    tally = Tally(sum(right), len(right))
    return f"{tally.share:.3f} ({tally.hits} of {tally.of})"


def _fault(one: Judged) -> str:
    return f"    alarmed ({', '.join(one.fired)}): {one.text}" if one.fired else f"    missed: {one.text}"


if __name__ == "__main__":
    command(main)
