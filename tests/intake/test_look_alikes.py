"""What names a danger without being in one stays silent; true emergencies in like words are heard."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LOOK_ALIKES = tomllib.loads((Path(__file__).parent / "look_alikes.toml").read_text(encoding="utf-8"))
RARE = tomllib.loads((Path(__file__).parent / "rare_emergencies.toml").read_text(encoding="utf-8"))


def raised(text: str, knowledge: Knowledge, talk: Talk) -> list[str]:
    """The names of the alarms that a first message raises."""
    messages = talk(text)
    return [flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)]


def listed(kind: str, *tables: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Every message of one kind with the class or the rule that it stands under."""
    for table in tables:
        yield from ((name, text) for name, rows in table.items() for text in rows[kind])


@pytest.mark.parametrize(("name", "text"), [*listed("silent", LOOK_ALIKES, RARE)])
def test_what_only_names_a_danger_is_silent(name: str, text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(text, knowledge, talk) == [], name


@pytest.mark.parametrize(("name", "text"), [*listed("alarm", LOOK_ALIKES)])
def test_its_true_counterpart_is_heard(name: str, text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(text, knowledge, talk), name


@pytest.mark.parametrize(("rule", "text"), [*listed("alarm", RARE)])
def test_a_rare_emergency_is_called_by_its_name(rule: str, text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert rule in raised(text, knowledge, talk)
