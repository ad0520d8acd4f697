"""How fast the page is, measured in Debian's Chromium as its reader would see it.

    python -m tests.ui.measure                       # everything, about ten minutes
    python -m tests.ui.measure stream opening        # some of it: stream embedded opening memory start
    python -m tests.ui.measure --json                # one JSON object a line

Each figure is printed beside its target. A busy machine shows in the spread: quote ratios of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from app.config import ROOT, Home, Settings
from app.engine.base import EngineInfo
from app.engine.scripted import ScriptedEngine
from app.loading import Choice, loader
from tests.ui.conftest import CHROMIUM, QUIET, Person, free_port
from tests.ui.watch import OPEN, SEEN, WATCH, Timed, filled, rate, resident_mb, served, used_mb

PIECE_S = 0.005
REPLY = "word " * 300
MESSAGES = 60
ROUNDS = 5
STARTS = 4
TURNS = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, with the samples' spread, and its target: at least or at most."""

    name: str
    value: float
    unit: str
    least: float
    greatest: float
    target: str = ""
    met: bool | None = None


def figure(name: str, samples: Sequence[float], unit: str, bound: tuple[str, float] | None = None) -> Figure:
    """The median of `samples` against its bound: (">=" or "<=", value)."""
    middle = statistics.median(samples)
    met = None if bound is None else middle >= bound[1] if bound[0] == ">=" else middle <= bound[1]
    target = f"{bound[0]} {bound[1]:g}" if bound else ""
    return Figure(name, round(middle, 3), unit, round(min(samples), 3), round(max(samples), 3), target, met)


def person_at(browser: Browser, url: str) -> Person:
    """Somebody who has opened the page in the mode of free questions."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    person = Person(page, url).arrive()
    person.ask_mode()
    return person


def reply_rates(person: Person, engine: Timed, text: str) -> tuple[float, float]:
    """One reply: letters a second as the browser showed them, and as they left the engine."""
    person.script(SEEN)
    person.say(text, timeout=120_000)
    return rate(person.script(SEEN)), rate(engine.marks)


def stream(browser: Browser) -> list[Figure]:
    """A scripted engine at 200 words a second: message 2 of a new conversation and message 60 of another, by turns."""
    alone: list[float] = []
    early: list[float] = []
    late: list[float] = []
    engine = Timed(ScriptedEngine(lambda _: REPLY, PIECE_S, EngineInfo("scripted", context=4096)))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), engine, free_port()) as (desk, url):
        person = person_at(browser, url)
        person.script(WATCH)
        for _ in range(ROUNDS):
            for shown, before in ((early, 0), (late, MESSAGES - 2)):
                open_filled(person, filled(desk, before), before)
                person.ask_mode()
                shown.append(reply_rates(person, engine, "Tell me more, please")[0])
            person.page.locator("#new").click()
            desk.say(desk.begin("en", "ask").id, "Tell me more, please").wait(120)
            alone.append(rate(engine.marks))
        person.page.context.close()
    return [
        figure("scripted engine, no page watching", alone, "letters/s"),
        figure("in the browser, message 2", early, "letters/s"),
        figure(f"in the browser, message {MESSAGES}", late, "letters/s"),
        figure(f"message {MESSAGES} beside message 2", ratios(late, early), "ratio", (">=", 0.95)),
        figure(f"message {MESSAGES} beside the engine", ratios(late, alone), "ratio", (">=", 0.9)),
    ]


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Round by round, so that what slows the machine for a while slows both."""
    return [one / other for one, other in zip(above, below, strict=True)]


def open_filled(person: Person, conversation: str, messages: int) -> None:
    """Open a conversation made behind the page, and wait until it is whole."""
    row = person.page.locator(f"#rows [data-conversation='{conversation}']")
    row.click()
    expect(person.page.locator("#messages .msg")).to_have_count(messages)


def embedded(browser: Browser) -> list[Figure]:
    """The embedded model: what the browser shows beside what leaves the engine, reply by reply, and beside it alone."""
    question = "Tell me in a long paragraph what a migraine is and how it differs from a tension headache."
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder)).ready()
        engine = Timed(loader(Choice("mini"), home)(lambda _: None))
        with served(Path(folder), engine, free_port()) as (desk, url):
            alone = []
            for _ in range(3):
                desk.say(desk.begin("en", "ask").id, question).wait(120)
                alone.append(rate(engine.marks))
            person = person_at(browser, url)
            person.script(WATCH)
            pairs = [reply_rates(person, engine, question) for _ in range(3)]
            person.page.context.close()
    return [
        figure("embedded model alone", alone, "letters/s"),
        figure("embedded model in the browser", [seen for seen, _ in pairs], "letters/s"),
        figure("browser beside the same reply's engine", [seen / own for seen, own in pairs], "ratio", (">=", 0.9)),
    ]


def opening(browser: Browser) -> list[Figure]:
    """Opening a conversation of 200 messages, by turns with another one."""
    engine = ScriptedEngine(lambda _: "Yes.", 0.0, EngineInfo("scripted", context=4096))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), engine, free_port()) as (desk, url):
        long, short = filled(desk, 200), filled(desk, 2)
        person = person_at(browser, url)
        person.page.locator(f"#rows [data-conversation='{long}']").wait_for()
        took = []
        for _ in range(7):
            took.append(person.script(OPEN, [long, 200]))
            person.script(OPEN, [short, 2])
        person.page.context.close()
    return [figure("opening 200 messages", took, "ms", ("<=", 500))]


def memory(browser: Browser) -> list[Figure]:
    """500 turns, ten a conversation: what the desk's process and the page hold early and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        desk = get_context("spawn").Process(target=_serve_quick, args=(folder, port), daemon=True)
        desk.start()
        _wait_for(port)
        person = person_at(browser, f"http://127.0.0.1:{port}")
        sizes = []
        for turn in range(TURNS):
            if turn % 10 == 0:
                person.page.locator("#new").click()
                expect(person.page.locator("#messages .welcome")).to_be_visible()
            if turn in (TURNS // 5, TURNS - 10):
                sizes.append((resident_mb(desk.pid or 0), used_mb(person.page)))
            person.say("And then?")
        person.page.context.close()
        desk.terminate()
        desk.join(10)
    (desk_early, page_early), (desk_late, page_late) = sizes
    return [
        figure(f"the desk's memory after {TURNS // 5} turns", [desk_early], "MB"),
        figure(f"the desk's memory after {TURNS} turns, more", [desk_late - desk_early], "MB", ("<=", 20)),
        figure(f"the page's memory after {TURNS // 5} turns", [page_early[0]], "MB"),
        figure(f"the page's memory after {TURNS} turns, more", [page_late[0] - page_early[0]], "MB", ("<=", 10)),
        figure("the page's listeners, more", [page_late[1] - page_early[1]], "listeners", ("<=", 50)),
    ]


class _Forgetful(ScriptedEngine):
    """A scripted engine that keeps nothing of what it was asked, so that only the desk's own memory is measured."""

    def _next(self, request: object) -> str:
        return "Yes, it may be so."


def _serve_quick(folder: str, port: int) -> None:
    """In a process of its own: a desk whose engine answers at once, until it is ended."""
    with served(Path(folder), _Forgetful(["Yes."], 0.0, EngineInfo("scripted", context=4096)), port):
        while True:
            time.sleep(1)


def _wait_for(port: int, seconds: float = 90) -> None:
    """Until the page answers."""
    from urllib.error import URLError
    from urllib.request import urlopen

    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            urlopen(f"http://127.0.0.1:{port}/desk/alive", timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(f"nothing at port {port}")


def start(browser: Browser) -> list[Figure]:
    """`python run.py` on a prepared machine: until a text can be written, until it says ready, until the page is whole.

    The first start prepares: the home, the compiled modules, the kept content, and the browser that has been here
    before. Every other start is opened in a browser that has not.
    """
    known, port = browser.new_context(), free_port()
    begun: list[Start] = []
    with tempfile.TemporaryDirectory() as folder:
        Home(Path(folder)).ready().save(Settings(seen_disclaimer=True))
        for number in range(2 * STARTS + 1):
            context = known if number % 2 == 0 else browser.new_context()
            begun.append(_start_once(context, folder, port))
            if context is not known:
                context.close()
    known.close()
    again, anew = begun[2::2], begun[1::2]
    return [
        figure("run.py until a text can be written", [one.writable for one in begun[1:]], "s", ("<=", 3)),
        figure("run.py until it is ready", [one.ready for one in begun[1:]], "s"),
        figure("run.py until the whole page, seen before", [one.whole for one in again], "s"),
        figure("run.py until the whole page, a new browser", [one.whole for one in anew], "s"),
        figure("processor time until it is ready", [one.spent for one in begun[1:]], "s"),
    ]


@dataclass(frozen=True, slots=True)
class Start:
    """One start, in seconds since it began; `spent` is the processor's time until it was ready."""

    writable: float
    ready: float
    whole: float
    spent: float


def _start_once(context: BrowserContext, folder: str, port: int) -> Start:
    """Start the desk, write half a sentence at once, and find it in the whole page."""
    began = time.monotonic()
    command = [sys.executable, str(ROOT / "run.py"), "serve", "--no-browser", "--port", str(port)]
    environment = {**os.environ, "BIMEDIX_HOME": folder}
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    page = context.new_page()
    try:
        _wait_for(port)
        page.goto(f"http://127.0.0.1:{port}")
        page.locator("textarea").first.fill("half a sen")
        writable = time.monotonic() - began
        next(line for line in run.stdout or () if line.startswith("ready:"))
        ready = time.monotonic() - began
        fields = Path(f"/proc/{run.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        expect(page.locator("#messages .welcome")).to_be_visible(timeout=30_000)
        expect(page.locator("#draft textarea")).to_have_value("half a sen", timeout=30_000)
        return Start(writable, ready, time.monotonic() - began, spent)
    finally:
        page.close()
        run.terminate()
        run.wait(20)


MEASURES: dict[str, Callable[[Browser], list[Figure]]] = {
    "stream": stream,
    "embedded": embedded,
    "opening": opening,
    "memory": memory,
    "start": start,
}


def main() -> int:
    """Measure what was named, or everything. Gives 1 where a target is missed."""
    parser = argparse.ArgumentParser(description="How fast the page is, in a browser.")
    parser.add_argument("what", nargs="*", metavar="MEASURE", help=" ".join(MEASURES))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    if unknown := set(arguments.what) - set(MEASURES):
        parser.error(f"{', '.join(sorted(unknown))}: choose among {', '.join(MEASURES)}")
    missed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for name in arguments.what or MEASURES:
            for one in MEASURES[name](browser):
                missed |= one.met is False
                print(json.dumps(asdict(one)) if arguments.json else _line(one), flush=True)
        browser.close()
    return int(missed)


def _line(one: Figure) -> str:
    spread = f"[{one.least:g} - {one.greatest:g}]" if one.least != one.greatest else ""
    verdict = {True: "met", False: "MISSED", None: ""}[one.met]
    return f"{one.name:44} {one.value:>9g} {one.unit:10} {spread:22} {one.target:>8} {verdict}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
