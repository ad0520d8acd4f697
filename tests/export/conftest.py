"""The document that most tests of the writers write."""

from __future__ import annotations

import pytest

from app.export.document import Document
from tests.export.sample import build


@pytest.fixture
def document() -> Document:
    """The document of seven messages."""
    return build()
