"""The settings, the disclaimer, and the gate: what is chosen holds, and a closed desk shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import expect

Come = Callable[..., Any]
Fresh = tuple[Any, str]


def open_part(person: Any, name: str) -> Any:
    """Open the settings at one of their parts."""
    person.page.locator("#settings-open").click()
    expect(person.page.locator("#dialog-settings")).to_be_visible()
    part = person.page.locator(f".part-{name}")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def test_the_disclaimer_is_seen_once_and_stays_reachable(fresh: Fresh, people: Come) -> None:
    desk, url = fresh
    desk.save(replace(desk.settings(), seen_disclaimer=False))
    person = people(at=url).arrive()
    disclaimer = person.page.locator("#dialog-disclaimer")
    expect(disclaimer).to_be_visible()
    disclaimer.locator("[data-do=understood]").click()
    expect(disclaimer).not_to_be_visible()
    person.arrive()
    person.page.wait_for_timeout(400)
    expect(disclaimer).not_to_be_visible()
    expect(open_part(person, "about")).to_contain_text("not a medical device")


def test_the_look_of_the_page_is_chosen_and_holds(fresh: Fresh, people: Come) -> None:
    desk, url = fresh
    person = people(at=url).arrive()
    part = open_part(person, "display")
    for name, value in (("spoken", "ar"), ("theme", "dark"), ("text_size", "large"), ("digits", "arabic")):
        part.locator(f"select[name={name}]").select_option(value)
    part.locator("input[name=hijri]").check()
    part.locator("[type=submit]").click()
    expect(person.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(person.page.locator("body")).to_have_class("dark")
    expect(person.page.locator("html")).to_have_attribute("data-size", "large")
    expect(person.page.locator("#dialog-settings")).to_be_visible()
    settings = desk.settings()
    assert (settings.language, settings.theme, settings.digits, settings.hijri) == ("ar", "dark", "arabic", True)
    person.page.keyboard.press("Escape")
    person.say("عندي سعال")
    expect(person.page.locator("#messages .msg .number").first).to_have_text("١")


def test_the_text_size_holds_for_what_was_said_too(person: Any) -> None:
    person.say("I have a cough")
    places = ("#messages .said .text", "#history .fact .label", "#rows .title", "#draft textarea", "#heading .title")
    measure = "(all) => all.map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"
    normal = person.script(measure, list(places))
    person.script("() => { document.documentElement.dataset.size = 'largest'; }")
    person.page.wait_for_timeout(500)
    largest = person.script(measure, list(places))
    assert min(normal) > 14
    assert all(after / before > 1.25 for before, after in zip(normal, largest, strict=True)), (normal, largest)


def test_the_models_are_listed_with_licence_and_plan(person: Any) -> None:
    part = open_part(person, "models")
    card = part.locator("li[data-model=bimedix-bi]")
    expect(card).to_contain_text("non-commercial")
    card.locator("[data-do=plan_model]").click()
    expect(card.locator(".plan")).to_contain_text("GiB")


def test_a_missing_file_is_refused_in_one_sentence(person: Any) -> None:
    part = open_part(person, "models")
    part.locator(".import input[name=file]").fill("/nowhere/model.gguf")
    part.locator(".import [type=submit]").click()
    expect(part.locator(".import .wrong")).to_contain_text("model.gguf")


def test_an_encrypted_desk_locks_and_opens(fresh: Fresh, people: Come) -> None:
    desk, url = fresh
    person = people(at=url).arrive()
    person.say("A secret complaint")
    part = open_part(person, "privacy")
    secret = "correct horse battery staple"
    form = part.locator("[data-submit=encrypt]")
    for name in ("passphrase", "again"):
        form.locator(f"input[name={name}]").fill(secret)
    form.locator("[type=submit]").click()
    expect(person.page.locator("#dialog-recovery .recovery")).to_be_visible()
    person.page.locator("#dialog-recovery [data-close]").first.click()
    person.page.keyboard.press("Escape")
    person.page.locator("#lock").click()
    gate = person.page.locator("#dialog-gate")
    expect(gate).to_be_visible()
    assert desk.record.locked
    expect(person.page.locator("body")).not_to_contain_text("A secret complaint")
    person.page.keyboard.press("Escape")
    expect(gate).to_be_visible()
    gate.locator("input[name=secret]").fill("wrong")
    gate.locator("[type=submit]").click()
    expect(gate.locator(".wrong")).not_to_be_empty()
    gate.locator("input[name=secret]").fill(secret)
    gate.locator("[type=submit]").click()
    expect(gate).not_to_be_visible()
    expect(person.page.locator("#rows")).to_contain_text("A secret complaint")


def test_two_accounts_see_their_own_conversations_only(fresh: Fresh, people: Come) -> None:
    desk, url = fresh
    desk.record.accounts.add("amal", "a long enough password", "administrator")
    desk.record.accounts.add("omar", "another good password", "clinician")
    visits = {}
    for name, password in (("amal", "a long enough password"), ("omar", "another good password")):
        person = people(at=url)
        person.page.goto(f"{url}/?lang=en")
        gate = person.page.locator("#dialog-gate")
        expect(gate).to_be_visible()
        gate.locator("input[name=name]").fill(name)
        gate.locator("input[name=secret]").fill(password)
        gate.locator("[type=submit]").click()
        expect(gate).not_to_be_visible()
        person.say(f"A complaint that {name} hears")
        visits[name] = person
    amal, omar = visits["amal"], visits["omar"]
    expect(amal.page.locator("#rows")).not_to_contain_text("omar hears")
    omar.page.goto(f"{url}/?lang=en&c={amal.conversation}")
    expect(omar.page.locator(".welcome")).to_be_visible()
    expect(omar.page.locator("body")).not_to_contain_text("amal hears")
    refused = omar.page.request.post(f"{url}/desk/export/{amal.conversation}", form={"format": "json"})
    assert refused.status == 403
    open_part(omar, "about")
    expect(omar.page.locator(".part-accounts")).to_have_count(0)


def test_a_stranger_gets_nothing_without_signing_in(fresh: Fresh, people: Come) -> None:
    desk, url = fresh
    mine = desk.begin("en")
    desk.record.append(mine.id, "user", "Something for nobody else", "en", "ltr")
    desk.record.accounts.add("amal", "a long enough password", "administrator")
    person = people(at=url)
    person.page.goto(f"{url}/?lang=en&c={mine.id}")
    expect(person.page.locator("#dialog-gate")).to_be_visible()
    assert "nobody else" not in person.page.content()
    assert person.page.request.post(f"{url}/desk/export/{mine.id}", form={"format": "json"}).status == 403


def test_shortcuts_reach_what_they_say(person: Any) -> None:
    person.page.keyboard.press("Alt+Slash")
    expect(person.page.locator("#dialog-shortcuts")).to_be_visible()
    person.page.keyboard.press("Escape")
    person.page.keyboard.press("Alt+k")
    expect(person.page.locator("#search input")).to_be_focused()
    person.page.keyboard.press("Alt+m")
    expect(person.page.locator("#draft textarea")).to_be_focused()
    person.page.keyboard.press("Alt+l")
    expect(person.page.locator("html")).to_have_attribute("lang", "ar")
    person.page.keyboard.press("Alt+Comma")
    expect(person.page.locator("#dialog-settings")).to_be_visible()
