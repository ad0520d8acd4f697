"""The desk's own sentences, from `locales/<language>/*.ftl` (Project Fluent), with real plural forms."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from app.errors import DeskError
from app.values import Language

LOCALES = Path(__file__).resolve().parents[2] / "locales"


class Locale:
    """The sentences of one language.

    `isolate` wraps what is filled in with Unicode isolates (FSI, PDI), so that a Latin file name
    stays whole inside an Arabic sentence; switch it off where plain text is compared or stored.
    """

    def __init__(self, language: Language, folder: Path = LOCALES, isolate: bool = True) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=isolate)
        for path in sorted((folder / language).glob("*.ftl")):
            self._bundle.add_resource(_resource(path))

    def __call__(self, key: str, /, **fields: object) -> str:
        """The sentence `key` with `fields` filled in. Raises KeyError for a key that does not exist."""
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, _errors = self._bundle.format_pattern(message.value, fields)
        return str(text)

    def explain(self, error: DeskError) -> str:
        """An error's sentence in this language."""
        return self(error.key, **error.fields)


@lru_cache(maxsize=64)
def _resource(path: Path) -> Any:
    """A file's sentences, parsed once for all the locales that hold them."""
    return FluentResource(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def locale(language: Language, isolate: bool = True) -> Locale:
    """The sentences of `language`, read once."""
    return Locale(language, isolate=isolate)
