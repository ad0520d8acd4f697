"""The embedded model behind llama.cpp's own server, and in this process: a real run from end to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xllamacpp", reason="needs tests/requirements.txt")

from app.catalogue.files import ensure_embedded
from app.config import Home
from models.dataset.record import Content, Record, Source
from models.dataset.record_json import write_lines
from models.translate.__main__ import run
from models.translate.serve import start
from models.translate.state import State, open_state

EXAMPLES = (
    {"source": "I have had a headache since yesterday.", "target": "أعاني من صداع منذ أمس."},
    {"source": "She did not have a fever.", "target": "لم تكن لديها حمى."},
    {"source": "Where does it hurt?", "target": "أين موضع الألم؟"},
)


def check(state: State) -> None:
    """Both sentences went through, in Arabic letters, with a score wherever no rule was broken."""
    items = state.connection.execute("SELECT id, status FROM item ORDER BY id").fetchall()
    assert [name for name, _ in items] == ["s0", "s1"] and {status for _, status in items} <= {"accepted", "review"}
    for name, _ in items:
        for one in state.rounds(name):
            assert one.tokens > 0 and (one.faulty or (one.score is not None and 0 <= one.score <= 100))


@pytest.mark.slow
@pytest.mark.parametrize("served", [True, False])
def test_a_real_run(
    settings: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served: bool
) -> None:
    monkeypatch.setenv("BIMEDIX_HOME", str(tmp_path / "home"))
    server = start(ensure_embedded(Home(tmp_path / "home").ready())) if served else None
    model = {"model": "mini", "patience_s": 120.0}
    told = {**model, "server": server.listening_address} if server else model
    made = settings(
        translator=told, judge={**told, "kind": "round_trip"}, example=EXAMPLES, loop={"threshold": 60.0, "rounds": 1}
    )
    texts = ("I have a fever.", "Do you have a cough?")
    own = Source("tests", "Apache-2.0")
    write_lines(
        made.source,
        [Record(f"s{at}", f"s{at}", "open_question", own, "en", en=Content(text)) for at, text in enumerate(texts)],
    )
    state = open_state(made.state)
    assert run(state, made).stuck == set()
    check(state)
