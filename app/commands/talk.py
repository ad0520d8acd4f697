"""`chat`: one user message a line of standard input, each answered by one turn."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from threading import Event

from app.chat import Wish
from app.commands.opening import open_unlocked
from app.commands.printing import input_lines, print_json
from app.config import edge_language, find_home
from app.desk import Desk
from app.loading import chosen, loader
from app.text.locale import Locale, locale
from app.text.terminal import for_terminal
from app.values import Delta, Done, Flags
from app.values import Event as TurnEvent


def chat(arguments: Namespace) -> int:
    """Answer line after line; `--json` prints the events of each turn."""
    home = find_home(arguments.home)
    desk = open_unlocked(home)
    try:
        if arguments.conversation:
            desk.record.get(arguments.conversation)
        desk.engines.load(loader(chosen(arguments, home), home))
        desk.engines.engine()  # a model that does not load begins no conversation
        language = edge_language(home) if arguments.language == "auto" else arguments.language
        conversation = arguments.conversation or desk.begin(language, arguments.mode).id
        if arguments.json:
            print_json({"event": "start", "conversation": conversation})
        for turn in _turns(desk, conversation, arguments):
            _show(turn, desk, None if arguments.json else locale(edge_language(home)))
    finally:
        desk.close()
    return 0


def _turns(desk: Desk, conversation: str, arguments: Namespace) -> Iterator[Iterator[TurnEvent]]:
    wish = Wish(None if arguments.language == "auto" else arguments.language)
    for line in input_lines():
        if line.strip():
            yield desk.chat.reply(conversation, line, Event(), wish)


def _show(turn: Iterator[TurnEvent], desk: Desk, say: Locale | None) -> None:
    for event in turn:
        if say is None:
            print_json(_fields(event))
        elif isinstance(event, Flags):
            for flag in event.flags:
                title = desk.knowledge.rule(flag.rule).title.text(say.language)
                print(for_terminal(f"{say('severity-' + flag.severity)}: {title} «{flag.quote}»"), flush=True)
        elif isinstance(event, Done):
            free = event.generated and not (event.asks or event.finished)
            print(for_terminal(f"{event.text} [{say('export-by-model')}]" if free else event.text), flush=True)


def _fields(event: TurnEvent) -> dict[str, object]:
    """An event as the command line's contract words it."""
    if isinstance(event, Flags):
        flags = [{"rule": flag.rule, "severity": flag.severity, "quote": flag.quote} for flag in event.flags]
        return {"event": "flags", "flags": flags}
    if isinstance(event, Delta):
        return {"event": "delta", "text": event.text}
    return {"event": "done", **asdict(event)}
