"""Where a desk's files live, and the settings a person chose."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from platformdirs import user_data_path

from app.errors import BadInput
from app.values import Language

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose on this desk. Kept in `settings.json` in the home directory."""

    language: Language = "en"
    theme: Literal["system", "light", "dark"] = "system"
    text_size: Literal["normal", "large", "largest"] = "normal"
    digits: Literal["western", "arabic"] = "western"
    hijri: bool = False
    model: str = "mini"
    lock_after_minutes: int = 15
    keep_days: int = 0
    seen_disclaimer: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The directory that holds everything a person's desk writes (mode 0700)."""

    path: Path

    @property
    def record(self) -> Path:
        """The SQLite file."""
        return self.path / "record.sqlite"

    @property
    def models(self) -> Path:
        """Model files."""
        return self.path / "models"

    @property
    def backups(self) -> Path:
        """Backups of the record."""
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        """Logs, without anybody's words."""
        return self.path / "logs"

    def ready(self) -> Home:
        """Make the directory, private to its owner. Raises BadInput where that cannot be done."""
        try:
            for folder in (self.path, self.models, self.backups, self.logs):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                if os.name == "posix":
                    folder.chmod(0o700)
        except OSError as error:
            raise BadInput("error-home", path=str(self.path), reason=error.strerror or str(error)) from error
        return self

    def settings(self) -> Settings:
        """The saved settings; what is missing or of no use falls back to its default."""
        try:
            saved = json.loads((self.path / "settings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Settings()
        if not isinstance(saved, dict):
            return Settings()
        hints = get_type_hints(Settings)
        good: dict[str, Any] = {key: saved[key] for key in hints if key in saved and _is_a(saved[key], hints[key])}
        return Settings(**good)

    def save(self, settings: Settings) -> None:
        """Write the settings whole, or not at all."""
        self.ready()
        temporary = self.path / "settings.json.tmp"
        temporary.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
        temporary.replace(self.path / "settings.json")


def _is_a(value: object, hint: Any) -> bool:
    """Whether a value read from a file may stand in a field of this type."""
    return value in get_args(hint) if get_args(hint) else type(value) is hint


def find_home(argument: str | None) -> Home:
    """The home named on the command line, else `BIMEDIX_HOME`, else this system's place for application data."""
    chosen = argument or os.environ.get("BIMEDIX_HOME")
    return Home(Path(chosen).expanduser().absolute() if chosen else user_data_path("bimedix-desk", appauthor=False))


def edge_language(home: Home) -> Language:
    """The language in which the command line speaks: the saved one, else the system's."""
    if (home.path / "settings.json").exists():
        return home.settings().language
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ar" if spoken.lower().startswith("ar") else "en"
