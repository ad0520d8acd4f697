"""What the bar says of the model: where it runs, in the reader's words, and one's own place where one has to wait."""

from __future__ import annotations

from typing import get_args

import pytest

from app.engine.base import EngineInfo
from app.engine.placement_values import Mode, Placement
from app.engines import EngineState
from app.ui.placed import placed
from app.ui.render_top import model_chip
from app.ui.view import View

QUEUE = ("first", "mine", "last")


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_placement_of_the_engine_is_said_in_words(mode: str, language: str) -> None:
    way = Placement(mode, 8192, "f16", False, 12, 21, (), (), True)  # type: ignore[arg-type]
    said = placed(way.summary(32), View(language))  # type: ignore[arg-type]
    assert said
    assert all(figure in said for figure in {"experts": ("21", "32"), "layers": ("12", "33")}.get(mode, ()))
    assert language == "en" or not set("abcdefghijklmnopqrstuvwxyz") & set(said)


def test_a_placement_that_nobody_knows_is_left_out() -> None:
    assert placed("", View("en")) == placed("somewhere else", View("en")) == ""


@pytest.mark.parametrize(
    ("conversation", "said"),
    [("mine", "your place in the queue: 2 of 3"), ("", "3 waiting"), ("another", "3 waiting")],
)
def test_who_waits_is_told_the_own_place(conversation: str, said: str) -> None:
    state = EngineState("ready", 1.0, EngineInfo("mini", context=4096), queue=QUEUE)
    chip = model_chip(state, View("en"), conversation).replace("\u2068", "").replace("\u2069", "")
    assert said in chip


def test_nobody_waits_and_nothing_is_said_of_it() -> None:
    state = EngineState("ready", 1.0, EngineInfo("mini", context=4096))
    assert "queue" not in model_chip(state, View("en"), "mine")
