"""How fast the page is: the stream late in a long conversation, opening one, and what both cost the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from app.engine.base import EngineInfo
from app.engine.scripted import ScriptedEngine

Come = Callable[..., Any]

WATCH = """() => { window.seen = [];
  new MutationObserver(() => {
    const text = document.querySelector('#live .msg .text')?.innerText ?? '';
    if (text) window.seen.push([performance.now(), text.split(/\\s+/).length]);
  }).observe(document.querySelector('#live'), {subtree: true, childList: true, characterData: true}); }"""
"""Notes when the words of the reply under way appear."""

RATE = """() => { const seen = window.seen.filter(([, words]) => words > 3); window.seen = [];
  const [first, last] = [seen[0], seen.at(-1)];
  return (last[1] - first[1]) / (last[0] - first[0]) * 1000; }"""
"""Words a second, from the first slice to the last."""

OPEN = """([id, count]) => new Promise((done) => { const began = performance.now();
  const look = () => document.querySelectorAll('#messages .msg').length === count
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  document.querySelector(`#rows [data-conversation='${id}']`).click(); look(); })"""
"""Milliseconds from the click on a conversation to the frame that shows all of it."""

PIECE_S = 0.012
REPLY = "word " * 240


def fill(desk: Any, messages: int) -> str:
    """A conversation with that many messages."""
    begun = desk.begin("en", "ask")
    for number in range(messages // 2):
        desk.record.append(begun.id, "user", f"Question {number} about amlodipine 5-10 mg", "en", "ltr")
        desk.record.append(begun.id, "assistant", f"Answer {number}: **rest**, then 5-10 mg.", "en", "ltr")
    return str(begun.id)


@pytest.mark.slow
def test_the_stream_is_as_fast_at_message_60_as_at_message_2(fresh: Any, people: Come) -> None:
    desk, url = fresh
    desk.engines.load(lambda _: ScriptedEngine(lambda _: REPLY, PIECE_S, EngineInfo("scripted", context=4096)))
    desk.engines.engine(10)
    person = people(at=url).arrive()
    person.ask_mode()
    person.script(WATCH)
    rates = {}
    for number in range(2, 62, 2):
        person.say(f"Tell me more, please ({number})")
        rates[number] = person.script(RATE)
    early, late = rates[2], sum(rates[number] for number in (56, 58, 60)) / 3
    print(f"words/s at message 2: {early:.1f}, at 60: {late:.1f}; the engine's own at most {1 / PIECE_S:.1f}")
    assert late >= 0.95 * early
    assert late >= 0.9 * min(1 / PIECE_S, own_rate())


def own_rate() -> float:
    """Words a second that the scripted engine itself reaches on this machine now."""
    began = time.monotonic()
    for _ in range(50):
        time.sleep(PIECE_S)
    return 50 / (time.monotonic() - began)


@pytest.mark.slow
def test_a_conversation_of_200_messages_opens_in_half_a_second(fresh: Any, people: Come) -> None:
    desk, url = fresh
    long = fill(desk, 200)
    person = people(at=url).arrive()
    person.page.locator(f"#rows [data-conversation='{long}']").wait_for()
    took = person.script(OPEN, [long, 200])
    print(f"200 messages opened in {took:.0f} ms")
    assert took < 500


@pytest.mark.slow
def test_the_page_does_not_grow_with_turns(fresh: Any, people: Come) -> None:
    """Over many turns the page keeps no listeners or detached elements of what it painted before."""
    desk, url = fresh
    desk.engines.load(lambda _: ScriptedEngine(lambda _: "Yes.", 0.0, EngineInfo("scripted", context=4096)))
    desk.engines.engine(10)
    person = people(at=url).arrive()
    person.ask_mode()
    session = person.page.context.new_cdp_session(person.page)
    session.send("Performance.enable")
    sizes = []
    for number in range(60):
        person.say("And then?")
        if number in (9, 59):
            session.send("HeapProfiler.collectGarbage")
            metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
            sizes.append((metrics["JSEventListeners"], metrics["JSHeapUsedSize"] / 1e6))
    print(f"after 10 turns {sizes[0]}, after 60 {sizes[1]} (listeners, MB)")
    assert sizes[1][0] <= sizes[0][0] * 1.2 + 50
    assert sizes[1][1] <= sizes[0][1] + 20
