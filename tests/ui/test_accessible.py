"""Every main view under axe, in both languages, light and dark; and the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.ui.away import away_page

Come = Callable[..., Any]
Faults = list[tuple[str, str, list[Any]]]

ALARMING = "ألم شديد في الصدر يمتد إلى الذراع اليسرى مع تعرق"
WORSE = "أسوأ صداع مفاجئ في حياتي مع تيبس في الرقبة"
DIALOGS = {
    "acknowledge": "#alarms [data-ask=acknowledge] >> nth=0",
    "rename": "#heading [data-ask=rename]",
    "delete": "#heading [data-ask=delete]",
}


@pytest.fixture(scope="module")
def story(desk: Any) -> str:
    """A conversation in both languages with several alarms, one of them acknowledged."""
    begun = desk.begin("en")
    for text in (
        "I have crushing chest pain and take amlodipine 5-10 mg",
        ALARMING,
        WORSE,
        "I want to kill myself tonight",
    ):
        desk.say(begun.id, text).wait(20)
    desk.record.acknowledge(begun.id, desk.flags(begun.id)[-1].rule, "Seen by the team", "Duty doctor")
    return str(begun.id)


def faults(person: Any, view: str, within: str | None = None) -> Faults:
    """What axe finds serious or critical in this view."""
    found = Axe().run(person.page, context=within)
    grave = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    return [(view, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in grave]


def talk_and_panel(person: Any) -> Iterator[Faults]:
    """The conversation with its alarms closed and open, then each tab beside it."""
    yield faults(person, "talk")
    person.page.locator(".more-alarms > summary").click()
    yield faults(person, "alarms", "#alarms")
    person.page.locator("#tabs [role=tab]").nth(1).click()
    person.page.locator("#note-language input[value=both]").check()
    expect(person.page.locator("#note .note")).to_have_count(2)
    yield faults(person, "note", "#panel")
    person.page.locator("#note [data-ask=sign]").first.click()
    yield faults(person, "sign", "#dialog-sign")
    person.page.keyboard.press("Escape")
    person.page.locator("#note [data-do=edit_note]").first.click()
    expect(person.page.locator("#dialog-note")).to_be_visible()
    yield faults(person, "editor", "#dialog-note")
    person.page.keyboard.press("Escape")
    person.page.locator("#tabs [role=tab]").nth(2).click()
    yield faults(person, "export", "#panel")


def side_and_dialogs(person: Any) -> Iterator[Faults]:
    """What a search found, then every dialog."""
    person.page.locator("#search input").fill("صدر")
    expect(person.page.locator("#rows mark").first).to_be_visible()
    yield faults(person, "search", "#side")
    for name, opener in DIALOGS.items():
        person.page.locator(opener).click()
        yield faults(person, name, f"#dialog-{name}")
        person.page.keyboard.press("Escape")
    person.page.keyboard.press("Alt+Slash")
    yield faults(person, "shortcuts", "#dialog-shortcuts")
    person.page.keyboard.press("Escape")


def settings(person: Any) -> Iterator[Faults]:
    """Each part of the settings."""
    person.page.locator("#settings-open").click()
    expect(person.page.locator("#dialog-settings")).to_be_visible()
    for name in ("models", "display", "privacy", "accounts", "about"):
        part = person.page.locator(f".part-{name}")
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()
        if name == "models":
            part.locator("[data-do=plan_model]").first.click()
            expect(part.locator(".plan table")).to_be_visible()
        yield faults(person, name, "#dialog-settings")
    person.page.keyboard.press("Escape")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_view_is_accessible(people: Come, story: str, language: str, dark: bool) -> None:
    person = people(dark=dark).arrive(language, story)
    assert person.script("document.body.classList.contains('dark')") is dark
    found = [one for views in (talk_and_panel, side_and_dialogs, settings) for part in views(person) for one in part]
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_way_in_is_accessible(fresh: Any, people: Come, language: str, dark: bool) -> None:
    """The disclaimer that is read first, the gate where people sign in, and the gate of a locked record."""
    desk, url = fresh
    desk.save(replace(desk.settings(), seen_disclaimer=False))
    person = people(at=url, dark=dark).arrive(language)
    expect(person.page.locator("#dialog-disclaimer")).to_be_visible()
    found = faults(person, "disclaimer", "#dialog-disclaimer")
    desk.record.accounts.add("amal", "a long enough password", "administrator")
    for name in ("sign in", "locked"):
        if name == "locked":
            desk.record.vault.encrypt("correct horse battery staple")
            desk.record.lock()
        person.page.goto(f"{url}/?lang={language}")
        gate = person.page.locator("#dialog-gate")
        expect(gate).to_be_visible()
        gate.locator("input[name=secret]").fill("wrong")
        gate.locator("input").first.fill("wrong")
        gate.locator("[type=submit]").click()
        expect(gate.locator(".wrong")).not_to_be_empty()
        found += faults(person, name)
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_narrow_page_and_its_drawers_are_accessible(
    people: Come, story: str, language: str, dark: bool, shots: Any
) -> None:
    person = people(width=420, height=850, dark=dark).arrive(language, story)
    found = faults(person, "narrow")
    for drawer in ("side", "panel"):
        person.page.locator(f"button[data-drawer={drawer}]").click()
        person.page.wait_for_timeout(300)
        found += faults(person, drawer)
        person.page.keyboard.press("Escape")
    person.page.screenshot(path=shots / f"narrow-{language}{'-dark' if dark else ''}.png")
    assert found == []


def test_the_page_of_a_desk_that_is_not_running_is_accessible(people: Come) -> None:
    person = people()
    person.page.set_content(away_page().replace('<meta http-equiv="refresh" content="3">', ""))
    assert faults(person, "away") == []
    assert person.page.locator("[lang=ar]").get_attribute("dir") == "rtl"


NAMES = """() => [...document.querySelectorAll('button, input:not([type=hidden]), textarea, select, summary')]
  .map((one) => [one.outerHTML.slice(0, 120), [one.ariaLabel, one.title, one.textContent, one.placeholder,
    ...[...one.labels ?? []].map((label) => label.textContent)].join(' ')])
  .filter(([, name]) => !/[\\p{L}\\d]/u.test(name)).map(([html]) => html)"""
"""What can be used but has no name with a letter or a digit in it."""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_that_can_be_used_has_a_name_that_can_be_spoken(people: Come, story: str, language: str) -> None:
    person = people().arrive(language, story)
    person.script("() => deskTrigger('complain', {why: 'A matter.'})")
    close = person.page.locator("#notice [data-hush]")
    expect(close).to_have_attribute("aria-label", "Close" if language == "en" else "إغلاق")
    person.page.locator("#settings-open").click()
    expect(person.page.locator("#dialog-settings")).to_be_visible()
    assert person.script(NAMES) == []


ACTIVE = """() => { const at = document.activeElement;
  const place = at.closest('#top, #banner, #side, #talk, #panel');
  const outline = getComputedStyle(at).outlineStyle;
  return {place: place?.id ?? at.tagName, seen: outline !== 'none' || !!at.closest('label, #box')}; }"""


def test_tab_goes_through_the_page_in_its_order_and_the_focus_is_seen(people: Come, story: str) -> None:
    person = people().arrive("ar", story)
    person.page.locator("body").click(position={"x": 2, "y": 2})
    places: list[str] = []
    unseen: list[Any] = []
    while "panel" not in places and len(places) < 600:
        person.page.keyboard.press("Tab")
        at = person.script(ACTIVE)
        places.append(at["place"])
        if not at["seen"]:
            unseen.append(at)
    order = [place for place in dict.fromkeys(places) if place in ("top", "side", "talk", "panel")]
    assert order == ["top", "side", "talk", "panel"]
    assert unseen == []


def test_a_whole_turn_by_the_keyboard_alone(person: Any) -> None:
    person.page.keyboard.press("Alt+m")
    region = person.page.locator("#announcer")
    for number, text in enumerate(("I have a headache", "It began yesterday"), 1):
        person.page.keyboard.type(text)
        person.page.keyboard.press("Enter")
        expect(person.page.locator("#messages .asked")).to_have_count(number)
        reply = person.page.locator("#messages .asked .text").last.inner_text()
        expect(region).to_have_text(reply)
        expect(region).to_have_attribute("aria-live", "polite")
        expect(region).to_have_attribute("lang", "en")
    person.page.keyboard.press("Alt+h")
    expect(person.page.locator("#tab-history-button")).to_be_focused()
