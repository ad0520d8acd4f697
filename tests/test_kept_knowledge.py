"""The clinical content kept from one start to the next: the same content, never an old one."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.config import ASSETS, Home
from app.errors import ContentProblem
from app.intake.extract import extract
from app.intake.knowledge import Knowledge, load_knowledge
from app.intake.redflags import red_flags
from app.kept_knowledge import quick_knowledge
from app.values import Message

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home").ready()


def kept(home: Home) -> list[Path]:
    """What is kept in it."""
    return list((home.path / "cache").iterdir())


def test_what_was_kept_reads_like_the_content_itself(home: Home, knowledge: Knowledge) -> None:
    quick_knowledge(home)
    again = quick_knowledge(home)
    said = [
        Message(1, "c", "user", "I have crushing chest pain and I am sweating", "en", "ltr", created=NOW),
        Message(2, "c", "user", "عمري 58 سنة وعندي سكري", "ar", "rtl", created=NOW),
    ]
    histories = [extract(said, one) for one in (knowledge, again)]
    assert histories[0] == histories[1]
    assert histories[1].findings
    alarms = [red_flags(said, history, one) for history, one in zip(histories, (knowledge, again), strict=True)]
    assert alarms[0] == alarms[1] != ()


def test_a_cut_file_is_read_anew(home: Home) -> None:
    quick_knowledge(home)
    (file,) = kept(home)
    file.write_bytes(file.read_bytes()[:1000])
    assert quick_knowledge(home).protocols
    assert kept(home)[0].stat().st_size > 1000


def test_changed_content_is_never_taken_from_what_was_kept(home: Home, tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(ASSETS, assets)
    quick_knowledge(home, assets)
    (before,) = kept(home)
    file = assets / "protocols" / "general.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# reviewed\n", encoding="utf-8")
    quick_knowledge(home, assets)
    (after,) = kept(home)
    assert after.name != before.name
    file.write_text("[[ask]", encoding="utf-8")
    with pytest.raises(ContentProblem):
        quick_knowledge(home, assets)


class Hostile:
    """What runs a function when an ordinary reader takes it in."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


@pytest.mark.parametrize("function", [os.mkdir, Path, load_knowledge], ids=["mkdir", "path", "load"])
def test_a_file_from_elsewhere_runs_nothing(home: Home, tmp_path: Path, function: Callable[..., object]) -> None:
    quick_knowledge(home)
    (file,) = kept(home)
    told = tmp_path / "told"
    file.write_bytes(pickle.dumps(Hostile(function, str(told))))
    assert quick_knowledge(home).protocols
    assert not told.exists()
    assert file.stat().st_size > 100_000  # what was refused has been written anew
