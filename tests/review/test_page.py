"""The review page in a browser, by keyboard, in both languages."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="needs tests/requirements.txt")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.ui.view import View
from models.command import WorkshopError
from models.review import store
from models.review.page import Office
from models.review.render import told
from models.review.serving import serve
from models.translate.export import accepted
from models.translate.glossary import load_glossary
from models.translate.state import State
from models.translate.values import Finding

CHROMIUM = "/usr/bin/chromium"
Come = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. On a busy machine an answer may take longer than the five seconds that `expect` grants."""
    expect.set_options(timeout=45_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def come(browser: Browser, state: State, path: Path, request: pytest.FixtureRequest) -> Iterator[Come]:
    """Opens the page; a parameter is the share of items that two get. Whatever a test does: nothing is asked of
    another host, and no script fails.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    double = getattr(request, "param", 0.0)
    serving = serve(Office(path, ("Reviewer 1", "Reviewer 2"), load_glossary([]), double, 1), port)
    faults: list[str] = []
    contexts: list[Any] = []

    def open_page(language: str = "en", width: int = 1280, height: int = 860) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(45_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if "127.0.0.1" in asked.url or asked.url.startswith("data:") else faults.append(asked.url)
            ),
        )
        page.goto(f"{serving.url}/?lang={language}")
        expect(page.locator("[data-item]")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    serving.close()
    assert faults == []


def item(page: Page) -> str:
    """The item that is shown."""
    return page.locator("[data-item]").get_attribute("data-item") or ""


def decided(state: State) -> list[tuple[str, str]]:
    """What was decided about which item, in order."""
    return state.connection.execute("SELECT item, decision FROM verdict ORDER BY id").fetchall()


def test_every_decision_has_its_key(come: Come, state: State) -> None:
    page = come()
    assert item(page) == "s0"
    page.keyboard.press("a")
    expect(page.locator("[data-item=s2]")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("[data-item=s4]")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".empty h2")).to_have_text("Nothing waits for you")
    assert decided(state) == [("s0", "accept"), ("s2", "unsure"), ("s4", "reject")]
    page.locator("[data-decide=back]").click()
    expect(page.locator("[data-item=s4] [data-decide=reject]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("b")
    expect(page.locator("[data-item=s2]")).to_be_visible()


def test_a_refused_translation_is_edited_and_kept(come: Come, state: State) -> None:
    page = come()
    page.locator("[data-who='Reviewer 2']").click()
    expect(page.locator("[data-item=s1]")).to_be_visible()
    expect(page.locator(".findings .fault").first).to_contain_text("5 mg")
    page.keyboard.press("a")
    expect(page.locator(".notice")).to_contain_text("cannot be accepted")
    assert decided(state) == []
    page.keyboard.press("e")
    expect(page.locator("#edit")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("تناول 5 ملغ مرتين في اليوم.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-item=s3]")).to_be_visible()
    assert decided(state) == [("s1", "edit")]
    assert state.connection.execute("SELECT text FROM outcome").fetchone() == ("تناول 5 ملغ مرتين في اليوم.",)


def test_what_a_finding_quotes_keeps_its_direction() -> None:
    said = told(Finding("unit", "fault", "5 mg", "5 ملم في اليوم"), View("en"))
    assert "\u20675 ملم في اليوم\u2069" in said


def test_a_taken_port_is_told(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(WorkshopError, match="is taken"):
        serve(Office(path, ("Reviewer 1",), load_glossary([])), taken.getsockname()[1])


def test_typing_decides_nothing(come: Come, state: State) -> None:
    page = come()
    page.locator("#comment").fill("")
    page.locator("#comment").press_sequentially("are ub")
    page.keyboard.press("Escape")
    assert item(page) == "s0" and decided(state) == []
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.locator("[data-item=s2]")).to_be_visible()
    assert state.connection.execute("SELECT comment FROM verdict").fetchone() == ("are ub",)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_texts_stand_in_their_own_directions(come: Come, language: str) -> None:
    page = come(language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    assert page.locator(".source .text").get_attribute("dir") == "ltr"
    assert page.locator(".target .text").get_attribute("dir") == "rtl"
    assert page.locator(".target bdi").first.inner_text() == "5-10"
    assert page.locator(".since bdi").first.inner_text() == "5-10"
    assert page.locator(".since ins").count() > 0 and page.locator(".lot").is_visible()
    found = Axe().run(page)
    serious = [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert serious == []


def test_the_switch_keeps_the_item(come: Come) -> None:
    page = come()
    page.keyboard.press("a")
    expect(page.locator("[data-item=s2]")).to_be_visible()
    page.locator("[data-language=ar]").click()
    expect(page.locator("h1")).to_have_text("مراجعة الترجمات")
    assert item(page) == "s2"
    box = [page.locator(f".{name}").bounding_box() for name in ("source", "target")]
    assert box[0] and box[1] and box[0]["x"] > box[1]["x"], "the Arabic page is mirrored"


def test_texts_stay_text(come: Come) -> None:
    page = come()
    page.keyboard.press("a")
    expect(page.locator("[data-item=s2]")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-item=s4] .source .text")).to_have_text("<b>It</b> hurts here.")
    assert page.locator(".text b").count() == 0


def test_figures_show_when_there_are_some(come: Come, state: State) -> None:
    page = come()
    page.locator(".figures summary").click()
    expect(page.locator(".figures")).to_contain_text("No item has been reviewed twice yet.")
    page.keyboard.press("a")
    expect(page.locator("[data-item=s2]")).to_be_visible()
    page.locator(".figures summary").click()
    expect(page.locator(".plot circle")).to_have_count(1)
    assert len(store.judged(state)) == 1


@pytest.mark.parametrize("come", [1.0], indirect=True)
def test_two_reviewers_of_the_same_items_and_what_comes_of_it(come: Come, state: State) -> None:
    first, second = come(), come()
    second.locator("[data-who='Reviewer 2']").click()
    expect(second.locator("[data-who='Reviewer 2']")).to_have_attribute("aria-current", "true")
    for at, keys in enumerate(("aa", "rr", "aa", "ar", "rr", "aa")):
        for page, key in zip((first, second), keys, strict=True):
            expect(page.locator(f"[data-item=s{at}]")).to_be_visible()
            page.keyboard.press(key)
    for page in (first, second):
        expect(page.locator(".empty h2")).to_have_text("Nothing waits for you")
        page.reload()
        expect(page.locator(".empty h2")).to_have_text("Nothing waits for you")
    first.locator(".figures summary").click()
    expect(first.locator(".figures")).to_contain_text("0.67")  # 5 of 6 agree, 3 of 6 by chance: (5/6 - 1/2) / (1/2)
    expect(first.locator(".plot circle")).not_to_have_count(0)
    assert (store.disputed(state), len(store.judged(state))) == (1, 4)
    assert [record.id for record in accepted(state)] == ["s0", "s2", "s5"]


def test_a_narrow_screen_has_no_overflow(come: Come) -> None:
    for language in ("en", "ar"):
        page = come(language, width=380, height=800)
        assert page.evaluate("document.querySelector('.review').scrollWidth <= innerWidth")
        boxes = [page.locator(f".{name}").bounding_box() for name in ("source", "target")]
        assert boxes[0] and boxes[1] and boxes[0]["y"] < boxes[1]["y"], "one above the other"


def test_pictures(come: Come) -> None:
    """Pictures for the pages of docs/, where BIMEDIX_SHOTS names a folder."""
    folder = os.environ.get("BIMEDIX_SHOTS")
    for language in ("en", "ar"):
        page = come(language)
        assert page.locator(".review").is_visible()
        if folder:
            page.screenshot(path=str(Path(folder) / f"review-{language}.png"))
