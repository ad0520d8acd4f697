"""The pictures of docs/images: each main view in both languages, with a scripted model and invented complaints.

python -m tests.ui.pictures [FOLDER]      # docs/images where none is named
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from app.config import ROOT
from app.desk import Desk
from app.engine.base import EngineInfo
from app.engine.scripted import ScriptedEngine
from app.values import Language
from tests.ui.conftest import CHROMIUM, QUIET, Person, answer, free_port
from tests.ui.watch import served

WIDE, NARROW = (1400, 900), (420, 850)
LARGEST = 400_000
"""Bytes of a picture at most."""

STORIES: dict[Language, tuple[str, ...]] = {
    "en": (
        "I have had crushing chest pain since this morning",
        "It spreads to my left arm and I am sweating",
        "No tearing pain in the back",
        "I am a 58 year old man",
        "أخذت panadol 500mg مرتين",
        "I take amlodipine 5-10 mg every day",
    ),
    "ar": (
        "عندي صداع شديد مفاجئ من أمس",
        "أسوأ صداع في حياتي مع تيبس في الرقبة",
        "لا، النظر طبيعي",
        "عمري 45 سنة وأنا امرأة",
        "BP today was 150/95",
        "آخذ amlodipine 5-10 mg كل يوم",
    ),
}
OTHERS = (("My knee hurts when I climb stairs", "P-103"), ("ألم في البطن بعد الأكل", "P-102"), ("Dizziness", "P-099"))


class Camera:
    """Takes the pictures of one page and keeps each small."""

    def __init__(self, person: Person, folder: Path) -> None:
        self.person = person
        self._folder = folder

    def take(self, name: str) -> None:
        """The page as it stands, once its fonts and movements have settled."""
        self.person.page.wait_for_timeout(500)
        path = self._folder / f"{name}.png"
        self.person.page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size < LARGEST, f"{path.name}: {path.stat().st_size} bytes"

    def tab(self, number: int) -> None:
        """Turn to a tab of the other side."""
        self.person.page.locator("#tabs [role=tab]").nth(number).click()


def tell(desk: Desk) -> dict[Language, str]:
    """The conversations of the pictures, in the desk."""
    for text, patient in OTHERS:
        desk.say(desk.begin("en", patient=patient).id, text).wait(30)
    told: dict[Language, str] = {}
    for language, said in STORIES.items():
        told[language] = desk.begin(language, patient="P-104" if language == "en" else "P-105").id
        for text in said:
            desk.say(told[language], text).wait(30)
    return told


@contextmanager
def camera(browser: Browser, url: str, folder: Path, size: tuple[int, int], dark: bool = False) -> Iterator[Camera]:
    """A page of this size, light or dark."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, has_touch=size == NARROW
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield Camera(Person(page, url), folder)
    context.close()


def wide(seen: Camera, language: Language, conversation: str) -> None:
    """Talk, note and settings at a wide screen."""
    page = seen.person.arrive(language, conversation).page
    seen.take(f"desk-{language}")
    seen.tab(1)
    page.locator("#note-language input[value=both]").check()
    expect(page.locator("#note .note")).to_have_count(2)
    seen.take(f"note-{language}")
    seen.tab(0)
    page.locator("#settings-open").click()
    for part in ("models", "privacy"):
        if page.locator(f".part-{part}").get_attribute("open") is None:
            page.locator(f".part-{part} summary").first.click()
        seen.take(f"{part}-{language}")


def main() -> int:
    """Take every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    engine = ScriptedEngine(answer, 0.0, EngineInfo("mini", context=4096, placement="cpu, kv f16, context 4096"))
    with (
        tempfile.TemporaryDirectory() as home,
        served(Path(home), engine, free_port()) as (desk, url),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for language, conversation in tell(desk).items():
            with camera(browser, url, folder, WIDE) as seen:
                wide(seen, language, conversation)
            with camera(browser, url, folder, WIDE, dark=True) as seen:
                seen.person.arrive(language, conversation)
                seen.take(f"desk-{language}-dark")
            with camera(browser, url, folder, NARROW) as seen:
                seen.person.arrive(language, conversation)
                seen.take(f"desk-{language}-narrow")
                seen.person.page.locator("button[data-drawer=panel]").click()
                seen.take(f"panel-{language}-narrow")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
