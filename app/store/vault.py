"""Encryption at rest: switched on and off, locked and unlocked, and the secrets that open it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import AccessDenied, BadInput, DeskError, RecordProblem
from app.store import keychain, keys
from app.store.access import Access
from app.store.audit import Action, Audit
from app.store.convert import convert
from app.store.crypto import Envelope, acceptable, new_envelope, new_key, with_recovery
from app.store.db import connect
from app.store.faults import explained
from app.store.files import aside_name, companions, is_plain, keep_aside, move_in, wipe
from app.store.opening import CONVERTING, is_record, leftover_of, prepare
from app.store.presence import Presence


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What switching encryption on gives: the recovery key, shown this once, and files that stay readable.

    `left` are damaged copies: converting them would lose what might still be recovered from them, so a
    person decides when they go.
    """

    recovery_key: str = field(repr=False)
    left: tuple[Path, ...] = ()


class Vault:
    """The lock of one record."""

    def __init__(self, access: Access, presence: Presence) -> None:
        self._access = access
        self._database = access.database
        self._presence = presence
        self._wrong = 0

    @property
    def encrypted(self) -> bool:
        """Whether the record is encrypted at rest."""
        return self._database.locked or self._database.key is not None

    @property
    def locked(self) -> bool:
        """Whether the passphrase has to be given before anything can be read."""
        return self._database.locked

    def encrypt(self, passphrase: str) -> Encrypted:
        """Encrypt every copy of the record in the home directory, then the record itself.

        Each new file is checked before the readable one is overwritten. Until the record's turn comes
        encryption counts as off; a stop in between is made good by switching it on again.
        Raises BadInput for a short passphrase, RecordProblem where another desk is open or the disk is full.
        """
        if self.encrypted:
            raise BadInput("record-encrypted-already")
        key = new_key()
        envelope, recovery = new_envelope(key, passphrase)
        with explained(self._database.path), self._presence.alone(), self._database.exclusive():
            left = tuple(copy for copy in self._copies() if not self._close_copy(copy, key, envelope))
            self._swap(None, key, envelope)
            self._database.unlock(key)
        self._log("settings", encryption="on")
        return Encrypted(recovery, left)

    def decrypt(self, passphrase: str) -> None:
        """Make the record readable without a passphrase again; backups made so far stay encrypted."""
        envelope = self._envelope()
        key = envelope.open(passphrase)
        with explained(self._database.path), self._presence.alone(), self._database.exclusive():
            self._swap(key, None, envelope)
            self._database.unlock(None)
            keys.keys_path(self._database.path).unlink(missing_ok=True)
        if envelope.keyring:
            keychain.forget(envelope.id)
        self._log("settings", encryption="off")

    def lock(self) -> None:
        """Drop the key from memory. Raises BadInput for a record that no passphrase protects."""
        if not self.encrypted:
            raise BadInput("record-not-encrypted")
        if not self.locked:
            self._log("lock")
            self._database.lock()

    def unlock(self, secret: str) -> None:
        """Open with the passphrase or the recovery key. Raises AccessDenied for any other."""
        envelope = self._envelope()
        try:
            key = envelope.open(secret)
        except AccessDenied:
            self._wrong += 1
            raise
        with self._presence.gate():
            self._database.unlock(key)
            try:
                prepare(self._database, self._presence, self._access.clock)
            except DeskError:
                self._database.lock()
                raise
        if self._wrong:
            self._log("failure", attempts=self._wrong)
            self._wrong = 0
        self._log("login", unlocked=True)

    def change_passphrase(self, secret: str, passphrase: str) -> None:
        """Set a new passphrase, given the old one or the recovery key; the recovery key stays as it is."""
        acceptable(passphrase)
        current = self._envelope()
        key = current.open(secret)
        path = self._database.path
        keys.save(path, {salt: _renewed(kept, secret, passphrase) for salt, kept in keys.load(path).items()})
        if current.keyring:
            self.remember(passphrase)
        if not self.locked and key == self._database.key:
            self._log("settings", passphrase="changed")

    def new_recovery_key(self, passphrase: str) -> str:
        """A new recovery key, shown this once; the old one no longer opens the record."""
        envelope = self._envelope()
        renewed, recovery = with_recovery(envelope, envelope.open(passphrase))
        self._replace(envelope, renewed)
        self._log("settings", recovery="renewed")
        return recovery

    def remember(self, passphrase: str) -> None:
        """Let the system's keyring hold the passphrase, so that this person's desk opens by itself."""
        envelope = self._envelope()
        envelope.open(passphrase)
        keychain.remember(envelope.id, passphrase)
        self._replace(envelope, replace(envelope, keyring=True))

    def forget(self) -> None:
        """Take the passphrase out of the system's keyring."""
        envelope = self._envelope()
        keychain.forget(envelope.id)
        self._replace(envelope, replace(envelope, keyring=False))

    def _envelope(self) -> Envelope:
        envelope = None if is_plain(self._database.path) else keys.find(self._database.path)
        if envelope is None:
            raise BadInput("record-not-encrypted")
        return envelope

    def _replace(self, old: Envelope, new: Envelope) -> None:
        path = self._database.path
        keys.save(path, {salt: new if kept == old else kept for salt, kept in keys.load(path).items()})

    def _log(self, action: Action, **detail: object) -> None:
        Audit(self._access).note(action, detail=detail)

    def _swap(self, old_key: bytes | None, new_key: bytes | None, envelope: Envelope) -> None:
        """Put a converted copy in the record's place. Whatever moment the power fails, one whole record is there."""
        path = self._database.path
        settle(path, old_key)
        staged = path.with_name(path.name + CONVERTING)
        convert(path, old_key, staged, new_key)
        if new_key is not None:
            keys.add(path, staged, envelope)
        leftover = leftover_of(path)
        leftover.unlink(missing_ok=True)
        keep_aside(path, leftover)
        move_in(staged, path)
        wipe(leftover)

    def _copies(self) -> list[Path]:
        """Readable copies of a record anywhere in the home directory: backups, earlier records, damaged ones."""
        path = self._database.path
        near = [file for file in path.parent.rglob("*") if file.is_file() and not file.is_symlink() and is_plain(file)]
        near = [file for file in near if file not in (path, leftover_of(path))]
        return sorted(file for file in near if file.name.startswith(_damaged(path)) or is_record(file))

    def _close_copy(self, path: Path, key: bytes, envelope: Envelope) -> bool:
        if path.name.startswith(_damaged(self._database.path)):
            return False
        staged = path.with_name(path.name + CONVERTING)
        try:
            convert(path, None, staged, key)
        except RecordProblem:
            return False
        keys.attach(staged, envelope)
        aside = aside_name(path, "plain", self._access.clock())
        keep_aside(path, aside)
        move_in(staged, path)
        for file in (aside, *companions(path)):
            wipe(file)
        return True


def _damaged(record: Path) -> str:
    """How the names of damaged copies of a record begin."""
    return f"{record.stem}.damaged-"


def settle(path: Path, key: bytes | None) -> None:
    """Bring everything from the write-ahead log into the file, and the log to its end."""
    db = connect(path, key)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        db.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        db.close()
    for beside in companions(path):
        wipe(beside)


def _renewed(envelope: Envelope, secret: str, passphrase: str) -> Envelope:
    """The envelope under the new passphrase, if the old secret opens it."""
    try:
        return envelope.with_passphrase(envelope.open(secret), passphrase)
    except AccessDenied:
        return envelope
