"""Accounts: who signs in, who is kept out, and that nobody sees what is another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import AccessDenied, BadInput, NotFound
from app.store.accounts import FAILURES, LOCK_MINUTES
from app.store.conversations import ListQuery
from app.store.record import Record
from tests.store.conftest import MovedClock

GOOD = "a long password"


@pytest.fixture
def staffed(record: Record) -> Record:
    """A desk with an administrator and two clinicians."""
    record.accounts.add("Root", GOOD, "administrator")
    record.accounts.add("Amal", GOOD, "clinician")
    record.accounts.add("Basim", GOOD, "clinician")
    return record


def test_the_first_account_is_an_administrator_and_takes_over_what_was_written(record: Record) -> None:
    old = record.create("interview", "en")
    record.append(old.id, "user", "an old cough", "en", "ltr")
    with pytest.raises(BadInput):
        record.accounts.add("amal", GOOD, "clinician")
    record.accounts.add("root", GOOD, "administrator")
    record.accounts.add("amal", GOOD, "clinician")
    root, amal = (record.as_account(record.accounts.login(name, GOOD)) for name in ("root", "amal"))
    assert [row.id for row in root.list()] == [old.id] and root.search("cough")
    assert amal.list() == [] and amal.search("cough") == []


def test_names_are_one_person_however_they_are_typed(staffed: Record) -> None:
    assert staffed.accounts.login("  AMAL ", GOOD).name == "amal"
    for taken in ("AMAL", "Ａｍａｌ"):
        with pytest.raises(BadInput):
            staffed.accounts.add(taken, GOOD, "clinician")
    for bad in ("", " \n"):
        with pytest.raises(BadInput):
            staffed.accounts.add(bad, GOOD, "clinician")
    with pytest.raises(BadInput):
        staffed.accounts.add("new", "short", "clinician")


def test_passwords_are_kept_as_argon2id_only(staffed: Record) -> None:
    with staffed.access.database.read() as db:
        kept = [row[0] for row in db.execute("SELECT password FROM accounts")]
    assert len(set(kept)) == 3 and all(row.startswith("$argon2id$") and GOOD not in row for row in kept)


def test_repeated_failures_lock_and_time_or_an_administrator_unlocks(staffed: Record, clock: MovedClock) -> None:
    def fail(times: int) -> None:
        for _ in range(times):
            with pytest.raises(AccessDenied) as caught:
                staffed.accounts.login("amal", "wrong password")
            assert caught.value.key == "record-password-wrong"

    fail(FAILURES)
    with pytest.raises(AccessDenied) as caught:
        staffed.accounts.login("amal", GOOD)
    assert caught.value.key == "record-account-locked" and caught.value.fields["minutes"] == LOCK_MINUTES
    assert staffed.accounts.login("basim", GOOD).name == "basim"
    clock.move(minutes=LOCK_MINUTES + 1)
    fail(FAILURES)
    clock.move(minutes=LOCK_MINUTES + 1)
    with pytest.raises(AccessDenied):
        staffed.accounts.login("amal", GOOD)
    staffed.accounts.set_password("amal", "another password")
    assert staffed.accounts.login("amal", "another password").failures == 0


def test_guesses_at_the_same_time_are_all_counted(staffed: Record) -> None:
    def guess(_: int) -> str:
        try:
            staffed.accounts.login("amal", "wrong password")
        except AccessDenied as denied:
            return denied.key
        return "in"

    with ThreadPoolExecutor(4) as pool:
        assert "in" not in list(pool.map(guess, range(FAILURES)))
    assert staffed.accounts.get("amal").locked_until is not None


def test_unknown_and_disabled_accounts_get_the_same_words(staffed: Record) -> None:
    staffed.accounts.disable("basim")
    for name, password in (("nobody", GOOD), ("basim", GOOD), ("amal", "wrong password")):
        with pytest.raises(AccessDenied) as caught:
            staffed.accounts.login(name, password)
        assert (caught.value.key, caught.value.fields) == ("record-password-wrong", {})
    staffed.accounts.disable("basim", False)
    assert staffed.accounts.login("basim", GOOD)


def test_the_last_administrator_stays(staffed: Record) -> None:
    for attempt in (lambda: staffed.accounts.disable("root"), lambda: staffed.accounts.set_role("root", "clinician")):
        with pytest.raises(BadInput):
            attempt()
    staffed.accounts.set_role("amal", "administrator")
    staffed.accounts.disable("root")
    assert [(row.name, row.role, row.disabled) for row in staffed.accounts.all()] == [
        ("amal", "administrator", False), ("basim", "clinician", False), ("root", "administrator", True),
    ]  # fmt: skip


def test_another_accounts_conversation_does_not_exist(staffed: Record) -> None:
    amal, basim = (staffed.as_account(staffed.accounts.get(name)) for name in ("amal", "basim"))
    made = amal.create("interview", "en", owner="basim", patient="secret")
    assert made.owner == "amal"
    reply = amal.append(made.id, "assistant", "secret", "en", "ltr", status="streaming")
    attempts = (
        lambda: basim.get(made.id), lambda: basim.messages(made.id), lambda: basim.rename(made.id, "x"),
        lambda: basim.set_patient(made.id, "x"), lambda: basim.pin(made.id), lambda: basim.archive(made.id),
        lambda: basim.hold(made.id), lambda: basim.delete(made.id), lambda: basim.restore_deleted(made.id),
        lambda: basim.update(made.id, complaint="x"), lambda: basim.extend(reply.id, "x"),
        lambda: basim.append(made.id, "user", "x", "en", "ltr"), lambda: basim.finish(reply.id, "x", "complete"),
        lambda: basim.said.usage(reply.id), lambda: basim.notes(made.id), lambda: basim.save_note(made.id, "en", "x"),
        lambda: basim.acknowledge(made.id, "acs", "x", "x"), lambda: basim.acknowledgements(made.id),
        lambda: basim.skip_slot(made.id, "onset"), lambda: basim.skipped(made.id),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    amal.finish(reply.id, "secret", "complete")
    assert basim.list() == basim.list(ListQuery(archived=None)) == [] and basim.search("secret") == []
    assert basim.purge(0, dry_run=False) == []
    assert [row.id for row in amal.list()] == [made.id] and amal.search("secret")
    root = staffed.as_account(staffed.accounts.get("root"))
    assert root.list() == []


def test_an_accounts_hits_are_not_crowded_out_by_others(staffed: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.search._CANDIDATES", 5)
    amal, basim = (staffed.as_account(staffed.accounts.get(name)) for name in ("amal", "basim"))
    mine = amal.create("interview", "en")
    amal.append(mine.id, "user", "a cough", "en", "ltr")
    for _ in range(10):
        basim.append(basim.create("interview", "en").id, "user", "a cough", "en", "ltr")
    assert [hit.conversation.id for hit in amal.search("cough")] == [mine.id]


def test_conversations_can_be_handed_over(staffed: Record) -> None:
    amal, basim = (staffed.as_account(staffed.accounts.get(name)) for name in ("amal", "basim"))
    made = amal.create("interview", "en")
    amal.append(made.id, "user", "a cough", "en", "ltr")
    assert staffed.accounts.hand_over("amal", "basim") == 1
    assert amal.list() == [] and amal.search("cough") == []
    assert basim.get(made.id).owner == "basim" and basim.search("cough")


def test_the_log_tells_who(staffed: Record) -> None:
    with pytest.raises(AccessDenied):
        staffed.accounts.login("amal", "wrong password")
    amal = staffed.as_account(staffed.accounts.login("amal", GOOD))
    amal.create("interview", "en")
    assert [(entry.action, entry.who) for entry in staffed.audit.entries()][-3:] == [
        ("failure", ""), ("login", "amal"), ("create", "amal"),
    ]  # fmt: skip
