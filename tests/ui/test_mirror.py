"""The language switch turns the whole page round, and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Come = Callable[..., Any]

BOX = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return [box.left, box.right];
}"""


def middle(person: Any, selector: str) -> float:
    """Where the middle of an element is, from the left."""
    left, right = person.script(BOX, selector)
    return float(left + right) / 2


def test_the_sides_change_places(person: Any) -> None:
    person.say("I have a cough")
    assert middle(person, "#side") < middle(person, "#talk") < middle(person, "#panel")
    assert middle(person, "#top h1") < middle(person, "#swap")
    assert middle(person, "#draft") < middle(person, "#send")
    assert middle(person, ".asked") < middle(person, ".said")
    person.swap()
    assert middle(person, "#side") > middle(person, "#talk") > middle(person, "#panel")
    assert middle(person, "#top h1") > middle(person, "#swap")
    assert middle(person, "#draft") > middle(person, "#send")
    assert middle(person, ".asked") > middle(person, ".said")


def test_the_switch_keeps_conversation_draft_and_scroll(person: Any) -> None:
    for text in ("I have a cough", "It is dry", "It is worse at night", "No fever", "No pain", "I smoke"):
        person.say(text)
    person.page.locator("#draft textarea").fill("a draft مسودة")
    person.script("document.querySelector('#scroll').scrollTop = 40")
    person.page.wait_for_timeout(100)
    here = person.conversation
    person.swap()
    expect(person.page.locator("#send")).to_have_text("إرسال")
    assert person.page.locator("#draft textarea").input_value() == "a draft مسودة"
    assert person.conversation == here
    expect(person.page.locator("#messages .said")).to_have_count(6)
    assert abs(person.script("document.querySelector('#scroll').scrollTop") - 40) < 60
    person.swap()
    expect(person.page.locator("#send")).to_have_text("Send")


def test_the_switch_during_an_answer_goes_on_with_it(person: Any) -> None:
    person.ask_mode()
    person.send("tell me slowly")
    expect(person.page.locator("#live .msg .text")).to_contain_text("long")
    person.swap()
    live = person.page.locator("#live .msg .text")
    expect(live).to_contain_text("word by word")
    first = len(live.inner_text())
    person.page.wait_for_timeout(500)
    assert len(live.inner_text()) > first
    person.page.locator("#stop").click()
    expect(person.page.locator("#messages .asked .tag.cut")).to_have_text("أُوقف")


def test_no_english_is_left_in_the_arabic_page(person: Any) -> None:
    person.swap()
    expect(person.page.locator("#send")).to_have_text("إرسال")
    words = person.script(
        """() => [...document.querySelectorAll('#top, #new, #search, #panel, #compose')].flatMap((part) =>
            [part.innerText, ...[...part.querySelectorAll('[placeholder],[aria-label],[title]')]
              .filter((e) => e.offsetParent).flatMap((e) => [e.placeholder, e.ariaLabel, e.title])]).join(' ')"""
    )
    latin = set(re.findall(r"[A-Za-z]{2,}", words)) - {"BiMediX", "Desk", "English", "scripted", "CPU"}
    assert latin == set()


def test_an_empty_field_follows_the_page_and_a_filled_one_its_words(person: Any) -> None:
    field = person.page.locator("#draft textarea")
    expect(field).to_have_attribute("dir", "ltr")
    field.fill("عندي ألم")
    expect(field).to_have_attribute("dir", "rtl")
    field.fill("panadol 500mg twice")
    expect(field).to_have_attribute("dir", "ltr")
    field.fill("")
    person.swap()
    expect(field).to_have_attribute("dir", "rtl")


def test_a_narrow_page_has_its_sides_in_drawers(people: Come) -> None:
    person = people(width=390, height=844).arrive("ar")
    person.say("عندي سعال")
    assert not person.page.locator("#new").is_visible()
    person.page.locator("[data-drawer=side]").click()
    expect(person.page.locator("#new")).to_be_in_viewport()
    assert middle(person, "#side") > 195
    person.page.keyboard.press("Escape")
    expect(person.page.locator("#new")).not_to_be_visible()
    assert person.script("document.documentElement.scrollWidth") <= 390


def test_what_is_clicked_in_a_drawer_leaves_it_open(people: Come) -> None:
    person = people(width=420, height=850, touch=True).arrive("en")
    person.say("I have a cough")
    person.page.locator("[data-drawer=panel]").click()
    for number, part in enumerate(("#history", "#note", "#export")):
        person.page.locator("#tabs [role=tab]").nth(number).click()
        expect(person.page.locator(part)).to_be_in_viewport()
    person.page.locator("#tabs [role=tab]").nth(0).click()
    person.page.locator("#history .source").first.click()
    expect(person.page.locator("#history")).not_to_be_in_viewport()
    expect(person.page.locator("#messages .said").first).to_be_in_viewport()
    expect(person.page.locator("#messages .said").first).to_be_focused()


def test_tab_stays_in_a_drawer_and_leaves_with_it(people: Come) -> None:
    page = people(width=390, height=844).arrive("ar").page
    page.locator("[data-drawer=side]").click()
    expect(page.locator("#new")).to_be_focused()
    places = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        places.add(page.evaluate("document.activeElement.closest('#top, #talk, #panel, #side')?.id ?? 'page'"))
    assert places <= {"side", "page"}
    page.keyboard.press("Escape")
    expect(page.locator("[data-drawer=side]")).to_be_focused()
    page.locator("#draft textarea").fill("يمكن الكتابة")
