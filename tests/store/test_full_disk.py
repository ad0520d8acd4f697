"""A full disk: said in words, nothing half-written, and work goes on when there is space again."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import RecordProblem
from app.store.record import Record, open_record

resource = pytest.importorskip("resource")


def fill_up(record: Record, conversation: str) -> tuple[list[str], str]:
    """Write until nothing fits any more; gives what was acknowledged and how the refusal was explained."""
    kept: list[str] = []
    for number in range(5000):
        text = f"message {number} " + "words " * 200
        try:
            record.append(conversation, "user", text, "en", "ltr")
        except RecordProblem as problem:
            return kept, problem.key
        kept.append(text)
    raise AssertionError("the disk never filled up")


def check_whole(record: Record, conversation: str, kept: list[str]) -> None:
    """Everything acknowledged is there, nothing else is, and the file holds together."""
    assert [message.text for message in record.messages(conversation)] == kept
    assert record.care.health().fault == ""
    assert record.audit.verify().broken is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where this machine lets one be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)]
    if mount is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(1_000_000))
    record = open_record(small_disk / "record.sqlite")
    made = record.create("interview", "en")
    reply = record.append(made.id, "assistant", "", "en", "ltr", status="streaming")
    record.finish(reply.id, "first", "complete")
    kept, key = fill_up(record, made.id)
    assert key in ("record-full", "record-disk") and kept
    check_whole(record, made.id, ["first", *kept])
    assert record.search("message") and record.list()
    filler.unlink()
    record.append(made.id, "user", "after", "en", "ltr")
    check_whole(record, made.id, ["first", *kept, "after"])
    record.close()


def test_a_backup_that_does_not_fit_leaves_nothing_behind(small_disk: Path) -> None:
    record = open_record(small_disk / "record.sqlite")
    made = record.create("interview", "en")
    kept, _ = fill_up(record, made.id)
    with pytest.raises(RecordProblem):
        record.care.backup(small_disk / "backup.sqlite")
    assert [file.name for file in small_disk.iterdir() if "backup" in file.name] == []
    check_whole(record, made.id, kept)
    record.close()


def test_a_conversion_or_a_restore_that_does_not_fit_changes_nothing(small_disk: Path, tmp_path: Path) -> None:
    record = open_record(small_disk / "record.sqlite")
    made = record.create("interview", "en")
    kept, _ = fill_up(record, made.id)
    copy = record.care.backup(tmp_path / "copy.sqlite").path
    for attempt in (lambda: record.vault.encrypt("correct horse battery"), lambda: record.care.restore(copy)):
        with pytest.raises(RecordProblem) as caught:
            attempt()
        assert caught.value.key in ("record-full", "record-disk")
    check_whole(record, made.id, kept)
    assert not record.encrypted and not [file for file in small_disk.iterdir() if file.suffix == ".tmp"]
    record.close()


def test_a_limit_on_the_file_is_a_full_disk_too(path: Path) -> None:
    def limited() -> None:
        record = open_record(path)
        made = record.create("interview", "en")
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
        kept, key = fill_up(record, made.id)
        assert key in ("record-full", "record-disk") and kept
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        record.append(made.id, "user", "after", "en", "ltr")
        check_whole(record, made.id, [*kept, "after"])

    child = multiprocessing.get_context("fork").Process(target=limited)
    child.start()
    child.join(60)
    assert child.exitcode == 0
