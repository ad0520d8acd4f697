"""The commands, and the edge at which every error becomes one line in the reader's language."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from types import TracebackType

from app.config import edge_language, find_home
from app.errors import BadInput, DeskError
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
    threading.excepthook = lambda fault: _unexpected(fault.exc_type, fault.exc_value, fault.exc_traceback)
    # A desk that stays up warns in its log; a command that ends says the one thing that matters.
    level = logging.WARNING if arguments.command == "serve" else logging.ERROR
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s")
    try:
        status = _command(arguments.command)(arguments)
        sys.stdout.flush()  # a full disk or a closed pipe shows here, where it can still be answered for
        return status
    except DeskError as error:
        print(_line(error, arguments), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone, which is its right
        _end_output()
        return 0
    except OSError as error:  # what the system refuses wherever it is asked: a name too long, no room for the output
        problem = BadInput("error-system", path=str(error.filename or "-"), reason=error.strerror or str(error))
        print(_line(problem, arguments), file=sys.stderr)
        _end_output()
    return 2


def _end_output() -> None:
    """Let nothing more be written to an output that takes no more, also not while the interpreter ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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


def _unexpected(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """A fault of ours: where it happened, never what anybody wrote, and no traceback for the reader."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    print(f"{locale('en')('error-unknown')} ({kind.__name__}, {where})", file=sys.stderr)
