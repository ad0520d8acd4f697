"""`conversations`, `note` and `export`: what is on record, and how it leaves the desk."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from app.commands.opening import open_unlocked
from app.commands.printing import print_json, table
from app.commands.secret import new
from app.config import edge_language, find_home
from app.desk import Desk
from app.errors import BadInput
from app.export.options import ExportOptions
from app.intake.note import note_json, note_text
from app.store.conversations import ListQuery
from app.text.locale import Locale, locale
from app.text.terminal import for_terminal
from app.values import Conversation, Message

Action = Callable[[Desk, Namespace, Locale], None]


def conversations(arguments: Namespace) -> int:
    """List, show, search, rename, delete, restore, purge."""
    actions: dict[str, Action] = {
        "list": _list,
        "show": _show,
        "search": _search,
        "rename": _rename,
        "delete": _delete,
        "restore": _restore,
        "hold": _hold,
        "release": _hold,
        "purge": _purge,
        "import": _import,
    }
    home = find_home(arguments.home)
    desk = open_unlocked(home)
    try:
        actions[arguments.action](desk, arguments, locale(edge_language(home), isolate=False))
    finally:
        desk.close()
    return 0


def note(arguments: Namespace) -> int:
    """The history of a conversation with its sources."""
    desk = open_unlocked(find_home(arguments.home))
    try:
        sight = desk.look(arguments.id)
        if arguments.json:
            print_json(note_json(sight.history, sight.flags, sight.messages, desk.knowledge))
        else:
            written = desk.note(arguments.id, arguments.language or sight.about.language)
            print(for_terminal(note_text(written)))
    finally:
        desk.close()
    return 0


def export(arguments: Namespace) -> int:
    """Write the transcript and the note of one conversation, or of several, to a file."""
    home = find_home(arguments.home)
    say = locale(edge_language(home), isolate=False)
    desk = open_unlocked(home)
    try:
        password = new(say("ask-password"), say("ask-again")) if arguments.password else None
        options = ExportOptions(arguments.language, arguments.hijri, arguments.isolates or None, password)
        target = Path(arguments.output).expanduser().absolute()
        done = desk.export(arguments.id, arguments.format, target, options, plain=not arguments.deidentify)
    finally:
        desk.close()
    print(say("export-done", path=str(done.path)))
    if arguments.deidentify:
        print(say("export-replaced", count=sum(each.count for each in done.replaced)))
        for each in done.replaced:
            print(for_terminal(f"  {each.original} -> {each.replacement} ({each.count})"))
    return 0


def summary(about: Conversation) -> dict[str, Any]:
    """A conversation as the command line prints it."""
    return {
        "id": about.id,
        "title": about.title,
        "created": about.created,
        "updated": about.updated,
        "mode": about.mode,
        "language": about.language,
        "complaint": about.complaint,
        "patient": about.patient,
        "flag": about.flag,
        "pinned": about.pinned,
        "archived": about.archived,
        "held": about.held,
        "messages": about.messages,
    }


def _list(desk: Desk, arguments: Namespace, say: Locale) -> None:
    found = desk.record.list(ListQuery(limit=sys.maxsize, deleted=arguments.deleted))
    _print_list(found, arguments, say)


def _print_list(found: list[Conversation], arguments: Namespace, say: Locale) -> None:
    if arguments.json:
        for about in found:
            print_json(summary(about))
        return
    rows = [(about.id, _local(about.updated), "!" if about.flag else " ", for_terminal(about.title)) for about in found]
    print(table(rows) if rows else say("conversations-none"))


def _show(desk: Desk, arguments: Namespace, say: Locale) -> None:
    for message in desk.record.messages(desk.record.get(arguments.id).id):
        if arguments.json:
            print_json(_message(message))
        else:
            wrote = f" [{say('export-by-model')}]" if message.generated else ""
            print(for_terminal(f"[{message.id}] {say('speaker-' + message.role)}: {message.text}{wrote}"))


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "role": message.role,
        "text": message.text,
        "language": message.language,
        "direction": message.direction,
        "created": message.created,
        "status": message.status,
        "slot": message.slot,
        "generated": message.generated,
    }


def _search(desk: Desk, arguments: Namespace, say: Locale) -> None:
    hits = desk.record.search(" ".join(arguments.text))
    for hit in hits:
        if arguments.json:
            about = {"conversation": hit.conversation.id, "title": hit.conversation.title}
            print_json({**about, "message": hit.message, "snippet": hit.snippet, "marks": hit.marks})
        else:
            print(for_terminal(f"{hit.conversation.id}  {hit.conversation.title}: {hit.snippet}"))
    if not hits and not arguments.json:
        print(say("conversations-not-found"))


def _rename(desk: Desk, arguments: Namespace, say: Locale) -> None:
    _tell(desk.record.rename(arguments.id, " ".join(arguments.title)), arguments, say("conversations-renamed"))


def _delete(desk: Desk, arguments: Namespace, say: Locale) -> None:
    desk.record.get(arguments.id)
    desk.record.delete(arguments.id)
    _tell(desk.record.get(arguments.id), arguments, say("conversations-deleted", id=arguments.id))


def _restore(desk: Desk, arguments: Namespace, say: Locale) -> None:
    desk.record.restore_deleted(arguments.id)
    _tell(desk.record.get(arguments.id), arguments, say("conversations-restored"))


def _hold(desk: Desk, arguments: Namespace, say: Locale) -> None:
    held = arguments.action == "hold"
    _tell(
        desk.record.hold(arguments.id, held), arguments, say("conversations-held" if held else "conversations-released")
    )


def _purge(desk: Desk, arguments: Namespace, say: Locale) -> None:
    gone = desk.record.purge(arguments.older_than, dry_run=arguments.dry_run)
    if arguments.json:
        print_json({"purged": list(gone), "dry_run": arguments.dry_run})
    else:
        print(say("conversations-would-purge" if arguments.dry_run else "conversations-purged", count=len(gone)))


def _import(desk: Desk, arguments: Namespace, say: Locale) -> None:
    path = Path(arguments.file).expanduser()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadInput("error-file-missing", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("error-file-unreadable", path=str(path), reason=_reason(error)) from error
    about = desk.take_in(text)
    _tell(about, arguments, say("conversations-imported", id=about.id))


def _tell(about: Conversation, arguments: Namespace, words: str) -> None:
    if arguments.json:
        print_json(summary(about))
    else:
        print(words)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
