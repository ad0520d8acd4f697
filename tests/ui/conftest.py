"""One desk, one served page and one browser for all tests of the page; a fresh browser context for each."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from app.config import Home, Settings
from app.desk import Desk
from app.engine.base import EngineInfo
from app.engine.base import Request as Asked
from app.engine.scripted import ScriptedEngine
from app.intake.knowledge import Knowledge
from app.store.record import open_record
from app.ui.serving import serve

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WORDS = "A long answer, word by word. " * 40
REPLIES = {
    "tell me slowly": WORDS,
    "جرعة": "الجرعة amlodipine 5-10 mg مرة واحدة يوميا، والضغط 150/95.",
    "a list": "**Two** things:\n\n- rest\n- water\n\n1. first\n2. second\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "attack": '<img src="http://evil.example/m.png"> ![x](http://evil.example/i.png) [l](javascript:alert(1))'
    " ${alert(1)} {{7*7}}",
}


def answer(asked: Asked) -> str:
    """What the scripted model says: chosen by the last message that has a reply of its own."""
    said = [turn.text for turn in asked.turns if turn.role == "user"]
    return next(
        (reply for text in reversed(said) for key, reply in REPLIES.items() if key in text), "When did it start?"
    )


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def with_script(desk: Desk) -> Desk:
    """The desk with a scripted model that writes about thirty words a second, its disclaimer read."""
    info = EngineInfo(name="scripted", description="for tests", context=4096, placement="CPU")
    desk.engines.load(lambda _: ScriptedEngine(answer, delay_s=0.03, info=info))
    desk.engines.engine(10)
    desk.save(Settings(seen_disclaimer=True, lock_after_minutes=0))
    return desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Desk]:
    """The desk that most tests share."""
    home = Home(tmp_path_factory.mktemp("home")).ready()
    opened = with_script(Desk(home, open_record(home.record), knowledge))
    yield opened
    opened.close()


@pytest.fixture
def fresh(desk: Desk, tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A desk of one's own, with an empty record, and where its page is served."""
    home = Home(tmp_path / "home").ready()
    opened = with_script(Desk(home, open_record(home.record), desk.knowledge))
    serving = serve(opened, "127.0.0.1", free_port())
    yield opened, serving.url
    serving.close()
    opened.close()


@pytest.fixture(scope="session")
def url(desk: Desk) -> Iterator[str]:
    """Where the page is served."""
    serving = serve(desk, "127.0.0.1", free_port())
    yield serving.url
    serving.close()


def chromium() -> str:
    """Where Debian's Chromium is. Skips the test where it is missing, and says what to install."""
    if not Path(CHROMIUM).is_file():
        pytest.skip("no Chromium: install Debian's package chromium (apt-get install chromium)")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. What is waited for may take long on a busy machine; what has come is not waited for."""
    path = chromium()
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


GIVEN_UP = ("/gradio_api/cancel", "/gradio_api/reset")


def is_fault(message: ConsoleMessage) -> bool:
    """Whether the browser complains; a stream that a reload cuts off, or a refusal that a test wants, is no fault.

    Nor is it one that a page which is left gives up an event of gradio's before the event has a number (422).
    """
    expected = ("AbortError", "Connection errored out", "status of 403")
    given_up = "status of 422" in message.text and message.location["url"].endswith(GIVEN_UP)
    return message.type == "error" and not given_up and not any(words in message.text for words in expected)


@dataclass
class Person:
    """Someone at the page, who reads, types and clicks."""

    page: Page
    url: str

    def arrive(self, language: str = "en", conversation: str = "") -> Person:
        """Open the page and wait until it can be used."""
        self.page.goto(f"{self.url}/?lang={language}&c={conversation}")
        expect(self.page.locator("#messages").locator(".welcome, .thread")).to_be_visible(timeout=40_000)
        return self

    def send(self, text: str) -> None:
        """Type a message and press Enter."""
        self.page.locator("#draft textarea").fill(text)
        self.page.locator("#draft textarea").press("Enter")

    def say(self, text: str, timeout: float = 40_000) -> None:
        """Send a message and wait for the answer's end, for so many milliseconds at most."""
        before = self.page.locator("#messages .msg").count()
        self.send(text)
        expect(self.page.locator("#messages .msg")).to_have_count(before + 2, timeout=timeout)
        expect(self.page.locator("#live .msg")).to_have_count(0)

    def ask_mode(self) -> None:
        """Choose free questions instead of an interview."""
        self.page.locator("#mode input[value=ask]").check()

    def swap(self) -> None:
        """Switch to the other language and wait until the whole page has: the tabs' names follow a moment later."""
        before = self.page.evaluate("document.documentElement.lang")
        last = self.page.locator("#tab-export-button")
        name = last.text_content() if last.count() else None
        self.page.locator("#swap").click()
        expect(self.page.locator("html")).to_have_attribute("lang", "en" if before == "ar" else "ar")
        if name:
            expect(last).not_to_have_text(name)

    @property
    def conversation(self) -> str:
        """The id of the conversation that is open, as the address names it."""
        found = re.search(r"[?&]c=([^&]+)", self.page.url)
        return found[1] if found else ""

    def script(self, code: str, argument: Any = None) -> Any:
        """Run a piece of JavaScript in the page."""
        return self.page.evaluate(code, argument)


@pytest.fixture
def people(browser: Browser, url: str) -> Iterator[Callable[..., Person]]:
    """Lets people come to the page, each in a browser context of their own.

    Whatever a test does: no page may ask anything of another host, and no script may fail.
    """
    contexts: list[BrowserContext] = []
    abroad: list[str] = []
    faults: list[str] = []

    def notice(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            abroad.append(request.url)

    def come(width: int = 1400, height: int = 860, dark: bool = False, touch: bool = False, at: str = url) -> Person:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=touch, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", notice)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.set_default_timeout(30_000)
        return Person(page, at)

    yield come
    for context in contexts:
        context.close()
    assert abroad == []
    assert faults == []


@pytest.fixture
def person(people: Callable[..., Person]) -> Person:
    """One person at a wide screen, the page in English."""
    return people().arrive()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: the folder that BIMEDIX_SHOTS names, else a temporary one."""
    named = os.environ.get("BIMEDIX_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
