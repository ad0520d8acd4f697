"""The adapter that is shipped, on the embedded model: it fits, and its questions pass the guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from app.catalogue.files import ensure_embedded
from app.catalogue.rows import Catalogue
from app.config import Home
from app.engine.base import Engine, Piece, Request
from app.engine.gguf import inspect
from app.engine.gguf_adapter import inspect_adapter
from app.engine.llama import LlamaEngine
from app.engine.llama_options import Adapter, LlamaOptions
from app.engine.templates import template
from app.intake import taught
from app.intake.extract import extract
from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.intake.prompt import sampling
from tests.intake.conftest import Talk

MODEL = Catalogue.load().get("mini")
ADAPTER = MODEL.adapter_path


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_embedded(Home(tmp_path_factory.mktemp("home")).ready())


@pytest.fixture(scope="module")
def engine(embedded: Path) -> Iterator[Engine]:
    assert ADAPTER is not None
    options = LlamaOptions(context=1024, threads=2, adapters=(Adapter(ADAPTER),))
    made = LlamaEngine(embedded, options, template(MODEL.template))
    yield made
    made.close()


def test_the_shipped_adapter_belongs_to_the_embedded_model_and_is_small(embedded: Path) -> None:
    assert ADAPTER is not None and MODEL.adapter_form == "taught"
    info = inspect_adapter(ADAPTER, inspect(embedded))
    assert info.size <= 20_000_000 and info.rank >= 4
    assert {f"mini.{suffix}" for suffix in ("md", "toml", "json", "png")} <= {
        each.name for each in ADAPTER.parent.iterdir()
    }


@pytest.mark.parametrize("said", ["My ear has been hurting since yesterday.", "قلبي يدق بسرعة من امبارح"])
def test_it_asks_the_planned_question(engine: Engine, knowledge: Knowledge, talk: Talk, said: str) -> None:
    messages = talk(said)
    history = extract(messages, knowledge)
    plan = next_step(history, (), messages, knowledge)
    request = Request("", taught.turns(messages, plan, knowledge), sampling(plan, "taught"))
    reply = "".join(event.text for event in engine.stream(request, Event()) if isinstance(event, Piece))
    verdict = check(reply, plan, history, knowledge)
    assert not verdict.guarded, (reply, verdict.reason)
