"""The alarm rules as content, from assets/redflags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.intake.content import Both, Condition, Content, Id, Sex, Source, checked, problem, read
from app.values import Severity


class Rule(Content):
    """An alarm: the combinations of concepts that raise it, whom it applies to, and what it means.

    It fires when all concepts of one row of `any` are present, current and the patient's own, and
    none of `unless` is. `asks` names the concept or slot whose question matters most then. `within` are rules
    that say the same and more: where one of them fires, this one adds nothing and is silent.
    """

    id: str
    severity: Severity
    title: Both
    why: Both
    action: Both
    any: tuple[tuple[Id, ...], ...]
    unless: tuple[Id, ...] = ()
    within: tuple[str, ...] = ()
    sources: tuple[str, ...]
    age_min: float | None = None
    age_max: float | None = None
    sex: Sex | None = None
    pregnant: bool | None = None
    asks: Id | None = None

    @property
    def condition(self) -> Condition:
        """Whom the rule applies to."""
        return Condition(sex=self.sex, age_min=self.age_min, age_max=self.age_max, pregnant=self.pregnant)


class _File(Content):
    """What stands around the rules in one file."""

    sources: tuple[Source, ...]
    version: str = ""
    date: str = ""
    source: str = ""
    reviewed_by: str = ""
    rule: tuple[dict[str, Any], ...]


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Every rule under `folder`, emergencies first. Raises ContentProblem for any fault, an empty folder included."""
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        for rule in _rules(path):
            if rule.id in rules:
                raise problem(path, rule.id, "this rule is in another place already")
            rules[rule.id] = rule
    if not rules:
        raise problem(folder, "-", "no rule found")
    for rule in rules.values():
        if not set(rule.within) <= rules.keys() - {rule.id}:
            raise problem(folder, f"{rule.id}.within", "each must be another rule")
    return tuple(sorted(rules.values(), key=lambda rule: rule.severity != "emergency"))


def _rules(path: Path) -> Iterator[Rule]:
    file = checked(_File, read(path), path, "")
    known = {source.id for source in file.sources}
    for number, data in enumerate(file.rule):
        rule = checked(Rule, data, path, str(data.get("id", f"rule.{number}")))
        if not rule.any or not all(rule.any):
            raise problem(path, f"{rule.id}.any", "at least one combination of concepts is needed")
        if not rule.sources or not set(rule.sources) <= known:
            raise problem(path, f"{rule.id}.sources", "each source must be listed in the file")
        yield rule
