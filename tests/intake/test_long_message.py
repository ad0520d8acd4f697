"""A long letter is read in a time that grows with its length, not with the square of it."""

from __future__ import annotations

import time
from datetime import datetime, timezone

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from app.values import Message

TOLD = (
    "I have had a bad cough for three weeks and some chest pain when I climb stairs. I take metformin 500 mg twice "
    "a day, and my mother had breast cancer. My blood pressure was 150/95 yesterday, but I have no fever. "
)


def seconds(knowledge: Knowledge, times: int) -> float:
    """Processor seconds for one message that tells the same so many times."""
    message = Message(1, "c", "user", f"{times}. {TOLD * times}", "en", "ltr", datetime.now(timezone.utc))
    began = time.process_time()
    history = extract([message], knowledge)
    red_flags([message], history, knowledge)
    return time.process_time() - began


def test_four_times_the_length_takes_about_four_times_the_time(knowledge: Knowledge) -> None:
    seconds(knowledge, 2)
    assert seconds(knowledge, 80) < 8 * seconds(knowledge, 20)
