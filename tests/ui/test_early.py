"""The first page: it takes a text while the desk is put together, and the whole page goes on with it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from socket import SO_LINGER, SOL_SOCKET, create_connection
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from app.config import Settings
from app.desk import Desk
from app.errors import BadInput
from app.ui.early import Early
from app.ui.serving import serve
from tests.ui.conftest import free_port

TEXT = "عندي صداع من أمس"


@pytest.fixture
def window(browser: Browser) -> Iterator[Any]:
    """A browser window of one's own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_what_is_written_early_stands_in_the_whole_page(desk: Desk, window: Any, language: str, direction: str) -> None:
    port = free_port()
    early = Early("127.0.0.1", port, Settings())
    faults: list[str] = []
    window.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    window.goto(f"http://127.0.0.1:{port}/?lang={language}")
    expect(window.locator("html")).to_have_attribute("dir", direction)
    field = window.locator("textarea")
    expect(field).to_be_focused()
    expect(window.locator("#state")).not_to_be_empty()
    field.press_sequentially(TEXT)
    serving = serve(desk, "127.0.0.1", port, early=early)
    try:
        expect(window.locator("#messages .welcome")).to_be_visible()
        expect(window.locator("#draft textarea")).to_have_value(TEXT)
        expect(window.locator("html")).to_have_attribute("lang", language)
        assert faults == []
    finally:
        serving.close()
        early.close()


def test_nothing_that_is_typed_over_the_change_is_lost(desk: Desk, window: Any) -> None:
    """The writer rests in the middle of a text, and goes on there at the moment in which the whole page comes."""
    port = free_port()
    early = Early("127.0.0.1", port, Settings())
    window.goto(f"http://127.0.0.1:{port}/?lang=en")
    expect(window.locator("textarea")).to_be_focused()
    window.keyboard.type("It began , and now it is better")
    for _ in range(len(", and now it is better")):
        window.keyboard.press("ArrowLeft")
    serving = serve(desk, "127.0.0.1", port, early=early)
    said = "in the chest, it went on to the left arm and then to the jaw, "
    try:
        window.wait_for_function("document.querySelector('gradio-app')")
        window.keyboard.type(said, delay=40)
        field = window.locator("#draft textarea")
        expect(window.locator("#over")).to_have_count(0)
        expect(field).to_be_focused()
        window.keyboard.type("so ", delay=40)
        window.wait_for_timeout(1500)
        expect(field).to_have_value(f"It began {said}so , and now it is better")
        assert field.evaluate("(field) => field.selectionStart") == len(f"It began {said}so ")
        field.press("Enter")
        expect(window.locator("#messages .said .text")).to_contain_text("It began in the chest")
        expect(field).to_have_value("")
    finally:
        serving.close()
        early.close()


def test_a_start_that_fails_is_said(window: Any) -> None:
    port = free_port()
    early = Early("127.0.0.1", port, Settings())
    window.goto(f"http://127.0.0.1:{port}/")
    window.locator("textarea").fill("half a sentence")
    early.close()
    expect(window.locator("#state")).to_contain_text("python run.py")
    expect(window.locator("textarea")).to_have_value("half a sentence")


def test_it_shows_itself_alone_and_keeps_nobody_waiting() -> None:
    port = free_port()
    early = Early("127.0.0.1", port, Settings())
    try:
        with create_connection(("127.0.0.1", port)):  # a browser opens connections that it may never use
            with urlopen(f"http://127.0.0.1:{port}/?c=abc", timeout=5) as answer:
                assert "default-src 'self'" in answer.headers["content-security-policy"]
            with urlopen(f"http://127.0.0.1:{port}/desk/alive", timeout=5) as answer:
                assert answer.status == 200  # the whole page says 204
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"http://127.0.0.1:{port}/gradio_api/info", timeout=5)
    finally:
        early.close()


def test_a_browser_that_goes_away_leaves_no_trace_on_the_console(capfd: pytest.CaptureFixture[str]) -> None:
    early = Early("127.0.0.1", port := free_port(), Settings())
    try:
        with create_connection(("127.0.0.1", port)) as gone:
            gone.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))  # closing it resets the connection
            gone.sendall(b"GET / HTTP/1.1\r\n")
            sleep(0.2)
        sleep(0.3)
    finally:
        early.close()
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_refused() -> None:
    early = Early("127.0.0.1", port := free_port(), Settings())
    try:
        with pytest.raises(BadInput, match="error-port"):
            Early("127.0.0.1", port, Settings())
    finally:
        early.close()
