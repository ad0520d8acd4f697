"""How far two reviewers agree beyond chance: Cohen's kappa (Cohen 1960)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Kappa of the pairs (first reviewer's category, second's): 1 is full agreement, 0 what chance gives.

    None without pairs, and where both always chose one and the same category: chance then explains all,
    and kappa has no value.
    """
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[category] * second[category] for category in first) / total**2
    return None if expected == 1.0 else (observed - expected) / (1.0 - expected)
