"""A record that cannot be used as it is: said in words, and never made worse."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import DeskError, RecordProblem
from app.store import db as database
from app.store.record import Record, open_record
from tests.store.conftest import MovedClock

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and users are POSIX")


def filled(path: Path, count: int = 40) -> str:
    """A closed record with a conversation; gives its id."""
    record = open_record(path)
    made = record.create("interview", "en")
    for number in range(count):
        record.append(made.id, "user", f"message {number} " + "words " * 30, "en", "ltr")
    record.close()
    return made.id


def spoil(path: Path) -> bytes:
    """Overwrite pages in the middle of the file; gives what it now is."""
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(6 * 4096))
    return path.read_bytes()


def test_a_reply_of_a_dead_desk_is_interrupted_with_what_there_was(path: Path) -> None:
    def die(path: Path) -> None:
        record = open_record(path)
        made = record.create("interview", "en")
        reply = record.append(made.id, "assistant", "", "en", "ltr", status="streaming")
        record.extend(reply.id, "Where is")
        os._exit(9)

    child = multiprocessing.get_context("fork").Process(target=die, args=(path,))
    child.start()
    child.join()
    record = open_record(path)
    [made] = record.list()
    assert [(row.text, row.status) for row in record.messages(made.id)] == [("Where is", "interrupted")]
    assert record.search("where")[0].conversation.id == made.id
    record.close()


def test_a_reply_of_a_living_desk_is_left_alone(path: Path) -> None:
    first = open_record(path)
    made = first.create("interview", "en")
    reply = first.append(made.id, "assistant", "", "en", "ltr", status="streaming")
    second = open_record(path)
    assert second.messages(made.id)[0].status == "streaming" and second.others() == first.others() == 1
    second.care.daily()
    assert first.finish(reply.id, "Where?", "complete") == second.messages(made.id)[0]
    second.close()
    assert first.others() == 0
    first.close()


def test_a_desk_that_runs_on_closes_what_another_left_open(record: Record, path: Path) -> None:
    made = record.create("interview", "en")
    other = open_record(path)
    other.append(made.id, "assistant", "half", "en", "ltr", status="streaming")
    other.close()
    record.care.daily()
    assert record.messages(made.id)[0].status == "interrupted"


def test_a_damaged_file_is_set_aside_whole_and_the_last_good_backup_named(path: Path, clock: MovedClock) -> None:
    filled(path)
    record = open_record(path, clock=clock)
    good = record.care.backup_if_due()
    clock.move(days=1)
    bad = record.care.backup_if_due()
    record.close()
    assert good and bad
    spoil(bad.path)
    damaged = spoil(path)
    with pytest.raises(RecordProblem) as caught:
        open_record(path)
    fields = caught.value.fields
    assert caught.value.key == "record-damaged-aside" and fields["backup"] == str(good.path)
    assert Path(str(fields["path"])).read_bytes() == damaged and not path.exists()


@pytest.mark.parametrize("harm", ["head", "tail", "empty"])
def test_every_kind_of_damage_is_seen_at_the_start(path: Path, harm: str) -> None:
    filled(path)
    record = open_record(path)
    record.care.backup_if_due()
    record.close()
    whole = path.read_bytes()
    path.write_bytes({"head": b"garbage" * 200 + whole[1400:], "tail": whole[: len(whole) // 2], "empty": b""}[harm])
    with pytest.raises(RecordProblem) as caught:
        open_record(path)
    assert caught.value.key == "record-damaged-aside"


def test_without_a_backup_that_is_said(path: Path) -> None:
    filled(path)
    spoil(path)
    with pytest.raises(RecordProblem) as caught:
        open_record(path)
    assert caught.value.key == "record-damaged-alone"
    record = open_record(path)
    assert record.list() == []
    record.close()


def test_a_locked_file_is_waited_for_then_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(path)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    record = open_record(path)
    assert len(record.said.all(made)) == 40
    with pytest.raises(RecordProblem) as caught:
        record.append(made, "user", "more", "en", "ltr")
    assert caught.value.key == "record-busy"
    holder.execute("ROLLBACK")
    assert record.append(made, "user", "more", "en", "ltr").text == "more"
    holder.close()
    record.close()


def test_what_a_dead_desk_was_copying_is_overwritten_and_removed(path: Path) -> None:
    made = filled(path)
    for ending in (".restoring.tmp", ".converting.tmp"):
        path.with_name(path.name + ending).write_bytes(path.read_bytes())
    record = open_record(path)
    assert not list(path.parent.glob("*.tmp")) and record.get(made).messages == 40
    record.close()


@posix
def test_files_are_private(path: Path) -> None:
    old = os.umask(0)
    try:
        record = open_record(path)
        record.create("interview", "en")
        record.care.backup_if_due()
        for found in path.parent.rglob("*"):
            assert found.stat().st_mode & 0o777 == (0o700 if found.is_dir() else 0o600), found
        assert path.parent.stat().st_mode & 0o777 == 0o700
        record.close()
    finally:
        os.umask(old)


def as_nobody(work: Callable[[], str]) -> str:
    """What `work` gives in a process without special rights."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def act() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        theirs.send(work())

    child = multiprocessing.get_context("fork").Process(target=act)
    child.start()
    theirs.close()
    try:
        return str(ours.recv())
    finally:
        child.join()


@posix
@pytest.mark.parametrize("folder_mode", [0o755, 0o777])
def test_a_file_that_cannot_be_written_is_read(tmp_path: Path, folder_mode: int) -> None:
    path = tmp_path / "record.sqlite"
    made = filled(path)
    for parent in tmp_path.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o111)
    path.chmod(0o444)
    tmp_path.chmod(folder_mode)

    def work() -> str:
        record = open_record(path)
        assert len(record.messages(made)) == 40 and record.search("message 7") and record.care.health().read_only
        try:
            record.rename(made, "x")
        except DeskError as problem:
            return problem.key
        return "written"

    assert as_nobody(work) == "record-read-only"


@posix
def test_a_place_that_cannot_be_reached_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    def work() -> str:
        try:
            open_record(tmp_path / "deep" / "record.sqlite")
        except DeskError as problem:
            return problem.key
        return "opened"

    assert as_nobody(work) == "record-unreachable" or os.geteuid() != 0
