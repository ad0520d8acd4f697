"""The twin cases of the interview benchmark: whole, bilingual, and answerable by the protocols they are for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.config import ASSETS
from app.intake.content import read
from app.intake.protocols import load_common, load_protocols
from app.intake.rules import load_rules
from app.values import SLOTS

FOLDER = Path(__file__).parents[2] / "models" / "evaluate" / "cases"
CASES = {path.stem: read(path) for path in sorted(FOLDER.glob("[!_]*.toml"))}
ANSWERS = read(FOLDER / "_answers.toml")
PROTOCOLS = load_protocols(ASSETS / "protocols", load_common(ASSETS / "protocols" / "_common.toml"))
RULES = {rule.id: rule.severity for rule in load_rules(ASSETS / "redflags")}
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]")
KEYS = {"id", "protocol", "age", "sex", "speaker", "dialect", "alarm", "flags", "must", "opening", "fact"}


def cases() -> list[Any]:
    """Every case as a test parameter."""
    return [pytest.param(case, id=name) for name, case in CASES.items()]


def test_enough_cases_and_as_many_protocols() -> None:
    assert len(CASES) >= 40
    assert len({case["protocol"] for case in CASES.values()}) >= 35


def test_every_dialect_and_both_sexes_are_there() -> None:
    for dialect in ("msa", "egyptian", "gulf", "levantine"):
        assert sum(case["dialect"] == dialect for case in CASES.values()) >= 8, dialect
        assert ANSWERS["denied"][dialect]
        assert ANSWERS["unknown"][dialect]
    assert {case["sex"] for case in CASES.values()} == {"female", "male"}


def test_alarming_and_harmless_cases_are_both_there() -> None:
    alarms = [case["alarm"] for case in CASES.values()]
    assert all(alarms.count(kind) >= 10 for kind in ("emergency", "urgent", "none"))


@pytest.mark.parametrize("case", cases())
def test_shape(case: dict[str, Any]) -> None:
    assert case.keys() == KEYS
    assert case["id"] in CASES
    assert case["speaker"] in ("patient", "relative")
    assert case["alarm"] in ("emergency", "urgent", "none")
    assert 0 < case["age"] < 110


@pytest.mark.parametrize("case", cases())
def test_both_languages_in_their_own_script(case: dict[str, Any]) -> None:
    for text in (case["opening"], *case["fact"]):
        assert text["en"]
        assert text["ar"]
        assert not ARABIC.search(text["en"]), text
        assert not LATIN.search(text["ar"]), text


@pytest.mark.parametrize("case", cases())
def test_every_must_ask_can_be_answered(case: dict[str, Any]) -> None:
    facts = [fact["slot"] for fact in case["fact"]]
    assert len(set(facts)) == len(facts)
    assert set(case["must"]) <= {*facts, *case["opening"]["tells"]}
    assert {"age", "sex", "chief_complaint", "past_history", "medications", "allergies"} <= set(case["must"])
    assert {fact["status"] for fact in case["fact"]} <= {"present", "denied", "unknown"}


@pytest.mark.parametrize("case", cases())
def test_facts_are_of_slots_that_the_protocol_asks_for(case: dict[str, Any]) -> None:
    own = {ask.slot for ask in PROTOCOLS[case["protocol"]].ask}
    assert {fact["slot"] for fact in case["fact"]} - own - set(SLOTS) == set()


@pytest.mark.parametrize("case", cases())
def test_must_asks_are_must_asks_of_the_protocol(case: dict[str, Any]) -> None:
    protocol = PROTOCOLS[case["protocol"]]
    asked = {ask.slot for ask in protocol.ask if ask.must} | set(case["opening"]["tells"]) | {"chief_complaint"}
    asked |= {"sex"} if protocol.sex else set()
    assert set(case["must"]) <= asked


@pytest.mark.parametrize("case", cases())
def test_alarms_are_rules_of_that_severity(case: dict[str, Any]) -> None:
    assert bool(case["flags"]) == (case["alarm"] != "none")
    assert not case["flags"] or case["alarm"] in {RULES[flag] for flag in case["flags"]}
