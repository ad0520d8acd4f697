"""Every row of the catalogue, with a tiny file of its own build: taken in, planned, loaded, and heard."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from app.catalogue.importing import import_model
from app.catalogue.registry import load_catalogue
from app.catalogue.rows import Catalogue, Model
from app.config import Home
from app.engine.base import Piece, Request, Sampling, Turn, Usage
from app.engine.placement import PlacementOptions
from app.loading import Choice, loader
from models.gguf.tiny import TinyShape, write_model

ROWS = [row for row in Catalogue.load().list() if row.origin != "package"]
DIALOGUE = (
    Turn("system", "Take a history."),
    Turn("user", "It hurts.", "Patient"),
    Turn("assistant", "Where?", "Doctor"),
    Turn("user", "في الصدر", "Patient"),
)


def tiny_file(folder: Path, row: Model) -> Path:
    """A narrow model with the row's architecture, layers and experts."""
    assert row.dimensions
    build = row.dimensions
    kv_heads = 2 if build.kv_heads == build.heads else 1
    shape = TinyShape(
        architecture=build.architecture,
        layers=build.layers,
        width=64,
        heads=2,
        kv_heads=kv_heads,
        feed_forward=32,
        experts=build.experts,
        used=build.used,
    )
    return write_model(folder / "made.gguf", shape)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_taken_in_planned_loaded_and_heard(tmp_path: Path, row: Model) -> None:
    home = Home(tmp_path / "home").ready()
    import_model(home, load_catalogue(home), tiny_file(tmp_path, row), name=row.name, accepted=True)
    told: list[float] = []
    engine = loader(Choice(row.name, placement=PlacementOptions(context=1024), cpu_only=True), home)(told.append)
    try:
        request = Request("c", DIALOGUE, Sampling(max_tokens=2, temperature=0.0))
        *pieces, usage = list(engine.stream(request, Event()))
        assert isinstance(usage, Usage) and usage.tokens > 0 and usage.prompt_tokens > 10
        assert all(isinstance(piece, Piece) for piece in pieces)
        assert (engine.info.name, engine.info.form, engine.info.medical) == (row.name, row.form, row.medical)
        assert engine.info.placement.startswith("cpu") and len(engine.info.sha256) == 64 and told[-1] == 1.0
    finally:
        engine.close()
