"""The alarms over one-line utterances of imagined people: what must fire does, what must not stays silent.

`utterances.jsonl` has one utterance a line: text, language, the rules expected ([] for none), and
its kind (plain, dialect, arabizi, pair, age, pregnancy; hard negatives: mild, negated, family,
past, idiom, hypothetical). Print the figures and the misses with
`python -m pytest tests/intake/test_utterances.py -s`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge, load_knowledge
from app.intake.redflags import red_flags
from app.text.language import detect
from app.values import Message

SENSITIVITY = 0.98
SPECIFICITY = 0.97
SAID_AT = datetime(2026, 11, 22, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance with the rules that it must raise, and the rules that it did raise."""

    text: str
    language: str
    rules: frozenset[str]
    kind: str
    raised: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether an alarm was raised just where one was due."""
        return bool(self.raised) == bool(self.rules)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The clinical content that is shipped, but for the safety net, which has learnt from these very utterances."""
    return replace(load_knowledge(), net=None)


@pytest.fixture(scope="module")
def utterances(knowledge: Knowledge) -> tuple[Utterance, ...]:
    """Every utterance, judged."""
    path = Path(__file__).with_name("utterances.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Utterance(
            row["text"], row["language"], frozenset(row["rules"]), row["kind"],
            raised(row["text"], row["language"], knowledge),
        )
        for row in rows
    )  # fmt: skip


def raised(text: str, fallback: str, knowledge: Knowledge) -> frozenset[str]:
    """The rules that a lone utterance raises."""
    seen = detect(text, "ar" if fallback == "ar" else "en")
    message = Message(0, "", "user", text, seen.language or "en", seen.direction, SAID_AT)
    history = extract([message], knowledge)
    return frozenset(flag.rule for flag in red_flags([message], history, knowledge))


def share(found: Sequence[Utterance]) -> float:
    """The share of utterances that were judged rightly."""
    return sum(one.right for one in found) / len(found)


def report(name: str, found: Iterable[Utterance]) -> str:
    """The figures of a group on one line, then what went wrong in it."""
    rows = list(found)
    wrong = [
        f"    {one.text}  expected {sorted(one.rules)} raised {sorted(one.raised)}" for one in rows if not one.right
    ]
    return "\n".join([f"{name}: {share(rows):.3f} of {len(rows)}", *wrong])


@pytest.mark.parametrize("language", ["", "en", "ar"])
def test_sensitivity(utterances: tuple[Utterance, ...], language: str) -> None:
    due = [one for one in utterances if one.rules and language in ("", one.language)]
    print(report(f"sensitivity {language or 'all'}", due))
    assert share(due) >= SENSITIVITY, report("missed", due)


@pytest.mark.parametrize("language", ["", "en", "ar"])
def test_specificity(utterances: tuple[Utterance, ...], language: str) -> None:
    silent = [one for one in utterances if not one.rules and language in ("", one.language)]
    print(report(f"specificity {language or 'all'}", silent))
    assert share(silent) >= SPECIFICITY, report("raised without cause", silent)


def test_the_rule_expected_is_among_those_raised(utterances: tuple[Utterance, ...]) -> None:
    due = [one for one in utterances if one.rules and one.raised]
    exact = sum(one.rules <= one.raised for one in due) / len(due)
    print(f"expected rule among those raised: {exact:.3f} of {len(due)}")
    assert exact >= 0.95


def test_the_set_is_large_bilingual_and_hard(utterances: tuple[Utterance, ...], knowledge: Knowledge) -> None:
    known = {rule.id for rule in knowledge.rules}
    assert len(utterances) >= 400
    assert all(one.rules <= known for one in utterances)
    assert len({one.text for one in utterances}) == len(utterances)
    for language in ("en", "ar"):
        mine = [one for one in utterances if one.language == language]
        assert len(mine) >= 150
        assert sum(not one.rules for one in mine) / len(mine) >= 0.40


def test_there_are_enough_rules_with_sources(knowledge: Knowledge) -> None:
    assert len(knowledge.rules) >= 75
    assert all(rule.sources for rule in knowledge.rules)
    assert {rule.severity for rule in knowledge.rules} == {"emergency", "urgent"}
