"""Threads and processes that talk at the same time: nothing is lost, nothing is mixed."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.store.record import Record, open_record

THREADS, TURNS = 8, 12


def talk(record: Record, name: str) -> str:
    """One conversation's turns, every word of which names it; gives its id."""
    made = record.create("interview", "en", patient=name)
    for turn in range(TURNS):
        record.append(made.id, "user", f"{name} says {turn}", "en", "ltr")
        reply = record.append(made.id, "assistant", "", "en", "ltr", status="streaming")
        record.extend(reply.id, f"{name} hears")
        record.finish(reply.id, f"{name} hears {turn}", "complete")
        assert record.search(name)[0].conversation.id == made.id
    record.save_note(made.id, "en", f"{name} noted")
    return made.id


def talk_all(path: Path, prefix: str) -> None:
    """Eight threads on one record."""
    record = open_record(path)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda number: talk(record, f"{prefix}{number}x"), range(THREADS)))
    record.close()


def check_unmixed(record: Record, expected: int) -> None:
    """Every conversation holds its own words, in the order in which they were said, and nothing else."""
    conversations = record.list()
    assert len({row.patient for row in conversations}) == len(conversations) == expected
    for row in conversations:
        wanted = [
            text for turn in range(TURNS) for text in (f"{row.patient} says {turn}", f"{row.patient} hears {turn}")
        ]
        messages = record.messages(row.id)
        assert [message.text for message in messages] == wanted
        assert {message.status for message in messages} == {"complete"}
        assert [note.text for note in record.notes(row.id)] == [f"{row.patient} noted"]
    assert record.audit.verify().broken is None


def test_eight_threads_do_not_mix(path: Path) -> None:
    talk_all(path, "thread")
    record = open_record(path)
    check_unmixed(record, THREADS)
    record.close()


def test_two_processes_do_not_mix(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=talk_all, args=(path, prefix)) for prefix in ("first", "second")]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0, 0]
    record = open_record(path)
    check_unmixed(record, 2 * THREADS)
    record.close()


def test_two_interleaved_conversations_keep_apart(record: Record) -> None:
    first, second = record.create("interview", "ar"), record.create("interview", "en")
    replies = [record.append(made.id, "assistant", "", "en", "ltr", status="streaming") for made in (first, second)]
    for reply, text in zip(replies, ("one", "two"), strict=True):
        record.extend(reply.id, text)
    for reply, text in zip(reversed(replies), ("two!", "one!"), strict=True):
        record.finish(reply.id, text, "complete")
    assert [record.messages(made.id)[0].text for made in (first, second)] == ["one!", "two!"]
