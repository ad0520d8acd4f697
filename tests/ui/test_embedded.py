"""The page with the model that comes with the desk: loaded behind it, said to be what it is, and heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from app.loading import Choice, loader

Come = Callable[..., Any]


def test_the_embedded_model_loads_behind_the_page_and_answers_in_both_languages(fresh: Any, people: Come) -> None:
    desk, url = fresh
    desk.engines.load(loader(Choice("mini"), desk.home))
    person = people(at=url).arrive()
    chip = person.page.locator("#chip .chip")
    expect(chip).to_have_class("chip model ready", timeout=60_000)
    expect(chip).to_contain_text("mini")
    expect(chip).to_contain_text("not a medical model")
    person.say("I have had a headache since yesterday")
    person.say("والألم شديد في الجهة اليمنى")
    replies = person.page.locator("#messages .asked")
    expect(replies.nth(0)).to_have_attribute("lang", "en")
    expect(replies.nth(1)).to_have_attribute("lang", "ar")
    assert replies.nth(0).locator(".text").inner_text().strip().endswith("?")
    assert replies.nth(1).locator(".text").inner_text().strip().endswith("؟")
    person.ask_mode()
    person.send("What is a migraine?")
    expect(person.page.locator("#messages .asked.generated .tag").first).to_be_visible(timeout=60_000)
