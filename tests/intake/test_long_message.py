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
    """This thread's processor seconds for one message that tells the same so many times: the least of three.

    What other threads do, or a collection of the whole test run's garbage, is no part of it.
    """
    return min(_once(knowledge, f"{again} of {times}. {TOLD * times}") for again in range(3))


def _once(knowledge: Knowledge, text: str) -> float:
    message = Message(1, "c", "user", text, "en", "ltr", datetime.now(timezone.utc))
    began = time.thread_time()
    history = extract([message], knowledge)
    red_flags([message], history, knowledge)
    return time.thread_time() - began


def test_four_times_the_length_takes_about_four_times_the_time(knowledge: Knowledge) -> None:
    seconds(knowledge, 2)
    assert seconds(knowledge, 80) < 8 * seconds(knowledge, 20)
