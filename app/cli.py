"""The commands, and the edge at which every error becomes one line in the reader's language."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from types import TracebackType

from app.config import edge_language, find_home
from app.errors import DeskError
from app.quick_start import uncollected
from app.text.locale import locale

COMMANDS: dict[str, str] = {
    "serve": "page.serve",
    "chat": "talk.chat",
    "detect": "judge.detect_lines",
    "triage": "judge.triage",
    "note": "record.note",
    "conversations": "record.conversations",
    "export": "record.export",
    "models": "models.models",
    "bench": "bench.bench",
    "doctor": "doctor.doctor",
    "backup": "care.backup",
    "restore": "care.restore",
    "users": "accounts.users",
    "encryption": "accounts.encryption",
    "audit": "care.audit",
    "test": "checks.test",
}
"""Where each command lives in `app/commands`; read when it is called, so that a command loads only its own needs."""

Command = Callable[[Namespace], int]


def main(arguments: Namespace) -> int:
    """Run a command. Gives 0 for success, 2 for a mistake that a person can mend, 130 for Ctrl+C."""
    _speak_utf8()
    sys.excepthook = _unexpected
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        return _command(arguments.command)(arguments)
    except DeskError as error:
        print(_line(error, arguments), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone, which is its right
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _command(name: str) -> Command:
    module, function = COMMANDS[name].split(".")
    with uncollected():
        command: Command = getattr(import_module(f"app.commands.{module}"), function)
    return command


def _line(error: DeskError, arguments: Namespace) -> str:
    """The error's sentence, without the isolates that a terminal may show as boxes."""
    language = edge_language(find_home(getattr(arguments, "home", None)))
    return " ".join(locale(language, isolate=False).explain(error).split())


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours: where it happened, never what anybody wrote, and no traceback for the reader."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    print(f"{locale('en')('error-unknown')} ({kind.__name__}, {where})", file=sys.stderr)
