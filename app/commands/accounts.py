"""`users` and `encryption`: who may sign in, and what a stranger with the disk can read."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from app.commands.printing import print_json, table
from app.commands.secret import given, new, unlock
from app.config import edge_language, find_home
from app.store.record import Record, open_record
from app.text.locale import Locale, locale

Action = Callable[[Record, Namespace, Locale], None]


def users(arguments: Namespace) -> int:
    """List, add, remove and unlock accounts, and set passwords."""
    return _run({"list": _list, "add": _add, "password": _password, "remove": _remove}, arguments)


def encryption(arguments: Namespace) -> int:
    """Switch encryption at rest on or off, change its passphrase, or say how it stands."""
    return _run({"on": _on, "off": _off, "change": _change, "status": _status}, arguments)


def _run(actions: dict[str, Action], arguments: Namespace) -> int:
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    record = open_record(home.record)
    try:
        if arguments.action != "status":
            unlock(record, say)
        actions[arguments.action](record, arguments, say)
    finally:
        record.close()
    return 0


def _list(record: Record, arguments: Namespace, say: Locale) -> None:
    found = record.accounts.all()
    if arguments.json:
        for account in found:
            print_json({"name": account.name, "role": account.role, "disabled": account.disabled})
        return
    rows = [
        (account.name, say(f"role-{account.role}"), say("users-disabled") if account.disabled else "")
        for account in found
    ]
    print(table(rows) if rows else say("users-none"))


def _add(record: Record, arguments: Namespace, say: Locale) -> None:
    record.accounts.add(arguments.name, new(say("ask-password"), say("ask-again")), arguments.role)
    print(say("users-added", name=arguments.name))


def _password(record: Record, arguments: Namespace, say: Locale) -> None:
    record.accounts.get(arguments.name)
    record.accounts.set_password(arguments.name, new(say("ask-password"), say("ask-again")))
    print(say("users-password", name=arguments.name))


def _remove(record: Record, arguments: Namespace, say: Locale) -> None:
    record.accounts.disable(arguments.name)
    print(say("users-removed", name=arguments.name))


def _on(record: Record, arguments: Namespace, say: Locale) -> None:
    done = record.vault.encrypt(new(say("ask-new-passphrase"), say("ask-again")))
    print(say("encryption-on", key=done.recovery_key))
    for path in done.left:
        print(say("encryption-left", path=str(path)))


def _off(record: Record, arguments: Namespace, say: Locale) -> None:
    record.vault.decrypt(given(say("ask-passphrase")))
    print(say("encryption-off"))


def _change(record: Record, arguments: Namespace, say: Locale) -> None:
    record.vault.change_passphrase(given(say("ask-passphrase")), new(say("ask-new-passphrase"), say("ask-again")))
    print(say("encryption-changed"))


def _status(record: Record, arguments: Namespace, say: Locale) -> None:
    print(say("encryption-is-on" if record.encrypted else "encryption-is-off"))
