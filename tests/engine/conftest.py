"""The embedded model, shared by the tests of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue.files import ensure_embedded
from app.config import Home
from app.engine.llama import LlamaEngine
from tests.engine.talk import load


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded model's file."""
    return ensure_embedded(Home(tmp_path_factory.mktemp("embedded")))


@pytest.fixture(scope="session")
def engine(mini: Path) -> Iterator[LlamaEngine]:
    """One engine for all tests that leave it as they found it."""
    made = load(mini)
    yield made
    made.close()
