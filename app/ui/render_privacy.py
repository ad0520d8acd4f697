"""Privacy: encryption, how long things are kept, backups, and who may use the desk."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.catalogue.files import gigabytes
from app.store.accounts import Account
from app.store.backups import Backup
from app.ui.forms import button, choice, dialog, field, form
from app.ui.html import Attributes, Child, el, join
from app.ui.view import View


def encryption(encrypted: bool, view: View) -> Child:
    """Switching encryption on, or off, or changing what opens it."""
    if not encrypted:
        fields = [_secret("passphrase", "ui-new-passphrase", view), _secret("again", "ui-once-more", view)]
        hint = el("p", None, view.say("ui-encryption-off"))
        return [_heading("ui-encryption", view), hint, _form("encrypt", fields, view.say("ui-encrypt"))]
    change = [_secret("old", "ui-old-passphrase", view), _secret("passphrase", "ui-new-passphrase", view)]
    return [
        _heading("ui-encryption", view),
        el("p", None, view.say("ui-encryption-on")),
        _form("change_passphrase", [*change, _secret("again", "ui-once-more", view)], view.say("ui-change-passphrase")),
        _form("new_recovery", [_secret("passphrase", "ui-secret", view)], view.say("ui-new-recovery")),
        _form("decrypt", [_secret("passphrase", "ui-secret", view)], view.say("ui-decrypt")),
    ]


def recovery(key: str, view: View) -> Markup:
    """The recovery key, shown this once, in a dialog that opens by itself."""
    shown = el("output", {"class": "recovery", "dir": "ltr"}, key)
    close: Attributes = {"type": "button", "class": "primary", "data-close": True}
    buttons = el("div", {"class": "buttons"}, el("button", close, view.say("ui-understood")))
    inside = [el("p", None, view.say("ui-recovery-hint")), shown, buttons]
    return el("div", {"data-open": "recovery"}, dialog("recovery", view.say("ui-recovery"), view, inside))


def keeping(days: int, view: View) -> Child:
    """How long conversations are kept, and removing what is older for good."""
    options = [(str(one), view.say("ui-days", days=one)) for one in (0, 30, 90, 365, 1825, 3650)]
    kept = choice("keep_days", view.say("ui-set-keep"), options, str(days))
    purge = button(view.say("ui-purge"), "ask_purge") if days else None
    return [_heading("ui-keeping", view), _form("save_keeping", [kept], view.say("ui-save")), purge]


def purging(count: int, days: int, view: View) -> Markup:
    """What a purge would remove, to be confirmed."""
    hint = el("p", None, view.say("ui-purge-hint", count=count, days=days))
    asked = form("purge", view, hint, submit=view.say("ui-purge-do"), danger=True)
    return el("div", {"data-open": "purge"}, dialog("purge", view.say("ui-purge"), view, asked))


def backups(made: Sequence[Backup], view: View) -> Child:
    """Backing up now, and the backups there are."""
    rows = [_backup(one, view) for one in made]
    return [
        _heading("ui-backups", view),
        el("p", {"class": "hint"}, view.say("ui-backups-hint")),
        button(view.say("ui-backup-now"), "backup"),
        el("ul", {"class": "lines"}, rows) if rows else None,
    ]


def restoring(path: str, encrypted: bool, view: View) -> Markup:
    """Putting a backup in the record's place, to be confirmed."""
    hidden = el("input", {"type": "hidden", "name": "file", "value": path})
    secret = field("passphrase", view.say("ui-secret"), kind="password") if encrypted else None
    hint = el("p", None, view.say("ui-restore-hint"))
    asked = form("restore_backup", view, hint, hidden, secret, submit=view.say("ui-restore-do"), danger=True)
    return el("div", {"data-open": "restore"}, dialog("restore", view.say("ui-restore"), view, asked))


def accounts(everybody: Sequence[Account], view: View) -> Child:
    """Who may sign in. The first account is an administrator's."""
    hint = None if everybody else el("p", None, view.say("ui-accounts-none"))
    roles = ("clinician", "administrator") if everybody else ("administrator",)
    fields = [
        field("name", view.say("ui-account-name"), required=True, maxlength=60),
        _secret("passphrase", "ui-password", view),
        _secret("again", "ui-once-more", view),
        choice("role", view.say("ui-role"), [(role, view.say(f"ui-role-{role}")) for role in roles], roles[0]),
    ]
    rows = [_account(account, view) for account in everybody]
    return [
        hint,
        el("ul", {"class": "lines"}, rows) if rows else None,
        _form("add_account", fields, view.say("ui-account-add")),
    ]


def _account(account: Account, view: View) -> Markup:
    key = "ui-account-enable" if account.disabled else "ui-account-disable"
    role = el("small", None, view.say(f"ui-role-{account.role}"))
    change = button(view.say(key), "switch_account", account=account.name)
    return el("li", None, el("bdi", None, account.name), role, change)


def _backup(backup: Backup, view: View) -> Markup:
    when = f"{view.day(backup.made)} {view.clock(backup.made)}"
    size = el("small", None, el("bdi", {"dir": "ltr"}, gigabytes(backup.bytes)))
    restore = button(view.say("ui-restore"), "ask_restore", file=str(backup.path))
    return el("li", None, el("bdi", None, when), size, restore)


def _heading(key: str, view: View) -> Markup:
    return el("h3", None, view.say(key))


def _secret(name: str, key: str, view: View) -> Markup:
    return field(name, view.say(key), kind="password", required=True, autocomplete="new-password")


def _form(action: str, fields: Sequence[Child], submit: str) -> Markup:
    buttons = el("div", {"class": "buttons"}, el("button", {"type": "submit"}, submit))
    return el("form", {"data-submit": action, "data-stay": True, "class": "short"}, join(fields), buttons)
