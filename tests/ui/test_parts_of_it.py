"""The small parts behind the page: time slices, seats, work on models, the names of sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from app.config import Home, Settings
from app.desk import Desk
from app.errors import AccessDenied, BadInput, ModelProblem
from app.intake.knowledge import Knowledge
from app.live import LiveTurn
from app.store.record import open_record
from app.text.locale import locale
from app.ui.downloads import Downloads, Report
from app.ui.fonts import faces, font_css
from app.ui.seats import Seats
from app.ui.shell import dressed
from app.ui.streams import heard, slices
from app.values import Delta, Done, Flags
from app.values import Event as TurnEvent
from tests.ui import conftest as ui_conftest

DONE = Done("abc", "en", "ltr", None, False, "complete")


def test_without_a_browser_its_tests_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_conftest, "CHROMIUM", "/nowhere/chromium")
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        ui_conftest.chromium()


def test_slices_come_at_most_once_a_slice_and_the_end_is_whole() -> None:
    now = iter([0.0, 0.0, 0.01, 0.08, 0.08, 0.09])
    events = [Flags(()), Delta("a"), Delta("b"), Delta("c"), Delta("d"), DONE]
    assert list(slices(events, 0.07, lambda: next(now))) == ["a", "abc", "abcd"]


def test_a_turn_is_heard_when_its_alarms_are_judged() -> None:
    turn, go = LiveTurn("c"), Event()

    def reply(_cancel: Event) -> Iterator[TurnEvent]:
        yield Flags(())
        go.wait(5)
        yield DONE

    from threading import Thread

    thread = Thread(target=turn.run, args=(reply,))
    thread.start()
    heard(turn)
    assert turn.running
    go.set()
    thread.join(5)
    assert not turn.running


def test_a_message_that_cannot_be_kept_is_not_heard() -> None:
    turn = LiveTurn("c")

    def reply(_cancel: Event) -> Iterator[TurnEvent]:
        raise BadInput("error-empty-message")
        yield DONE

    turn.run(reply)
    with pytest.raises(BadInput):
        heard(turn)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def small_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without clinical content: who sits at it is all that is asked."""
    home = Home(tmp_path).ready()
    made = Desk(home, open_record(home.record), Knowledge.__new__(Knowledge))
    made.save(Settings(lock_after_minutes=5))
    yield made
    made.record.close()


def test_without_accounts_everybody_here_is_the_one_person(small_desk: Desk) -> None:
    assert Seats(small_desk).desk_of(None) is small_desk


def test_with_accounts_a_seat_sees_its_own_and_is_lost_when_idle(small_desk: Desk) -> None:
    clock = Clock()
    seats = Seats(small_desk, clock)
    small_desk.record.accounts.add("amal", "a long enough password", "administrator")
    with pytest.raises(AccessDenied):
        seats.desk_of(None)
    token = seats.sign_in("amal", "a long enough password")
    assert seats.desk_of(token).record.access.owner == "amal"
    clock.now += 240
    seats.desk_of(token, pulse=True)
    clock.now += 120
    with pytest.raises(AccessDenied):
        seats.desk_of(token)


def test_an_encrypted_record_locks_itself_when_nobody_uses_it(small_desk: Desk) -> None:
    clock = Clock()
    seats = Seats(small_desk, clock)
    small_desk.record.vault.encrypt("a passphrase that is long")
    seats.desk_of(None)
    clock.now += 200
    assert seats.desk_of(None, pulse=True) is small_desk
    clock.now += 200
    with pytest.raises(AccessDenied):
        seats.desk_of(None, pulse=True)
    assert small_desk.record.locked
    seats.unlock("a passphrase that is long")
    assert seats.desk_of(None) is small_desk


def test_it_locks_with_every_page_closed_but_not_while_a_reply_is_made(small_desk: Desk) -> None:
    clock, ends = Clock(), Event()
    seats = Seats(small_desk, clock)
    small_desk.record.vault.encrypt("a passphrase that is long")
    seats.desk_of(None)

    def reply(_cancel: Event) -> Iterator[TurnEvent]:
        ends.wait(20)
        yield DONE

    turn = small_desk.live.start("c", reply)
    clock.now += 400
    seats.rest()
    assert not small_desk.record.locked
    ends.set()
    turn.wait(20)
    seats.rest()
    assert small_desk.record.locked


def test_leaving_an_open_desk_says_what_is_needed(small_desk: Desk) -> None:
    with pytest.raises(BadInput, match="ui-lock-needs"):
        Seats(small_desk).lock(None)


def test_work_on_a_model_tells_how_far_it_is_and_what_went_wrong() -> None:
    downloads, began, go = Downloads(), Event(), Event()

    def work(report: Report) -> None:
        report(0.4)
        began.set()
        go.wait(5)
        raise ModelProblem("models-offline")

    downloads.start("m", work)
    began.wait(5)
    assert downloads.busy and downloads.all()["m"].share == 0.4
    downloads.start("m", lambda report: pytest.fail("begun twice"))
    go.set()
    for _ in range(100):
        if downloads.all()["m"].over:
            break
        Event().wait(0.02)
    error = downloads.all()["m"].error
    assert error is not None and error.key == "models-offline"


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    folder = Path(__file__).resolve().parents[2] / "locales"
    found = {}
    for language in ("en", "ar"):
        text = (folder / language / "ui.ftl").read_text(encoding="utf-8")
        keys = re.findall(r"^([a-z][\w-]*) =((?:.|\n(?=[ \[*}]))*)", text, re.M)
        assert len({key for key, _ in keys}) == len(keys)
        found[language] = {key: set(re.findall(r"\{ \$(\w+)", body)) for key, body in keys}
    assert found["en"].keys() == found["ar"].keys()
    for key, places in found["en"].items():
        assert found["ar"][key] <= places, key


def written(path: Path) -> list[str]:
    """The strings of a file that read like a sentence, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [one.value for one in strings if id(one) not in notes and re.search(r"[a-zء-ي]{3,} [a-zء-ي]{2,}", one.value)]


def test_no_sentence_is_written_outside_the_locales() -> None:
    """What is left are style sheets, classes, headers and names of the browser's own."""
    own = re.compile(
        r"[{};:=(]|^(msg|chip|quiet|alarm|more-alarms|quiet go-to)\b|^[a-z-]+( [a-z-]+)?$|^<!doctype html>$|window\."
    )
    folder = Path(__file__).resolve().parents[2] / "app" / "ui"
    found = {path.name: [text for text in written(path) if not own.search(text)] for path in folder.glob("*.py")}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
def test_counts_are_said_with_real_plural_forms(count: int) -> None:
    said = locale("ar", isolate=False)("ui-found", count=count)
    forms = {1: "محادثة واحدة", 2: "محادثتين", 3: "3 محادثات", 11: "11 محادثة", 100: "100 محادثة"}
    assert forms.get(count, "لم") in said


def test_fonts_of_both_scripts_are_files_of_this_machine() -> None:
    assert all(face.path.is_file() for face in faces())
    assert "http" not in font_css("/desk/fonts")


def test_the_document_comes_in_the_readers_language_and_names_no_other_host() -> None:
    document = '<html\n\tlang="en"\n><head><meta property="og:image" content="https://far.example/x"></head>'
    html = dressed(document, replace(Settings(), language="ar"))
    assert '<html lang="ar" dir="rtl"' in html
    assert "far.example" not in html and "/desk/js/desk.js" in html
