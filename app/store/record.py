"""The record as the rest of the desk knows it: one thin face over small parts."""

from __future__ import annotations

import builtins
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import AccessDenied, RecordProblem
from app.store.access import Access, Clock, utc_now
from app.store.accounts import Account, Accounts
from app.store.audit import Audit
from app.store.care import Care
from app.store.conversations import Conversations, ListQuery
from app.store.messages import Messages, Slices
from app.store.notes import Acknowledgement, Decisions, Notes, NoteVersion
from app.store.opening import open_database
from app.store.presence import Presence
from app.store.restore import Restored
from app.store.retention import Retention
from app.store.search import Search
from app.store.suggestions import Suggestions
from app.store.vault import Vault
from app.store.views import Views
from app.values import Conversation, Hit, Language, Message, Mode, Severity


@dataclass(frozen=True, slots=True)
class Shared:
    """What all accounts' views of one open record have in common."""

    slices: Slices = field(default_factory=Slices)
    views: Views = field(default_factory=Views)


class Record:
    """The conversations of one desk, or of one account of it. Safe to use from any thread.

    Every call raises AccessDenied while the record is locked, NotFound for an id that is unknown or
    another account's, BadInput for what cannot be kept, RecordProblem for faults of file and disk.
    """

    def __init__(self, access: Access, presence: Presence, shared: Shared) -> None:
        self.access = access
        self._presence = presence
        self._shared = shared
        self.conversations = Conversations(access)
        self.said = Messages(access, shared.slices, lambda: presence.id)
        self.decisions = Decisions(access)
        self.written = Notes(access)
        self.suggestions = Suggestions(access)
        self.audit = Audit(access)
        self.retention = Retention(access)
        self.accounts = Accounts(access)
        self.vault = Vault(access, presence)
        self.care = Care(access, presence)
        # The three calls of a turn, as the messages have them.
        self.append = self.said.append
        self.extend = self.said.extend
        self.finish = self.said.finish
        self._search = Search(access)

    @property
    def locked(self) -> bool:
        """Whether the passphrase has to be given before anything can be read."""
        return self.vault.locked

    @property
    def encrypted(self) -> bool:
        """Whether the record is encrypted at rest."""
        return self.vault.encrypted

    @property
    def read_only(self) -> bool:
        """Whether the file cannot be written: everything can be read, nothing added."""
        return self.access.database.read_only

    def lock(self) -> None:
        """Drop the key from memory; every call but `unlock` is refused until it comes back."""
        self.vault.lock()

    def unlock(self, secret: str) -> None:
        """Open a locked record with its passphrase or its recovery key."""
        self.vault.unlock(secret)

    def as_account(self, account: Account) -> Record:
        """The same record as this account sees it: its own conversations, and its name in the audit log."""
        return Record(replace(self.access, who=account.name, owner=account.name), self._presence, self._shared)

    def others(self) -> int:
        """How many other desks have this record open now."""
        return 0 if self.access.database.read_only else len(self._presence.others())

    def create(self, mode: Mode, language: Language, owner: str = "", patient: str = "") -> Conversation:
        """Begin a conversation."""
        return self.conversations.create(mode, language, owner, patient)

    def get(self, conversation: str) -> Conversation:
        """One conversation, also a deleted one."""
        return self.conversations.get(conversation)

    def list(self, query: ListQuery | None = None) -> builtins.list[Conversation]:
        """The conversations that meet the query: pinned ones first, then those changed last."""
        return self.conversations.list(query or ListQuery())

    def update(
        self,
        conversation: str,
        *,
        complaint: str | None = None,
        flag: Severity | None = None,
        language: Language | None = None,
    ) -> Conversation:
        """Set what the list shows of the history; None leaves a field as it is."""
        given = {"complaint": complaint, "flag": flag, "language": language}
        summary = {name: value for name, value in given.items() if value is not None}
        return self.conversations.update(conversation, summary=summary) if summary else self.get(conversation)

    def rename(self, conversation: str, title: str) -> Conversation:
        """Give it a title that no later complaint replaces."""
        return self.conversations.rename(conversation, title)

    def name(self, conversation: str, title: str) -> Conversation:
        """Give it a title of the desk's own; one that a person gave stays, and another complaint replaces it."""
        return self.conversations.name(conversation, title)

    def set_patient(self, conversation: str, patient: str) -> Conversation:
        """Set the free local label of the patient."""
        return self.conversations.set_patient(conversation, patient)

    def pin(self, conversation: str, pinned: bool = True) -> Conversation:
        """Keep it at the head of the list, or no longer."""
        return self.conversations.pin(conversation, pinned)

    def archive(self, conversation: str, archived: bool = True) -> Conversation:
        """Put it out of the list of the day, or back."""
        return self.conversations.archive(conversation, archived)

    def hold(self, conversation: str, held: bool = True) -> Conversation:
        """Put a legal hold on it, or lift it: while it holds, nothing deletes or purges it."""
        return self.conversations.hold(conversation, held)

    def delete(self, conversation: str) -> Conversation:
        """Put it away; `restore_deleted` brings it back for 30 days."""
        return self.retention.delete(conversation)

    def restore_deleted(self, conversation: str) -> Conversation:
        """Bring a deleted conversation back."""
        return self.retention.restore(conversation)

    def purge(self, older_than_days: int, dry_run: bool = True) -> builtins.list[Conversation]:
        """Remove for good what nobody has changed for so many days; gives what that is. A dry run removes nothing."""
        return self.retention.purge(older_than_days, dry_run)

    def messages(self, conversation: str) -> builtins.list[Message]:
        """Everything said in a conversation, in order."""
        found = self.said.all(conversation)
        self._shared.views.seen(self.access, conversation)
        return found

    def search(self, text: str, limit: int = 20) -> builtins.list[Hit]:
        """The best hits, one for each conversation."""
        return self._search(text, limit)

    def acknowledge(self, conversation: str, rule: str, reason: str, who: str) -> Acknowledgement:
        """Record that `who` saw the alarm of `rule`, and why they went on."""
        return self.decisions.acknowledge(conversation, rule, reason, who)

    def acknowledgements(self, conversation: str) -> builtins.list[Acknowledgement]:
        """The acknowledged alarms, oldest first."""
        return self.decisions.acknowledgements(conversation)

    def skip_slot(self, conversation: str, slot: str) -> None:
        """Record that a question is not to be asked again."""
        self.decisions.skip(conversation, slot)

    def skipped(self, conversation: str) -> tuple[str, ...]:
        """The slots whose questions were skipped."""
        return self.decisions.skipped(conversation)

    def save_note(self, conversation: str, language: Language, text: str, signed_by: str | None = None) -> NoteVersion:
        """Keep a note as its next version; `signed_by` signs it."""
        return self.written.save(conversation, language, text, signed_by)

    def notes(self, conversation: str) -> builtins.list[NoteVersion]:
        """Every version of the conversation's notes, oldest first."""
        return self.written.all(conversation)

    def close(self) -> None:
        """Close the file and leave."""
        self.access.database.close()
        self._presence.leave()


def open_record(path: Path | str, *, passphrase: str | None = None, clock: Clock = utc_now) -> Record:
    """Open the record at `path`, making it where there is none.

    An encrypted record without a passphrase, given or in the keyring, is opened locked. A record
    that cannot be written is opened for reading. Replies that a crash cut off are marked
    "interrupted". Raises RecordProblem for a file that is damaged, newer than this desk, busy or out
    of reach, AccessDenied for a wrong passphrase.
    """
    presence = Presence(Path(path))
    database = open_database(Path(path), presence, clock, passphrase)
    return Record(Access(database, clock), presence, Shared())


def restore_record(path: Path | str, source: Path, *, passphrase: str | None = None) -> Restored:
    """Put a backup in the record's place, also where the present record is damaged, missing or locked.

    `passphrase` opens the backup, and the present record where it fits that one too. Raises
    AccessDenied "record-locked" or "record-backup-passphrase" where one is needed and none was given.
    """
    try:
        record = open_record(path)
    except RecordProblem as problem:
        if problem.key not in ("record-damaged-aside", "record-damaged-alone"):
            raise
        record = open_record(path)
    try:
        if record.locked and passphrase:
            with suppress(AccessDenied):
                record.unlock(passphrase)
        return record.care.restore(source, passphrase)
    finally:
        record.close()
