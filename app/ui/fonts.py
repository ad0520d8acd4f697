"""The fonts of both scripts, as their packages install them: served by the desk itself, fetched from nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its family, the characters it is for, and the weights it holds (CSS values).

    Each script has a family of its own: in one family a browser would choose a file by its weight
    before it looks for the letter.
    """

    family: str
    name: str
    path: Path
    weight: str
    characters: str


_ARABIC = "U+0600-06FF,U+0750-077F,U+0870-08FF,U+FB50-FDFF,U+FE70-FEFF,U+25CC"
_LATIN = "U+0000-05FF,U+1E00-24FF,U+2C60-2C7F,U+A720-A7FF,U+FB00-FB06"
_ARABIC_WEIGHTS = {"Regular": "400", "Medium": "500", "SemiBold": "600", "Bold": "700"}


def faces() -> tuple[Face, ...]:
    """Every face of the page: IBM Plex Sans for Latin, IBM Plex Sans Arabic for Arabic letters."""
    arabic = _folder("fontpkg_ibm_plex_sans_arabic")
    latin = _folder("fontpkg_ibm_plex_sans")
    found = [Face("Desk Latin", "latin.ttf", latin / "IBMPlexSans[wdth,wght].ttf", "100 700", _LATIN)]
    for style, weight in _ARABIC_WEIGHTS.items():
        found.append(
            Face("Desk Arabic", f"arabic-{weight}.ttf", arabic / f"IBMPlexSansArabic-{style}.ttf", weight, _ARABIC)
        )
    return tuple(found)


def font_css(prefix: str) -> str:
    """The @font-face rules of the families Desk Latin and Desk Arabic; their files are found under `prefix`."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";src:url("{prefix}/{face.name}") format("truetype");'
        f"font-weight:{face.weight};font-display:swap;unicode-range:{face.characters}}}"
        for face in faces()
    )


def _folder(package: str) -> Path:
    return Path(str(files(package))) / "files"
