"""Every rule over one translation, before any judge is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.translate.glossary import Glossary, check_terms
from models.translate.rules_figures import check_figures
from models.translate.rules_language import check_language
from models.translate.rules_leak import check_leak
from models.translate.rules_negation import check_negation
from models.translate.rules_structure import check_structure
from models.translate.values import Finding, Pair, Weight

WEIGHTS: tuple[Weight, ...] = ("fault", "doubt", "hint")


def check(pair: Pair, glossary: Glossary | None = None, prompted: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What the rules find, faults first. `prompted` are texts of the prompt that must not come back."""
    found = [*check_language(pair)]
    if not any(finding.rule == "empty" for finding in found):
        found += check_structure(pair)
        found += check_figures(pair)
        found += check_negation(pair)
        found += check_leak(pair, prompted)
        found += check_terms(pair, glossary) if glossary else ()
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: WEIGHTS.index(finding.weight)))


def faults(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What nobody can accept."""
    return tuple(finding for finding in findings if finding.weight == "fault")
