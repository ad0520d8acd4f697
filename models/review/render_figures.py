"""Agreement of reviewers and calibration of the judge, drawn from values."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.ui.html import Child, el
from app.ui.view import View
from models.review.agreement import cohens_kappa
from models.review.calibration import Bin, calibration_error, reliability

SIDE = 240
EDGE = 34


def figures(doubled: Sequence[tuple[str, str]], judged: Sequence[tuple[float, bool]], view: View) -> Markup:
    """Kappa and the reliability plot; where there is nothing to draw yet, that is said."""
    bins = reliability(judged)
    parts: list[Child] = [el("p", None, _kappa(doubled, view))]
    error = calibration_error(bins)
    if error is None:
        parts.append(el("p", None, view.say("review-no-calibration")))
    else:
        parts.append(el("p", None, view.say("review-calibration", error=f"{error:.2f}", count=len(judged))))
        parts.append(plot(bins, view))
    summary = el("summary", None, view.say("review-figures"))
    return el("details", {"class": "card figures"}, summary, parts)


def _kappa(doubled: Sequence[tuple[str, str]], view: View) -> str:
    kappa = cohens_kappa(doubled)
    if kappa is None:
        return view.say("review-no-kappa", count=len(doubled))
    return view.say("review-kappa", kappa=f"{kappa:.2f}", count=len(doubled))


def plot(bins: Sequence[Bin], view: View) -> Markup:
    """The share that people took (upwards) by the judge's score (to the right); the diagonal is perfect. Always left
    to right, as plots are read in both languages. A dot's area is its weight.
    """
    most = max(one.count for one in bins)
    dots = [
        el(
            "circle",
            {"cx": _x(one.score), "cy": _y(one.accepted), "r": f"{3 + 6 * (one.count / most) ** 0.5:.1f}"},
            el("title", None, f"{one.score:.2f} / {one.accepted:.2f} (n = {one.count})"),
        )
        for one in bins
    ]
    line = " ".join(f"{_x(one.score)},{_y(one.accepted)}" for one in bins)
    size = SIDE + 2 * EDGE
    attributes = {
        "viewBox": f"0 0 {size} {size}",
        "class": "plot",
        "role": "img",
        "aria-label": view.say("review-plot"),
    }
    return el(
        "svg",
        attributes,
        el("path", {"class": "axis", "d": f"M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}"}),
        el("path", {"class": "ideal", "d": f"M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"}),
        [_tick(at / 4) for at in range(5)],
        el("polyline", {"points": line}),
        dots,
        _label(_x(0.5), str(size - 4), view.say("review-plot-score"), view),
        _label(_x(0.5), "14", view.say("review-plot-taken"), view),
    )


def _tick(share: float) -> list[Markup]:
    """The same mark on both axes."""
    below = {"x": _x(share), "y": str(EDGE + SIDE + 14), "class": "tick"}
    beside = {"x": str(EDGE - 4), "y": str(float(_y(share)) + 3), "class": "tick side"}
    return [el("text", below, f"{share:g}"), el("text", beside, f"{share:g}")]


def _label(x: str, y: str, words: str, view: View) -> Markup:
    return el("text", {"x": x, "y": y, "class": "label", "direction": view.direction}, words)


def _x(share: float) -> str:
    return f"{EDGE + share * SIDE:.1f}"


def _y(share: float) -> str:
    return f"{EDGE + (1 - share) * SIDE:.1f}"
