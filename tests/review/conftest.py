"""A finished translation run with items of every sort, for people to review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("sacrebleu", reason="needs models/requirements.txt")

from models.dataset.record import Content, Record, Source
from models.review import store
from models.translate.state import Round, State, open_state
from models.translate.values import Finding

OWN = Source("tests", "Apache-2.0")
ITEMS = (
    ("s0", "He has asthma and takes 5-10 mg a day.", "هو مصاب بالربو ويتناول 5-10 ملغ في اليوم.", 92.0),
    ("s1", "Take 5 mg twice a day.", "تناول 50 ملغ مرتين في اليوم.", None),
    ("s2", "I do not smoke.", "أنا لا أدخن.", 71.0),
    ("s3", "She has a cough.", "لديها سعال.", 64.0),
    ("s4", "<b>It</b> hurts here.", "<b>إنه</b> يؤلم هنا.", 33.0),
    ("s5", "My father had a stroke.", "أصيب أبي بسكتة دماغية.", 55.0),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The state's file."""
    return tmp_path / "state.sqlite"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    """Six items that wait for people; the first one came by lot and has an earlier round."""
    opened = open_state(path)
    opened.begin({"into": '"ar"', "translator": '{"model": "scripted"}'})
    texts = {name: text for name, text, _, _ in ITEMS}
    opened.add_items(
        (Record(name, name, "open_question", OWN, "en", en=Content(text)), text) for name, text in texts.items()
    )
    for name, _, translation, score in ITEMS:
        findings = (Finding("number-lost", "fault", "5 mg"),) if score is None else ()
        number = 1 if name == "s0" else 0
        if number:
            opened.add_round(name, Round(0, "هو مصاب بالربو."), "open", 0, False)
        one = Round(number, translation, findings, score, "Good terms." if score else "")
        opened.add_round(name, one, "review", number, name == "s0")
    store.prepare(opened)
    yield opened
    opened.close()
