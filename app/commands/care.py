"""`backup`, `restore`, `audit`: care of the record."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from app.commands.printing import print_json
from app.commands.secret import given, unlock
from app.config import edge_language, find_home
from app.errors import DeskError
from app.export.files import write_whole
from app.store.record import Record, open_record, restore_record
from app.text.locale import Locale, locale


def backup(arguments: Namespace) -> int:
    """Copy the record into a new file."""
    record, say = _record(arguments)
    try:
        made = record.care.backup(Path(arguments.file).expanduser().absolute())
    finally:
        record.close()
    print(say("care-backed-up", path=str(made.path), size=f"{made.bytes / 1e6:.1f} MB"))
    return 0


def restore(arguments: Namespace) -> int:
    """Put a backup in the record's place; the record of before is kept beside it."""
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    source = Path(arguments.file).expanduser().absolute()
    try:
        done = restore_record(home.record, source)
    except DeskError as problem:
        if problem.key not in ("record-backup-passphrase", "record-locked"):
            raise
        done = restore_record(home.record, source, passphrase=given(say("ask-passphrase")))
    print(say("care-restored", conversations=done.conversations, messages=done.messages))
    if done.aside:
        print(say("care-kept-aside", path=str(done.aside)))
    return 0


def audit(arguments: Namespace) -> int:
    """Check the log's chain, or write the log to a file. Gives 1 for a broken chain."""
    record, say = _record(arguments)
    try:
        if arguments.action == "export":
            return _export_log(record, Path(arguments.file).expanduser().absolute(), say)
        verdict = record.audit.verify()
    finally:
        record.close()
    if arguments.json:
        print_json({"ok": verdict.broken is None, **asdict(verdict)})
    elif verdict.broken is None:
        print(say("care-audit-whole", count=verdict.entries))
    else:
        print(say("care-audit-broken", number=verdict.broken), file=sys.stderr)
    return 0 if verdict.broken is None else 1


def _record(arguments: Namespace) -> tuple[Record, Locale]:
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    record = open_record(home.record)
    unlock(record, say)
    return record, say


def _export_log(record: Record, target: Path, say: Locale) -> int:
    lines = [line.rstrip("\n") + "\n" for line in record.audit.export()]
    write_whole(target, "".join(lines).encode("utf-8"))
    print(say("care-audit-exported", count=len(lines), path=str(target)))
    return 0
