"""Encryption, keeping, backups and accounts, each for whoever keeps the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from app.errors import BadInput
from app.store.accounts import AccountRole
from app.ui import render_privacy
from app.ui.downloads import Downloads
from app.ui.handlers_settings import require_administrator, said, settings
from app.ui.here import Here
from app.ui.parts import Changes


def encrypt(downloads: Downloads, here: Here, passphrase: str, again: str) -> Changes:
    """Encrypt the record; the recovery key is shown this once."""
    require_administrator(here)
    done = here.desk.record.vault.encrypt(_same(passphrase, again))
    return {"settings": settings(downloads, here), "editor": render_privacy.recovery(done.recovery_key, here.view)}


def decrypt(downloads: Downloads, here: Here, passphrase: str) -> Changes:
    """Make the record readable without a passphrase again."""
    require_administrator(here)
    here.desk.record.vault.decrypt(passphrase)
    return _told(downloads, here, "ui-encryption-off")


def change_passphrase(downloads: Downloads, here: Here, old: str, passphrase: str, again: str) -> Changes:
    """Another passphrase, given the old one or the recovery key."""
    require_administrator(here)
    here.desk.record.vault.change_passphrase(old, _same(passphrase, again))
    return _told(downloads, here, "ui-saved")


def new_recovery(downloads: Downloads, here: Here, passphrase: str) -> Changes:
    """Another recovery key, shown this once; the old one opens nothing any more."""
    require_administrator(here)
    key = here.desk.record.vault.new_recovery_key(passphrase)
    return {"editor": render_privacy.recovery(key, here.view)}


def save_lock(downloads: Downloads, here: Here, lock_after_minutes: str) -> Changes:
    """After how many minutes the desk locks itself; 0 for never."""
    require_administrator(here)
    here.desk.save(replace(here.desk.settings(), lock_after_minutes=_whole(lock_after_minutes)))
    return _told(downloads, here, "ui-saved")


def save_keeping(downloads: Downloads, here: Here, keep_days: str) -> Changes:
    """For how many days conversations are kept; 0 for as long as nobody deletes them."""
    require_administrator(here)
    here.desk.save(replace(here.desk.settings(), keep_days=_whole(keep_days)))
    return _told(downloads, here, "ui-saved")


def ask_purge(downloads: Downloads, here: Here) -> Changes:
    """What is older than the days chosen, before it is removed for good."""
    require_administrator(here)
    days = here.desk.settings().keep_days
    return {"editor": render_privacy.purging(len(here.desk.record.purge(days)), days, here.view)}


def purge(downloads: Downloads, here: Here) -> Changes:
    """Remove it."""
    require_administrator(here)
    gone = here.desk.record.purge(here.desk.settings().keep_days, dry_run=False)
    return {"editor": "", **said(here, "ui-purged", count=len(gone))}


def backup(downloads: Downloads, here: Here) -> Changes:
    """Copy the record into the home directory's backups."""
    require_administrator(here)
    name = f"record-{datetime.now(timezone.utc):%Y-%m-%d-%H%M%S}.sqlite"
    here.desk.record.care.backup(here.desk.home.backups / name)
    return _told(downloads, here, "ui-backed-up")


def ask_restore(downloads: Downloads, here: Here, file: str) -> Changes:
    """A backup is chosen, to be put in the record's place."""
    require_administrator(here)
    chosen = next((one for one in here.desk.record.care.backups() if str(one.path) == file), None)
    if chosen is None:
        raise BadInput("ui-backup-gone")
    return {"editor": render_privacy.restoring(file, chosen.encrypted, here.view)}


def restore_backup(downloads: Downloads, here: Here, file: str, passphrase: str) -> Changes:
    """Put it in the record's place; the present record stays beside it under another name."""
    require_administrator(here)
    here.desk.record.care.restore(Path(file), passphrase or None)
    return {"editor": "", **_told(downloads, here, "ui-restored")}


def add_account(downloads: Downloads, here: Here, name: str, passphrase: str, again: str, role: str) -> Changes:
    """Somebody more may sign in."""
    require_administrator(here)
    chosen: AccountRole = "administrator" if role == "administrator" else "clinician"
    here.desk.record.accounts.add(name, _same(passphrase, again), chosen)
    return _told(downloads, here, "ui-account-added", name=name)


def switch_account(downloads: Downloads, here: Here, account: str) -> Changes:
    """Keep somebody from signing in, or let them in again."""
    require_administrator(here)
    found = here.desk.record.accounts.get(account)
    here.desk.record.accounts.disable(account, not found.disabled)
    return _told(downloads, here, "ui-saved")


def _told(downloads: Downloads, here: Here, key: str, **fields: object) -> Changes:
    return {"settings": settings(downloads, here), **said(here, key, **fields)}


def _same(secret: str, again: str) -> str:
    if secret != again:
        raise BadInput("ui-secrets-differ")
    return secret


def _whole(number: str) -> int:
    if not number.isdigit():
        raise BadInput()
    return int(number)
