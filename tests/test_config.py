"""Where a desk lives, and the settings that survive a bad file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import Home, Settings, edge_language, find_home
from app.errors import BadInput

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    chosen = Settings(language="ar", theme="dark", digits="arabic", hijri=True, lock_after_minutes=5)
    home.save(chosen)
    assert home.settings() == chosen
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


@given(st.dictionaries(st.sampled_from(["language", "theme", "hijri", "keep_days", "model", "other"]), anything))
def test_a_bad_value_falls_back_alone(tmp_path_factory: pytest.TempPathFactory, saved: dict[str, object]) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    (home.path / "settings.json").write_text(json.dumps({**saved, "text_size": "large"}), encoding="utf-8")
    settings = home.settings()
    assert settings.text_size == "large"
    assert settings.language in ("ar", "en") and settings.theme in ("system", "light", "dark")
    assert isinstance(settings.hijri, bool) and isinstance(settings.model, str)


@pytest.mark.parametrize("broken", ["", "[]", "{", "null", "\x00"])
def test_a_broken_settings_file_means_defaults(tmp_path: Path, broken: str) -> None:
    (tmp_path / "settings.json").write_text(broken)
    assert Home(tmp_path).settings() == Settings()


def test_home_is_the_argument_then_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BIMEDIX_HOME", str(tmp_path / "there"))
    assert find_home(None).path == tmp_path / "there"
    assert find_home(str(tmp_path / "here")).path == tmp_path / "here"


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput) as problem:
        Home(tmp_path / "file" / "home").ready()
    assert problem.value.key == "error-home" and str(tmp_path) in str(problem.value.fields["path"])


def test_the_command_line_speaks_the_saved_language_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    assert edge_language(home) == "ar"
    home.save(Settings(language="en"))
    assert edge_language(home) == "en"
