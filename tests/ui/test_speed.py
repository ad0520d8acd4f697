"""How fast the page is. The figures are `python -m tests.ui.measure`'s; what they rest on is tested each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.ui.build import build
from app.ui.seats import Seats
from tests.ui.measure import MEASURES, Figure, figure
from tests.ui.watch import OPEN, filled, rate

Come = Callable[..., Any]

CHANGES = """() => { window.changed = {};
  const note = (part) => (all) => { window.changed[part] = (window.changed[part] ?? 0) + all.length; };
  const kinds = {subtree: true, childList: true, characterData: true};
  const parts = ['live', 'messages', 'alarms', 'quick', 'history', 'heading', 'rows', 'document'];
  for (const part of parts)
    new MutationObserver(note(part)).observe(document.getElementById(part), kinds); }"""
"""Counts what changes in each part of the page."""


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", MEASURES)
def test_the_page_meets_its_targets(browser: Browser, name: str) -> None:
    figures: list[Figure] = MEASURES[name](browser)
    print(*figures, sep="\n")
    assert [one for one in figures if one.met is False] == []


def test_a_figure_is_held_against_its_target() -> None:
    assert figure("a", [1.0, 3.0, 2.0], "s", ("<=", 2)).met is True
    assert figure("a", [1.0, 3.0, 2.1], "s", ("<=", 2)).met is False
    assert figure("a", [0.94], "ratio", (">=", 0.95)).met is False
    assert rate([(1.0, 10), (3.0, 50)]) == 20


def test_while_an_answer_grows_nothing_else_is_painted(person: Any, desk: Any) -> None:
    """So the cost of a slice does not grow with the conversation: not even gradio's own sign of progress may stir."""
    person.ask_mode()
    for number in range(3):
        person.say(f"A question ({number})")
    person.send("tell me slowly")
    expect(person.page.locator("#live .msg .text")).to_contain_text("word by word")
    person.script(CHANGES)
    person.page.wait_for_timeout(3000)
    changed = person.script("() => window.changed")
    person.page.locator("#stop").click()
    expect(person.page.locator("#live .msg")).to_have_count(0)
    assert 3 < changed.pop("live") < 200
    assert changed == {}


def test_a_slice_carries_its_bubble_and_nothing_else(desk: Any) -> None:
    """Gradio makes each output of a handler anew at every slice: 19 of them cost a third of the desk's time."""
    page = build(Seats(desk))
    (follow,) = [one for one in page.fns.values() if any(event == "follow" for _, event in one.targets)]
    assert {part.elem_id for part in follow.outputs} == {"live", "notice", "gate", "language"}


def test_a_conversation_of_200_messages_is_opened_whole(person: Any, desk: Any) -> None:
    long = filled(desk, 200)
    person.arrive()
    person.page.locator(f"#rows [data-conversation='{long}']").wait_for()
    took = person.script(OPEN, [long, 200])
    assert took < 5000  # the target is 500 ms on a machine that does nothing else: see the slow test
    expect(person.page.locator("#messages .msg").last).to_be_in_viewport()
