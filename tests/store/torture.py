"""Kill desks at random moments of real turns, and count what was lost: python -m tests.store.torture --kills 300

Each round starts a desk in a process of its own, which takes turns until SIGKILL ends it. It tells
over a pipe what the record has acknowledged; afterwards the record has to hold exactly that.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Event
from typing import Any

from app.chat import Chat
from app.engine.scripted import ScriptedEngine
from app.intake.knowledge import Knowledge, load_knowledge
from app.store.record import Record, open_record
from app.values import Message

REPLIES = ("متى بدأ الألم؟", "When did the pain start?", "هل هناك حمى أو قيء؟", "Are you short of breath at rest?")
WORDS = ("عندي صداع", "ألم في الصدر", "I have a cough", "fever", "panadol 500mg", "منذ يومين", "no allergies", "لا")


Said = tuple[str, str, str]
"""What a desk was told of a message: its conversation, its status, its text."""


@dataclass
class Toll:
    """What a run of kills has found. All but the first three have to be 0."""

    kills: int = 0
    acknowledged: int = 0
    interrupted: int = 0
    lost: int = 0
    changed: int = 0
    open_replies: int = 0
    corrupt: int = 0
    broken_chains: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, changed, left open or broken."""
        return not any((self.lost, self.changed, self.open_replies, self.corrupt, self.broken_chains))


def desk(path: Path, told: Pipe, seed: int, knowledge: Knowledge) -> None:
    """Take turns for ever, with the desk's own chat and an engine that knows its lines."""
    chance = random.Random(seed)
    record = telling(open_record(path), told)
    engine = ScriptedEngine(lambda _: chance.choice(REPLIES), delay_s=0.003)
    chat = Chat(record, knowledge, lambda: engine)
    conversations = [record.create("interview", "ar").id for _ in range(2)]
    while True:
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 40)))
        for _ in chat.reply(chance.choice(conversations), text, Event()):
            pass


def telling(record: Record, pipe: Pipe) -> Record:
    """The record, telling over the pipe what it has acknowledged, once it has."""
    append, extend, finish = record.append, record.extend, record.finish
    where: dict[int, str] = {}

    def appended(*given: Any, **more: Any) -> Message:
        message = append(*given, **more)
        where[message.id] = message.conversation
        pipe.send((message.conversation, message.id, message.status, message.text))
        return message

    def extended(message: int, text: str) -> None:
        record.said._slices.done(message)  # so that every piece is written, and kills fall into these writes too
        extend(message, text)
        pipe.send((where[message], message, "streaming", text))

    def finished(*given: Any, **more: Any) -> Message:
        message = finish(*given, **more)
        pipe.send((message.conversation, message.id, message.status, message.text))
        return message

    record.append, record.extend, record.finish = appended, extended, finished
    return record


def run(folder: Path, kills: int, seed: int = 1, longest: float = 0.4) -> Toll:
    """Kill `kills` desks, one after the other, all on one record; `longest` is the longest life in seconds."""
    chance = random.Random(seed)
    if "fork" in multiprocessing.get_all_start_methods():  # a forked desk is at work at once, so kills come early too
        multiprocessing.set_start_method("fork", force=True)
    knowledge = load_knowledge()
    toll, path = Toll(), folder / "record.sqlite"
    everything: dict[int, Said] = {}
    for number in range(kills):
        ours, theirs = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(target=desk, args=(path, theirs, number, knowledge), daemon=True)
        child.start()
        theirs.close()
        said = listen(ours, time.monotonic() + chance.uniform(0.0, longest))
        child.kill()
        said.update(listen(ours, time.monotonic() + 5.0))
        child.join()
        toll.kills += 1
        examine(path, said, toll)
        everything.update(said)
    examine(path, everything, toll)  # no later kill has touched what an earlier desk wrote
    return toll


def listen(pipe: Pipe, until: float) -> dict[int, Said]:
    """What the desk says up to a moment, or until its end: the last word on each message."""
    said: dict[int, Said] = {}
    while (left := until - time.monotonic()) > 0 and pipe.poll(left):
        try:
            conversation, message, status, text = pipe.recv()
        except (EOFError, OSError):
            break
        said[message] = (conversation, status, text)
    return said


def examine(path: Path, said: dict[int, Said], toll: Toll) -> None:
    """Open the record as the next desk would, and compare it with what was acknowledged."""
    record = open_record(path)
    kept = {message.id: message for name in {name for name, _, _ in said.values()} for message in record.messages(name)}
    for number, (_, status, text) in said.items():
        toll.acknowledged += 1
        message = kept.get(number)
        if message is None:
            toll.lost += 1
        elif status != "streaming":
            toll.changed += (message.text, message.status) != (text, status)
        else:
            toll.changed += not message.text.startswith(text)
            toll.interrupted += message.status == "interrupted"
    toll.corrupt += not whole(record)
    toll.broken_chains += record.audit.verify().broken is not None
    with record.access.database.read() as db:
        toll.open_replies += db.execute("SELECT count(*) FROM messages WHERE status = 'streaming'").fetchone()[0]
    record.close()


def whole(record: Record) -> bool:
    """Whether file, references and search index hold together."""
    if record.care.health().fault:
        return False
    with record.access.database.write() as db:
        db.execute("INSERT INTO heard (heard) VALUES ('integrity-check')")
        return not db.execute("PRAGMA foreign_key_check").fetchall()


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        toll = run(Path(folder), options.kills, options.seed)
    print(json.dumps({**asdict(toll), "clean": toll.clean}))
    return 0 if toll.clean else 1


if __name__ == "__main__":
    sys.exit(main())
