"""One plot: how far each quantised file strays from the reference, against its size, in both languages."""

from __future__ import annotations

from pathlib import Path

from app.export.files import whole_file
from models.evaluate.quantisation.values import Report

_COLOURS = {"en": "#0b6e74", "ar": "#b5651d"}
_NAMES = {"en": ("English", "الإنجليزية"), "ar": ("Arabic", "العربية")}
_SIZE = ("size, MB", "الحجم بالميغابايت")
_DIVERGENCE = ("KL divergence, nats", "تباعد كولباك-لايبلر")
_AGREEMENT = ("same likeliest token, %", "التوافق في الرمز الأرجح ٪")


def both(names: tuple[str, str]) -> str:
    """An English label over the Arabic one. Since 3.11 matplotlib joins and orders Arabic letters by itself.

    For older ones it would have to be reshaped first; done for this one, it would be reversed.
    """
    return "\n".join(names)


def plot(report: Report, path: Path) -> None:
    """Draw the report into a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    divergence, agreement = figure.subplots(1, 2)
    for language in report.rows[0].text:
        sizes = [row.size / 1e6 for row in report.rows]
        colour, label = _COLOURS.get(language, "black"), both(_NAMES.get(language, (language, language)))
        kl = [row.text[language].kl for row in report.rows]
        divergence.plot(sizes, kl, "o", color=colour, label=label)
        agreement.plot(sizes, [100 * row.text[language].agreement for row in report.rows], "o", color=colour)
    for number, row in enumerate(report.rows):
        beside = sum(abs(other.size - row.size) < row.size / 100 for other in report.rows[:number])
        place = (row.size / 1e6, max(each.kl for each in row.text.values()))
        divergence.annotate(row.name, place, xytext=(5, 5 + 12 * beside), textcoords="offset points")
    divergence.margins(x=0.2, y=0.15)
    for axes, names in ((divergence, _DIVERGENCE), (agreement, _AGREEMENT)):
        axes.set_xlabel(both(_SIZE))
        axes.set_ylabel(both(names))
        axes.grid(alpha=0.3)
    divergence.set_yscale("log")
    divergence.legend()
    figure.suptitle(f"{report.model} : {report.reference.name}")
    with whole_file(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)
