"""Plots for the data card, with titles in both languages.

matplotlib joins and orders Arabic letters itself since 3.11 (libraqm): reshaped text would come out reversed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from app.export.files import whole_file

LATIN, ARABIC = "fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic"
COLOURS = {"en": "#1f6f8b", "ar": "#c26a2d", "mixed": "#7a5c99"}
FORM_NAMES = {"en": ("English", "الإنجليزية"), "ar": ("Arabic", "العربية"), "mixed": ("both", "كلتاهما")}
TASK_NAMES = {
    "chat": ("chats", "محادثات"),
    "open_question": ("open questions", "أسئلة مفتوحة"),
    "multiple_choice": ("multiple choice", "اختيار من متعدد"),
}
DPI = 110


def both(pair: Sequence[str]) -> str:
    """A label in both languages."""
    return f"{pair[0]} · {pair[1]}"


def draw(folder: Path, figures: Mapping[str, Any]) -> list[Path]:
    """Write the card's plots into `folder`; returns their files."""
    with mpl.rc_context({"font.family": _families(), "font.size": 9, "axes.spines.top": False}):
        made = {
            "interactions.png": _interactions(figures["interactions"]),
            "tokens.png": _tokens(figures["sources"]),
            "lengths.png": _lengths(figures["lengths"]),
        }
    return [_save(folder / name, figure) for name, figure in made.items()]


def _families() -> list[str]:
    """The names of the fonts that come as packages; matplotlib takes the second where the first lacks a letter."""
    names = []
    for package in (LATIN, ARABIC):
        fonts = sorted((Path(str(files(package))) / "files").glob("*.ttf"))
        upright = [font for font in fonts if "Italic" not in font.name]
        regular = next((font for font in upright if "Regular" in font.name), upright[0])
        fontManager.addfont(regular)
        names.append(FontProperties(fname=regular).get_name())
    return names


def _figure(title: Sequence[str], height: float = 3.0) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(7, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(both(title), loc="left")
    return figure, axes


def _interactions(counts: Mapping[str, int]) -> Figure:
    figure, axes = _figure(("Interactions by task and language", "التفاعلات حسب المهمة واللغة"))
    tasks = [task for task in TASK_NAMES if any(f"{task} {form}" in counts for form in FORM_NAMES)]
    left = [0] * len(tasks)
    for form, name in FORM_NAMES.items():
        values = [counts.get(f"{task} {form}", 0) for task in tasks]
        axes.barh([both(TASK_NAMES[task]) for task in tasks], values, left=left, color=COLOURS[form], label=both(name))
        left = [before + value for before, value in zip(left, values, strict=True)]
    axes.legend(frameon=False)
    return figure


def _tokens(sources: Mapping[str, Mapping[str, Any]]) -> Figure:
    figure, axes = _figure(("Tokens by source", "الوحدات حسب المصدر"), 1.2 + 0.35 * len(sources))
    names = sorted(sources, key=lambda name: sources[name]["tokens"])
    bars = axes.barh(names, [sources[name]["tokens"] for name in names], color=COLOURS["en"])
    axes.bar_label(bars, labels=[f"{sources[name]['tokens']:,}" for name in names], padding=3)
    axes.set_xscale("log")
    axes.margins(x=0.15)
    return figure


def _lengths(lengths: Mapping[str, Any]) -> Figure:
    figure, axes = _figure(("Length of an interaction in tokens", "طول التفاعل بالوحدات"))
    step = lengths["step"]
    for form, name in FORM_NAMES.items():
        sums = [sum(values) for values in zip(*_of_form(lengths, form), strict=True)]
        if sums:
            axes.stairs(sums, [at * step for at in range(len(sums) + 1)], color=COLOURS[form], label=both(name))
    axes.set_yscale("symlog")
    axes.legend(frameon=False)
    return figure


def _of_form(lengths: Mapping[str, Any], form: str) -> list[list[int]]:
    return [values for name, values in lengths.items() if name.endswith(f" {form}")]


def _save(path: Path, figure: Figure) -> Path:
    """Write a picture without the time in it, so that the same figures give the same bytes."""
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=DPI, format="png", metadata={"Software": None})
    return path
