"""The data card: its figures, what it escapes, and Arabic that is joined in the pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="needs models/requirements.txt")

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from models.dataset.card import write_card
from models.dataset.decide import Decision
from models.dataset.plots import FORM_NAMES, TASK_NAMES, _families
from models.dataset.record import Content, Record, Source, Translation
from models.dataset.tally import Tally, losses

PAIR = Record(
    id="own:1",
    item="own:1",
    task="open_question",
    source=Source("own", "CC0-1.0", credit="Written here.", revision="1"),
    original="en",
    en=Content("What does <b>5-10 mg</b> | mean?", answer="A dose."),
    ar=Content("ما معنى 5-10 ملغ؟", answer="جرعة."),
    translation=Translation("written"),
    split="train",
)


def written(folder: Path) -> dict[str, bytes]:
    tally = Tally("words")
    tally.add(PAIR, {"name": 2})
    figures = {**tally.figures(), **losses(Decision(), ()), "tokenizer": "words"}
    return {path.name: path.read_bytes() for path in write_card(folder, figures, tally.examples)}


def test_the_card_tells_the_figures_and_escapes_what_records_say(tmp_path: Path) -> None:
    files = written(tmp_path)
    text, page = files["card.md"].decode(), files["card.html"].decode()
    assert "1 items (1 of them in both languages) give 2 interactions" in text
    assert "| own | CC0-1.0 | 1 | 2 |" in text and "Written here." in text and "| own | name | 2 |" in text
    assert "<b>" not in page and "&lt;b&gt;" in page and "<table>" in page
    assert "\u2067ما معنى 5-10 ملغ؟\u2069" in page


def test_the_same_figures_give_the_same_files_below_200_kb(tmp_path: Path) -> None:
    one = written(tmp_path)
    assert written(tmp_path) == one
    assert {name for name in one if name.endswith(".png")} == {"interactions.png", "tokens.png", "lengths.png"}
    assert all(content[:4] == b"\x89PNG" and len(content) < 200_000 for name, content in one.items() if "png" in name)


def width(text: str) -> float:
    figure = Figure()
    canvas = FigureCanvasAgg(figure)
    return float(figure.text(0, 0, text, fontsize=40).get_window_extent(canvas.get_renderer()).width)


def test_arabic_letters_are_joined_and_no_glyph_is_missing(recwarn: pytest.WarningsRecorder) -> None:
    with mpl.rc_context({"font.family": _families()}):
        for _, arabic in (*FORM_NAMES.values(), *TASK_NAMES.values()):
            apart = "\u200c".join(arabic)
            assert width(arabic) < width(apart), arabic
    assert not [warning for warning in recwarn.list if "missing from font" in str(warning.message)]
