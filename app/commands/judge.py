"""`detect` and `triage`: judge each line of standard input by itself."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timezone

from app.commands.printing import input_lines, print_json
from app.config import edge_language, find_home
from app.intake.extract import extract
from app.intake.knowledge import load_knowledge
from app.intake.redflags import red_flags
from app.text.language import detect
from app.text.locale import locale
from app.values import Message


def detect_lines(arguments: Namespace) -> int:
    """The language and direction of each line."""
    for line in input_lines():
        found = detect(line)
        if arguments.json:
            print_json({"text": line, "language": found.language, "mixed": found.mixed, "direction": found.direction})
        else:
            print(f"{found.language or '-'}\t{found.direction}\t{'mixed' if found.mixed else ''}\t{line}", flush=True)
    return 0


def triage(arguments: Namespace) -> int:
    """The alarms in each line, taken as a whole conversation."""
    knowledge = load_knowledge()
    say = locale(edge_language(find_home(arguments.home)))
    for line in input_lines():
        messages = (_lone(line),)
        flags = red_flags(messages, extract(messages, knowledge), knowledge)
        if arguments.json:
            shown = [{"rule": flag.rule, "severity": flag.severity, "quote": flag.quote} for flag in flags]
            print_json({"text": line, "flags": shown})
            continue
        for flag in flags:
            title = knowledge.rule(flag.rule).title.text(say.language)
            print(f"{say('severity-' + flag.severity)}\t{title}\t{flag.quote}", flush=True)
    return 0


def _lone(text: str) -> Message:
    """A message outside any conversation."""
    found = detect(text, fallback="en")
    return Message(
        id=0,
        conversation="",
        role="user",
        text=text,
        language=found.language or "en",
        direction=found.direction,
        created=datetime.now(timezone.utc),
    )
