"""What the measurements look through: a desk, an engine that notes when it spoke, and scripts that watch the page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from app.config import Home, Settings
from app.desk import Desk
from app.engine.base import Engine, EngineInfo, Likelihood, Piece, Request, StreamEvent
from app.intake.knowledge import load_knowledge
from app.store.record import open_record
from app.ui.serving import serve

WATCH = """() => { window.seen = [];
  new MutationObserver(() => {
    const text = document.querySelector('#live .msg .text')?.textContent ?? '';
    if (text) window.seen.push([performance.now() / 1000, text.length]);
  }).observe(document.querySelector('#live'), {subtree: true, childList: true, characterData: true}); }"""
"""Notes when the letters of the reply under way appear, in seconds."""

SEEN = "() => { const seen = window.seen; window.seen = []; return seen; }"
"""Gives what was noted since the last look."""

OPEN = """([id, count]) => new Promise((done) => { const began = performance.now();
  const look = () => document.querySelectorAll('#messages .msg').length === count
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  document.querySelector(`#rows [data-conversation='${id}']`).click(); look(); })"""
"""Milliseconds from the click on a conversation to the frame that shows all of it."""

Marks = Sequence[tuple[float, int]]
"""Moments in seconds, each with how many letters had been said by then."""


def rate(marks: Marks) -> float:
    """Letters a second, from the first mark to the last."""
    (began, before), (ended, after) = marks[0], marks[-1]
    return (after - before) / max(ended - began, 1e-9)


class Timed:
    """An engine that notes when each piece of its last reply left it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.marks: list[tuple[float, int]] = []

    @property
    def info(self) -> EngineInfo:
        """What runs here."""
        return self.engine.info

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """The engine's own events."""
        self.marks, said = [], 0
        for event in self.engine.stream(request, cancel):
            if isinstance(event, Piece):
                said += len(event.text)
                self.marks.append((time.monotonic(), said))
            yield event

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """The engine's own likelihoods."""
        return self.engine.score(prompt, continuations)

    def forget(self, conversation: str) -> None:
        """Handed on."""
        self.engine.forget(conversation)

    def close(self) -> None:
        """Handed on."""
        self.engine.close()


@contextmanager
def served(folder: Path, engine: Engine, port: int) -> Iterator[tuple[Desk, str]]:
    """A desk of its own with this engine, and where its page is."""
    home = Home(folder).ready()
    home.save(Settings(seen_disclaimer=True, lock_after_minutes=0))
    desk = Desk(home, open_record(home.record), load_knowledge())
    desk.engines.load(lambda _: engine)
    desk.engines.engine(60)
    serving = serve(desk, "127.0.0.1", port)
    try:
        yield desk, serving.url
    finally:
        serving.close()
        desk.close()


def filled(desk: Desk, messages: int) -> str:
    """A conversation with that many messages."""
    begun = desk.begin("en", "ask")
    for number in range(messages // 2):
        desk.record.append(begun.id, "user", f"Question {number} about amlodipine 5-10 mg", "en", "ltr")
        desk.record.append(begun.id, "assistant", f"Answer {number}: **rest**, then 5-10 mg.", "en", "ltr")
    return begun.id


def resident_mb(pid: int) -> float:
    """The memory that a process holds, in MB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def used_mb(page: Any) -> tuple[float, float]:
    """What a page holds after its garbage is collected: MB of JavaScript, and listeners."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return found["JSHeapUsedSize"] / 1e6, found["JSEventListeners"]
