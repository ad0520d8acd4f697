"""A correction replaces what was told before, whatever was being asked; both stay visible."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from tests.intake.conftest import Talk


@pytest.mark.parametrize(
    ("turns", "slot", "old", "new"),
    [
        (
            ("pain in my left knee for two days", ("radiation", "sorry, I meant the right knee not the left")),
            "site", "left knee", "right knee",
        ),
        (
            ("وجع في ركبتي الشمال من يومين", ("character", "لا قصدي من أسبوعين مش من يومين")),
            "duration", "من يومين", "من أسبوعين",
        ),
        (("headache", ("severity", "six"), ("timing", "actually make that an 8")), "severity", "six", "8"),
        (("عندي صداع", ("severity", "٦"), ("timing", "آسف قصدي ٧")), "severity", "٦", "٧"),
        (
            ("headache", ("duration", "two days"), ("medications", "no wait, it's been two weeks")),
            "duration", "two days", "two weeks",
        ),
    ],
)  # fmt: skip
def test_a_correction_is_of_what_it_names(
    turns: tuple[str | tuple[str, str], ...], slot: str, old: str, new: str, knowledge: Knowledge, talk: Talk
) -> None:
    history = extract(talk(*turns), knowledge)
    told = {one.quote: one.superseded for one in history.findings if one.slot == slot}
    assert (told[old], told[new]) == (True, False)
    asked = turns[-1][0]
    assert not [one for one in history.findings if one.slot == asked]
    assert asked not in history.settled


@pytest.mark.parametrize(
    ("answer", "status"),
    [("لا أنام بغرفة ظلمة", "present"), ("لا نمت يخف", "present"), ("لا شي", "denied"), ("لا، ما نفع شي", "denied")],
)
def test_a_gulf_when_is_no_denial(answer: str, status: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("راسي يعورني", ("relieving", answer)), knowledge)
    assert [one.status for one in history.findings if one.slot == "relieving"] == [status]


def test_what_a_man_or_a_baby_says_is_no_pregnancy(knowledge: Knowledge, talk: Talk) -> None:
    for text in ("رضيعي عمره شهرين حرارته ٣٨٫٥ وما يرضع", "أنا راجل حامل صفة المنجلية ورسغي بيوجعني"):
        assert not [one for one in extract(talk(text), knowledge).findings if one.slot == "pregnancy"], text
