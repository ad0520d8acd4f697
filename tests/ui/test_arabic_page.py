"""The Arabic page speaks Arabic: every view is walked through, and no English word is left but names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from app.catalogue.rows import Catalogue
from app.desk import Desk
from app.engine.base import EngineInfo
from app.engine.scripted import ScriptedEngine
from app.errors import EngineProblem

Come = Callable[..., Any]
STORY = (
    "عندي صداع شديد مفاجئ من أمس",
    "أسوأ صداع في حياتي مع تيبس في الرقبة",
    "لا، النظر طبيعي",
    "عمري 45 سنة وأنا امرأة",
    "آخذ أملوديبين كل يوم",
    "عندي حساسية من البنسلين",
)
NAMES = {
    "BiMediX", "Desk", "Markdown", "Word", "Llama", "Gemma", "GiB", "Esc", "Enter", "Shift", "Alt", "run.py", "python",
    "Google", "Meta", "arXiv", "Med", "Plex", "Open", "Font", "docs", "models.md",
}  # fmt: skip
"""What is written in Latin letters in every language."""

SAID = """(root) => {
  const place = document.querySelector(root) ?? document.body;
  const seen = (node) => node.checkVisibility({visibilityProperty: true});
  const foreign = (node) => node.closest('[lang=en], code, kbd, dt, .plan, #swap, script, style');
  const found = [];
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); )
    if (node.data.trim() && !foreign(node.parentElement) && seen(node.parentElement)) found.push(node.data);
  for (const node of place.querySelectorAll('[title], [aria-label], [placeholder], [alt]'))
    if (!foreign(node) && seen(node))
      for (const name of ['title', 'aria-label', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
  return [...found, document.title];
}"""
"""Every text, name and hint that a reader of this page meets, but what is marked as English."""


def english(person: Any, view: str, root: str = "body") -> list[tuple[str, str]]:
    """The English words of this view that are nobody's name."""
    named = NAMES | {
        word for model in Catalogue.load().list() for word in words(f"{model.name} {model.title} {model.licence}")
    }
    found = (word for text in person.script(SAID, root) for word in words(text))
    return [(view, word) for word in dict.fromkeys(found) if word not in named and not word.isupper()]


def words(text: str) -> list[str]:
    """Its words of two Latin letters and more."""
    return re.findall(r"[A-Za-z][A-Za-z.]*[A-Za-z]", text)


@pytest.fixture
def arabic(fresh: tuple[Desk, str], people: Come) -> tuple[Desk, Any]:
    """A desk set to Arabic with an Arabic visit on record, and the page open at it."""
    desk, url = fresh
    info = EngineInfo("mini", context=4096, placement="cpu, kv f16, context 4096")
    desk.engines.load(lambda _: ScriptedEngine(lambda _: "متى بدأ ذلك؟", 0.0, info))
    desk.engines.engine(10)
    desk.save(replace(desk.settings(), language="ar"))
    begun = desk.begin("ar", patient="م-104")
    for text in STORY:
        desk.say(begun.id, text).wait(20)
    return desk, people(at=url).arrive("ar", begun.id)


def talk_and_panel(person: Any) -> Iterator[list[tuple[str, str]]]:
    """The visit with its alarms, and each tab beside it."""
    page = person.page
    page.locator("#chip .ready").wait_for()
    yield english(person, "talk")
    for toggle in page.locator("[data-toggle]").all():
        toggle.click() if toggle.is_visible() else None
    if page.locator(".more-alarms").count():
        page.locator(".more-alarms > summary").click()
    yield english(person, "alarms", "#alarms")
    page.locator("#tabs [role=tab]").nth(1).click()
    expect(page.locator("#note .note")).to_be_visible()
    yield english(person, "note", "#panel")
    page.locator("#note [data-do=edit_note]").first.click()
    expect(page.locator("#dialog-note")).to_be_visible()
    yield [("editor", word) for word in words(page.locator("#dialog-note textarea").input_value())]
    yield english(person, "editor", "#dialog-note")
    written = page.locator("#dialog-note textarea").input_value()
    page.locator("#dialog-note textarea").fill(" ")
    page.locator("#dialog-note [type=submit]").click()
    expect(page.locator("#notice .error")).to_be_visible()
    yield english(person, "empty", "#notice")
    page.locator("#dialog-note textarea").fill(written)
    page.locator("#dialog-note [type=submit]").click()
    expect(page.locator("#notice .done")).to_be_visible()
    yield english(person, "saved", "#notice")
    yield english(person, "versions", "#panel")
    page.locator("#tabs [role=tab]").nth(2).click()
    yield english(person, "export", "#panel")


def side_and_dialogs(person: Any) -> Iterator[list[tuple[str, str]]]:
    """The list, what a search found and did not find, and every dialog."""
    page = person.page
    for wanted, shown in (("صداع", "#rows mark"), ("قطار", "#rows .empty")):
        page.locator("#search input").fill(wanted)
        expect(page.locator(shown).first).to_be_visible()
        yield english(person, "search", "#side")
    page.locator("#search input").fill("")
    for name in ("acknowledge", "rename", "delete"):
        page.locator(f"[data-ask={name}]").first.click()
        yield english(person, name, f"#dialog-{name}")
        page.keyboard.press("Escape")
    page.keyboard.press("Alt+Slash")
    yield english(person, "shortcuts", "#dialog-shortcuts")
    page.keyboard.press("Escape")
    page.locator("#lock").click()
    expect(page.locator("#notice .error")).to_be_visible()
    yield english(person, "refused", "#notice")


def settings(person: Any) -> Iterator[list[tuple[str, str]]]:
    """Each part of the settings, with what a missing file is told."""
    page = person.page
    page.locator("#settings-open").click()
    expect(page.locator("#dialog-settings")).to_be_visible()
    form = page.locator(".part-models .import")
    form.locator("input[name=file]").fill("/قديم/نموذج.gguf")
    form.locator("[type=submit]").click()
    expect(form.locator(".wrong")).to_be_visible()
    yield [one for one in english(person, "wrong", ".import") if one[1] != "gguf"]
    form.locator("input[name=file]").fill("")
    for name in ("models", "display", "privacy", "accounts", "about"):
        part = page.locator(f".part-{name}")
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()
        yield [one for one in english(person, name, f".part-{name}") if one[1] != "gguf"]
    page.keyboard.press("Escape")


def test_no_english_is_left_on_the_arabic_page(arabic: tuple[Desk, Any]) -> None:
    _, person = arabic
    found = [one for part in (talk_and_panel, side_and_dialogs, settings) for view in part(person) for one in view]
    person.page.locator("#new").click()
    expect(person.page.locator(".welcome")).to_be_visible()
    found += english(person, "welcome")
    assert not found, found


def test_no_english_is_left_where_no_model_runs(arabic: tuple[Desk, Any]) -> None:
    desk, person = arabic

    def fail(_: Any) -> Any:
        raise EngineProblem("engine-memory", file="mini")

    desk.engines.load(fail)
    expect(person.page.locator("#banner .matter")).to_be_visible()
    assert english(person, "banner", "#banner") + english(person, "chip", "#top") == []


def test_no_english_is_left_on_the_gate(arabic: tuple[Desk, Any], people: Come) -> None:
    """A desk whose own language is English, and a page that comes in Arabic: the gate stays Arabic."""
    desk, person = arabic
    desk.save(replace(desk.settings(), language="en"))
    desk.record.accounts.add("أمل", "a long enough password", "administrator")
    person.page.goto(f"{person.url}/?lang=ar")
    gate = person.page.locator("#dialog-gate")
    expect(gate).to_be_visible()
    gate.locator("input[name=name]").fill("أمل")
    gate.locator("input[name=secret]").fill("wrong password")
    gate.locator("[type=submit]").click()
    expect(gate.locator(".wrong")).not_to_be_empty()
    said = gate.locator(".wrong").inner_text()
    person.page.wait_for_timeout(4000)
    expect(gate.locator(".wrong")).to_have_text(said)
    assert english(person, "gate", "#dialog-gate") == []
    assert person.script("getComputedStyle(document.querySelector('#dialog-gate .field')).direction") == "rtl"


def test_a_late_look_in_the_other_language_is_never_seen(arabic: tuple[Desk, Any]) -> None:
    _, person = arabic
    person.page.locator("#chip .ready").wait_for()
    for _ in range(4):
        person.swap()
        expect(person.page.locator("#chip .ready")).to_be_visible()
    assert english(person, "chip", "#chip") == []


def test_the_walk_finds_an_english_sentence(arabic: tuple[Desk, Any]) -> None:
    _, person = arabic
    person.script("document.querySelector('#heading').append('not translated')")
    assert english(person, "heading", "#heading") == [("heading", "not"), ("heading", "translated")]
