"""A run that is killed, at any moment and again and again, ends as one that never was: nothing twice, nothing lost."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from models.dataset.record import Content, Record, Source
from models.dataset.record_json import write_lines
from models.translate.__main__ import run
from models.translate.state import open_state

ROOT = Path(__file__).resolve().parents[2]
COUNT = 60
WORDS = ["قلب", "رئة", "كبد", "كلية", "جلد", "عين", "أذن", "يد", "قدم", "رأس"]


def number(text: str) -> int:
    """A number that depends on the text alone, on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big")


def fickle(fake: Any) -> None:
    """A translator and a judge whose answers hang on what they are asked alone; some do well only when revised."""
    good = fake.answer

    def answer(asked: Any) -> Any:
        about = asked.texts[0]
        if asked.judging:
            score = 60 + number(asked.texts[1]) % 40
            return replace(good(asked), text=json.dumps({"score": score, "reasons": "r", "critique": "c"}))
        again = "A translation that will not do" in asked.said
        words = random.Random(number(f"{about} {again} {asked.texts[-1]}")).sample(WORDS, 4)
        return replace(good(asked), text=" ".join(words), delay_s=0.004)

    fake.answer = answer


def told(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a state says, but the times."""
    connection = sqlite3.connect(path)
    items = connection.execute("SELECT id, position, status, chosen, sampled FROM item ORDER BY id").fetchall()
    rounds = connection.execute(
        "SELECT item, number, translation, findings, score, oddities, prompt_tokens, tokens FROM round ORDER BY 1, 2"
    ).fetchall()
    connection.close()
    return {"items": items, "rounds": rounds}


@pytest.mark.skipif(os.name == "nt", reason="kills processes as POSIX does")
def test_kills_change_nothing(fake: Any, settings: Callable[..., Any], tmp_path: Path) -> None:
    fickle(fake)
    source = Source("tests", "Apache-2.0")
    items = tmp_path / "items.jsonl"
    sentences = (f"Sentence {chr(97 + at % 26)}{chr(97 + at // 26)} of the text." for at in range(COUNT))
    records = [
        Record(f"s{at}", f"s{at}", "open_question", source, "en", en=Content(text)) for at, text in enumerate(sentences)
    ]
    write_lines(items, records)

    whole = settings(loop={"threshold": 80.0, "rounds": 2, "sample": 0.1})
    state = open_state(whole.state)
    run(state, whole)
    state.close()
    wanted = told(whole.state)
    assert len(wanted["items"]) == COUNT < len(wanted["rounds"])
    assert {status for _, _, status, _, _ in wanted["items"]} == {"accepted", "review"}

    killed, chance, ends = tmp_path / "killed.sqlite", random.Random(1), []
    command = [sys.executable, str(Path(__file__).with_name("torture.py")), fake.url, str(items), str(killed)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BIMEDIX_HOME": str(tmp_path / "home")}
    for _ in range(40):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        before = len(fake.asked)
        if len(ends) < 6:  # killed somewhere between the first request of this start and its end
            aim = before + chance.randrange(1, 25)
            while process.poll() is None and len(fake.asked) < aim:
                time.sleep(0.001)
            process.kill()
        ends.append(process.wait(timeout=60))
        if ends[-1] == 0:
            break
    assert ends[-1] == 0 and ends.count(-9) >= 3
    assert told(killed) == wanted
