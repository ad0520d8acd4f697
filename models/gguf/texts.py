"""Texts to judge models by: what the patients of the project's interview cases say, the same in both languages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT
from models.command import WorkshopError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = ROOT / "models" / "evaluate" / "cases"
LANGUAGES = ("en", "ar")


def own_texts(cases: Path = CASES) -> dict[str, str]:
    """One text a language, case by case in the order of their names. Raises WorkshopError where there are none."""
    texts = {language: "\n".join(_said(cases, language)) for language in LANGUAGES}
    if not all(texts.values()):
        raise WorkshopError(f"{cases} holds no interview cases.")
    return texts


def read_texts(folder: Path | None) -> dict[str, str]:
    """`en.txt` and `ar.txt` of a folder, or the own texts where none is named. Raises WorkshopError."""
    if folder is None:
        return own_texts()
    try:
        return {language: (folder / f"{language}.txt").read_text(encoding="utf-8") for language in LANGUAGES}
    except (OSError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{folder} must hold en.txt and ar.txt in UTF-8.") from error


def _said(cases: Path, language: str) -> Iterator[str]:
    for path in sorted(cases.glob("[!_]*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        said = [case["opening"].get(language, ""), *(fact.get(language, "") for fact in case.get("fact", ()))]
        yield ". ".join(sentence.rstrip(".؟?") for sentence in said if sentence) + "."
